"""Who does what a sentence says: “The tenant” of “The tenant must air the rooms”, told by its verbs that are known."""

import itertools
import re
from collections.abc import Set
from dataclasses import dataclass

from rag.english.word_lists import (
    ARTICLES,
    AUXILIARIES,
    BE_FORMS,
    DEMONSTRATIVES,
    DO_FORMS,
    FINITE_BE,
    HAVE_FORMS,
    MODALS,
    POSSESSIVES,
    PREPOSITIONS,
    QUESTION_WORDS,
    SUBJECT_PRONOUNS,
)
from rag.english.words import Role, Word, read_words

__all__ = ["AskedSubject", "Subject", "asked_subject", "subjects"]

_VERBS = AUXILIARIES | FINITE_BE
_ADVERBS = frozenset("also always never only not usually normally often still then both all".split())
_WITHIN = ARTICLES | POSSESSIVES | DEMONSTRATIVES | {"of", "and", "or", "each", "every", "any", "all", "both", "other"}
"""Function words within what does something: “the owner of the flat and her guests”."""

_ENDS = re.compile(r"[;:()\[\]—–]|[.!?]\s|\s-\s")
_PARTICIPLE = re.compile(r"(?:ed|en|wn|lt|pt|ught|ept|old|ade|ut)$")
_NO_AUXILIARY_BEHIND = SUBJECT_PRONOUNS | MODALS | {"to", "not"}
_RELATIVE = QUESTION_WORDS | {"that"}
_LEADS_TO_OWNER = frozenset({"of", "by", "for"})
_QUESTIONS = frozenset({"what", "which", "everything", "things", "all", "whatever"})
_MOST_WORDS = 4
"""Of who is asked about: “the head of the kitchen”."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What stands before a verb, and does what it says.

    Attributes:
        terms: of its words that tell something; empty of a pronoun.
        head: the term of the last of them before “of”; empty of a pronoun.
        verb: the word behind it, lower case.
        is_verb_asked: whether that is one of those looked for, and no auxiliary.
        is_done_to: whether something is done to it: “The windows must be cleaned”.
        end: one past its last code point, in the sentence.
    """

    terms: frozenset[str]
    head: str
    verb: str
    is_verb_asked: bool
    is_done_to: bool
    end: int


def subjects(sentence: str, verbs: Set[str]) -> list[Subject]:
    """Return who does something in a sentence, in order.

    Verbs are known by being auxiliaries, or by their terms: what else is a verb nobody knows here.

    Args:
        sentence: English.
        verbs: terms of verbs that are looked for beside auxiliaries.
    """
    words = read_words(sentence)
    found: list[Subject] = []
    for place, word in enumerate(words):
        is_asked = word.term in verbs and word.lower not in _VERBS
        if word.lower not in _VERBS and not is_asked:
            continue
        before = _before(sentence, words, place, verbs)
        opens = words.index(before[0]) if before else 0
        if opens > 1 and words[opens - 1].lower in _RELATIVE:
            continue  # “a report which a mayor can read”
        telling = [each for each in before if each.role in (Role.CONTENT, Role.NAME)]
        is_pronoun = bool(before) and before[-1].lower in SUBJECT_PRONOUNS
        if telling or is_pronoun:
            terms = frozenset() if is_pronoun else frozenset(each.term for each in telling)
            head = "" if is_pronoun else _head(before)
            done_to = _is_done_to([each.lower for each in words[place : place + 4]])
            found.append(Subject(terms, head, word.lower, is_asked, done_to, before[-1].end))
    return found


@dataclass(frozen=True, slots=True)
class AskedSubject:
    """Who does what a question asks about, as far as its words tell: some of them may be words of the verb.

    Attributes:
        doing: terms behind an auxiliary, no form of “be”, or a question word: “the landlord” in “What does the landlord
            repair?”.
        owning: terms of who owns what is asked about: “the duties of the landlord”.
        names: terms of them that are written as names.
        order: the terms of all words of the question, in order; empty where something is done to them, or they are
            something: “What is the landlord expected to pay?”
    """

    doing: frozenset[str]
    owning: frozenset[str]
    names: frozenset[str]
    order: tuple[str, ...]

    def behind(self, who: Set[str]) -> frozenset[str]:
        """Return the terms behind the last of some, where the verb stands that somebody does."""
        last = max((place for place, term in enumerate(self.order) if term in who), default=len(self.order))
        return frozenset(self.order[last + 1 :]) - who


def asked_subject(question: str) -> AskedSubject:
    """Return who may do what a question asks about.

    Args:
        question: English.
    """
    words = read_words(question)
    doing, owning = set[str](), set[str]()
    asks_for_self = any(
        word.lower in AUXILIARIES and behind.lower in SUBJECT_PRONOUNS for word, behind in itertools.pairwise(words)
    )
    for place, word in enumerate(words):
        behind = words[place + 1 : place + 2 + _MOST_WORDS]
        before = words[place - 1].lower if place else ""
        if before in _NO_AUXILIARY_BEHIND and word.lower in DO_FORMS | HAVE_FORMS:
            continue  # “to do laundry”
        if word.lower in AUXILIARIES and behind and behind[0].lower not in BE_FORMS:
            doing.update(_first_phrase(behind))
        elif word.lower in _QUESTIONS:
            doing.update(_first_phrase(behind, is_determined=True))
        elif word.lower in _LEADS_TO_OWNER:
            owner = _first_phrase(behind, is_clause=False)
            # “What do I need for the race?”: who asks needs it, unless the words are a name.
            is_purpose = word.lower == "for" and asks_for_self and behind and behind[0].role is not Role.NAME
            owning.update([] if is_purpose else owner)
        if word.lower.endswith(("'s", "s'")) and word.tells:
            owning.add(word.term)
    is_be = any(word.lower in FINITE_BE for word in words) and not any(
        word.lower in MODALS | DO_FORMS for word in words
    )
    names = frozenset(word.term for word in words if word.role is Role.NAME)
    order = () if is_be else tuple(word.term for word in words)
    return AskedSubject(frozenset(doing), frozenset(owning), names, order)


def _first_phrase(words: list[Word], *, is_determined: bool = False, is_clause: bool = True) -> list[str]:
    """Return the terms of the noun phrase that words begin with; none of one that needs an article and has none."""
    if is_determined and not (words and (words[0].lower in ARTICLES | POSSESSIVES or words[0].role is Role.NAME)):
        return []
    if words and words[0].lower in PREPOSITIONS | SUBJECT_PRONOUNS:
        return []  # “What must I do after the race?”
    found = []
    following = ""
    for place, word in enumerate(words):
        if word.tells:
            found.append(word.term)
        elif place and word.lower not in _WITHIN:
            following = word.lower
            break
    # The last is the verb, unless that is “have” or “do”.
    return found[:-1] if len(found) > 1 and is_clause and following not in _VERBS else found


def _before(sentence: str, words: list[Word], place: int, verbs: Set[str]) -> list[Word]:
    """Return the words right before a verb that may be who does it, in order."""
    found: list[Word] = []
    following = words[place]
    for word in reversed(words[:place]):
        gap = sentence[word.end : following.start]
        is_verb = word.lower in _VERBS or word.term in verbs
        if _ENDS.search(gap) or is_verb or ("," in gap and not found):
            break
        if word.lower in SUBJECT_PRONOUNS:
            return found or [word]
        following = word
        if word.lower in _ADVERBS or word.lower.endswith("ly"):
            if found:
                break
            continue
        if word.lower in PREPOSITIONS and word.lower != "of":
            return []  # “People with a key lock up”: who does it stands farther back
        if not word.tells and word.lower not in _WITHIN:
            break
        found.insert(0, word)
    return found


def _head(words: list[Word]) -> str:
    head = ""
    for word in words:
        if word.lower == "of" and head:
            break
        if word.role in (Role.CONTENT, Role.NAME):
            head = word.term
        elif word.lower in ("and", "or"):
            head = ""
    return head


def _is_done_to(words: list[str]) -> bool:
    """Tell whether a verb's words are of the passive: “is cleaned”, “must be cleaned”."""
    being = next((place for place, word in enumerate(words) if word in BE_FORMS), None)
    return being is not None and any(_PARTICIPLE.search(word) for word in words[being + 1 : being + 3])
