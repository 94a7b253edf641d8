"""Which sides a question compares, told by its coordination: “X or Y”, “X than Y”, “how much … and how much …”."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.search.analysis import analyse
from rag.english.word_lists import (
    ARTICLES,
    ASKS_FOR_THE_GIST,
    AUXILIARIES,
    BE_FORMS,
    COMPARING,
    COORDINATING,
    DEMONSTRATIVES,
    FUNCTION_WORDS,
    GENERAL_VERBS,
    OF_SIZE,
    ORDINALS,
    POSSESSIVES,
    PREPOSITIONS,
    QUESTION_WORDS,
    SHORT_PREPOSITIONS,
    any_of,
)
from rag.english.words import Role, Word, read_words

__all__ = ["ASKS_TO_COMPARE", "SideAsked", "is_side_who_asks", "sides_of", "speaks_of_two"]

_OPENS_PHRASE = ARTICLES | POSSESSIVES | DEMONSTRATIVES
_JOINS = (COORDINATING - {"but"}) | COMPARING
_AFTER_COMPARE = frozenset({"with", "to", "against"})
_AFTER_SUBJECT = frozenset({"than"})
"""What stands between a subject and what it is compared with; “versus” stands between two phrases that are alike."""

_BEFORE_BOTH = frozenset({"between"})
"""Stands before two sides, and belongs to neither: “How did it change between 2023 and 2024?”"""

_MOST = 4
_FEWEST_WORDS = 2
_DIFFER = frozenset({"differ", "differs", "differed"})
"""Verbs that end the second side: “How do the old boat and the new boat differ?”."""

_SHORT_SIDE = 2
"""Words before “versus” that may be a side and nothing else."""

_ENOUGH_TERMS = 3
"""Words that tell something: a clause with so many is looked up as it stands."""

_WHO_ASKS = frozenset("i me we us".split())
_VERBS = AUXILIARIES | BE_FORMS
_BEFORE_SUBJECT = AUXILIARIES | QUESTION_WORDS
"""Stand before a subject whose verb follows: “What do the cook and the waiter say?”."""

_STAND_INS = frozenset({"one", "ones"})
_ONE = re.compile(rf"\s+(?:{any_of(_STAND_INS)})\b", re.IGNORECASE)
"""Stands for the noun of the other side: “the fast charger or the slow one”."""

_HYPHEN = re.compile(r"(?<=\w)-(?=\w)")
_POSSESSIVE = re.compile(r"['’]s$")

_ASKING = frozenset(analyse(" ".join(FUNCTION_WORDS)))

_COMPARES = COMPARING | frozenset(
    "compare compared comparison differ difference different contradict contradiction disagree".split()
)
ASKS_TO_COMPARE = frozenset(analyse(" ".join(FUNCTION_WORDS | GENERAL_VERBS | ASKS_FOR_THE_GIST | OF_SIZE | _COMPARES)))
"""Terms of words that ask for a comparison, and say nothing of what is compared."""

_CLAUSE = re.compile(
    rf"\s*,?\s+(?:and|but|or)\s+(?=(?:(?:{any_of(PREPOSITIONS)})\s+)?(?:{any_of(QUESTION_WORDS)})\b)|\s*,\s+"
    rf"(?=(?:{any_of(QUESTION_WORDS)})\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SideAsked:
    """A side that a question compares.

    Attributes:
        name: its words in the question, without an article in front.
        question: the question without the other sides.
        terms: of its name, and of no other side's unless it has no others, as BM25 looks them up; may be empty.
        full_name: the same with the noun that it may leave to another side: “full membership” of “full or country
            membership”, “old boat” of “the new boat or the old one”; else its name.
        is_named: it holds a proper name, so that documents which know it use these words.
        is_clause: it is a question of its own rather than a thing.
    """

    name: str
    question: str
    terms: frozenset[str]
    full_name: str
    is_named: bool = False
    is_clause: bool = False


def sides_of(text: str) -> tuple[SideAsked, ...]:
    """Return the sides that a question compares, at least two; none where it does not say them.

    “Which is older, the bridge or the gate?” compares “bridge” and “gate”, “How much was sown and how much reaped?” its
    two halves. Told by the coordination of English; of another language nothing is found, and documents are the sides.

    Args:
        text: a question.
    """
    clauses = [part.strip(" ,") for part in _CLAUSE.split(text)]
    whole = 2 <= len(clauses) <= _MOST and all(len(clause.split()) >= _FEWEST_WORDS for clause in clauses)
    # “Between Ines and Marco, who rowed more?” has its sides inside of what stands in front.
    if whole and clauses[0].split()[0].lower() != "between":
        return _clauses(clauses)
    words = read_words(text)
    words = [word for place, word in enumerate(words) if not place or word.start != words[place - 1].start]
    # What is to be compared stands in the sentence that says so; another may join what is asked of both.
    for place in sorted(range(len(words) - 1, 0, -1), key=lambda place: not _is_compared(words, place)):
        if _joins(words, place):
            # “How does X differ from Y?”: the verb belongs to neither, and “one” is a noun of the other's.
            differs = _differs(words, place)
            start = place - 1 if differs or words[place - 1].lower in _STAND_INS else place
            left, right = _phrase_before(text, words, start), _phrase_after(text, words, place)
            if differs and words[place + 1 :] and words[place + 1].lower not in {"that", "those"}:
                left = _subject_beside(right, _first_phrase(text, words[: place - 1])) or left
            if left and right:
                right = _without_verb(words, left, right)
                return _named(text, left, right, words[start if differs else place])
    return ()


def speaks_of_two(text: str) -> bool:
    """Tell whether a question speaks of two of something without saying which: “the two reports”, “both hotels”."""
    return any(word.lower in {"two", "both"} for word in read_words(text))


def is_side_who_asks(text: str) -> bool:
    """Tell whether one of the sides is whoever asks, of whom no document speaks by that word: “me or the landlord”."""
    lower = [word.lower for word in read_words(text)]
    beside = [
        lower[place - 1 : place] + lower[place + 1 : place + 2] for place, word in enumerate(lower) if word in _JOINS
    ]
    return any(word in _WHO_ASKS for words in beside for word in words)


def called_two(text: str) -> frozenset[str]:
    """Return what a question calls the two that it speaks of, as BM25 looks words up: “report” of “the two reports”."""
    words = read_words(text)
    places = [place for place, word in enumerate(words) if word.lower in {"two", "both"}]
    after = (next((word for word in words[place + 1 :] if word.tells), None) for place in places)
    return frozenset(term for word in after if word for term in analyse(word.text))


def _joins(words: Sequence[Word], place: int) -> bool:
    """Tell whether a word stands between two sides."""
    lower = words[place].lower
    return lower in _JOINS or (lower in _AFTER_COMPARE and _is_compared(words, place)) or _differs(words, place)


def _differs(words: Sequence[Word], place: int) -> bool:
    """Tell whether a word is “from” behind “differs” or “different”."""
    return place > 0 and words[place].lower == "from" and words[place - 1].lower.startswith("differ")


def _is_compared(words: Sequence[Word], place: int) -> bool:
    """Tell whether a form of “compare” stands before a word in its sentence; “Ltd. and” ends none."""
    before = itertools.takewhile(
        lambda each: not (words[each + 1].opens and words[each + 1].text[0].isupper()), range(place - 1, -1, -1)
    )
    return any(_compares(words[each]) for each in before)


def _compares(word: Word) -> bool:
    """Tell whether a word is a form of “compare”, which is no part of a side."""
    return word.lower.startswith("compar")


def _clauses(clauses: Sequence[str]) -> tuple[SideAsked, ...]:
    terms = [frozenset(analyse(clause)) for clause in clauses]
    found = []
    for place, clause in enumerate(clauses):
        others = frozenset[str]().union(*(some for other, some in enumerate(terms) if other != place))
        asked = clause if not place else _whole(clauses[0].rstrip("?"), clause)
        name = clause.strip(" ?.")
        name = name[:1].upper() + name[1:]
        found.append(SideAsked(name, asked, terms[place] - others, name, is_clause=True))
    return tuple(found)


def _whole(first: str, clause: str) -> str:
    """Return a later clause with what it leaves to the first.

    “How long was it shut by the log, and how long by the board?” leaves out a verb, and “by” tells where its words
    belong: “How long was it shut by the board?” What else says little alone, such as “and what now?”, is looked up with
    the first.
    """
    before, words = first.split(), clause.split()
    alike = (one.lower() == other.lower() for one, other in zip(before, words, strict=False))
    asking = sum(itertools.takewhile(bool, alike))
    rest = words[asking:]
    leaves_out = before[asking : asking + 1] and before[asking].lower() in _VERBS
    if rest and leaves_out and _VERBS.isdisjoint(word.lower() for word in rest):
        places = [place for place, word in enumerate(before) if place > asking and word.lower() == rest[0].lower()]
        if places:
            return " ".join([*before[: places[-1]], *rest])
    enough = len(frozenset(analyse(clause)) - _ASKING) >= _ENOUGH_TERMS
    return clause if enough else f"{first}, {clause}"


def _named(text: str, left: Sequence[Word], right: Sequence[Word], joint: Word) -> tuple[SideAsked, ...]:
    before, between = text[: left[0].start], text[left[-1].end : joint.start]
    behind = text[right[-1].end :]
    # “The fast charger or the slow one”: what “one” stands for is asked for by its name.
    stand_ins = [_ONE.match(each) for each in (between, behind)]
    # What stands between “the bridge older than the gate” is said of both.
    said = (each[one.end() :] if one else each for each, one in zip((between, behind), stand_ins, strict=True))
    rest = "".join(each.rstrip(" ,") for each in said)
    found = []
    for mine, other, stand_in in ((left, right, stand_ins[0]), (right, left, stand_ins[1])):
        every = frozenset(word.term for word in mine if _tells(text, word))
        own = every - {word.term for word in other} or every  # “the Alder and the Alder Plus”: one has no other words
        first = next(place for place, word in enumerate(mine) if word.lower not in ARTICLES)
        words = text[mine[0].start : mine[-1].end]
        noun = f" {other[-1].text}" if stand_in or _leaves_noun(text, mine, other) else ""
        asked = _of_number(text, mine, other) or f"{words}{noun}"
        question = " ".join(f"{before}{asked}{rest}".split())
        named = any(word.role is Role.NAME for word in mine)
        name = _POSSESSIVE.sub("", text[mine[first].start : mine[-1].end])
        full = f"{name}{noun}"
        found.append(SideAsked(name, question, own, full, is_named=named))
    return tuple(found) if found[0].terms != found[1].terms and all(side.terms for side in found) else ()


def _of_number(text: str, side: Sequence[Word], other: Sequence[Word]) -> str:
    """Return what a side that is but a number leaves to the other: “toll of 2031” of “the toll of 2030 and 2031”."""
    ours, theirs = ([word for word in each if word.role is Role.NUMBER] for each in (side, other))
    if len(ours) != len(side) or len(theirs) != len(ours) or len(theirs) == len(other):
        return ""
    first, last = theirs[0], theirs[-1]
    return text[other[0].start : first.start] + text[side[0].start : side[-1].end] + text[last.end : other[-1].end]


def _leaves_noun(text: str, side: Sequence[Word], next_one: Sequence[Word]) -> bool:
    """Tell whether a side may be one word that leaves its noun to the next: “full or country membership”."""
    is_joined = text[side[-1].end : next_one[0].start].strip() in COORDINATING
    more = [word for word in next_one if word.lower not in ARTICLES]
    return is_joined and len(more) == len(next_one) > 1 and sum(_tells(text, word) for word in side) == 1


def _phrase_before(text: str, words: Sequence[Word], place: int) -> list[Word]:
    """Return the words of the phrase that ends before a word."""
    behind_name = _behind_name(text, words, place) if words[place].lower in _AFTER_COMPARE else 0
    last = (behind_name or place) - 1
    if words[place].lower in _AFTER_SUBJECT | _AFTER_COMPARE and not behind_name:
        # “older than”: what is compared is the subject.
        is_louder = words[place].lower == "than" and _is_comparative(words[last])
        return _first_phrase(text, words[: last if is_louder else place])
    found: list[Word] = []
    for position in range(last, -1, -1):
        word = words[position]
        if _compares(word) or (found and _is_cut(text, word.end, found[0].start)):
            break
        if not (_belongs(word) or _bridges(words, position) or _is_hyphened(text, word)):
            break
        found.insert(0, word)
    while found and found[0].lower in PREPOSITIONS:
        found.pop(0)
    return found if any(word.tells for word in found) else []


def _behind_name(text: str, words: Sequence[Word], place: int) -> int:
    """Return the place behind the name that is “compared with” another: “in Oslo compared with Rome”; else 0.

    A word may stand between: “in Oslo cost compared with Rome”.
    """
    if not any(word.role is Role.NAME for word in _phrase_after(text, words, place)):
        return 0
    before = [each for each in range(place) if not _compares(words[each])]
    named = next((each for each in reversed(before[-_SHORT_SIDE:]) if words[each].role is Role.NAME), None)
    first = _first_phrase(text, words[: before[-1] + 1]) if before else []
    return 0 if named is None or any(word.role is Role.NAME for word in first) else named + 1


def _is_comparative(word: Word) -> bool:
    """Tell whether a word before “than” is no part of a side: “louder”, and not “water” of “more water than”."""
    return word.role is Role.CONTENT and word.lower.endswith("er")


def _first_phrase(text: str, words: Sequence[Word]) -> list[Word]:
    """Return the first phrase of some words that begins behind what asks."""
    for place, word in enumerate(words):
        # “New versus old tyres” asks with nothing.
        opens_with_it = word.tells and len(words) <= _SHORT_SIDE and not _compares(word)
        if (place or opens_with_it) and _belongs(word):
            found = _forward(text, words, place)
            if any(each.tells for each in found):
                return found
    return []


def _phrase_after(text: str, words: Sequence[Word], place: int) -> list[Word]:
    """Return the words of the phrase that begins after a word; “that of the smith” is “the smith”."""
    first = place + 1
    while first < len(words) and words[first].lower in SHORT_PREPOSITIONS | {"that", "those"}:
        first += 1
    opens = first + (first < len(words) and words[first].lower in ARTICLES)
    if opens < len(words) and words[opens].lower in PREPOSITIONS:  # “the after school club”, “under nines”
        found = [words[opens], *_forward(text, words, opens + 1)]
    else:
        found = _forward(text, words, first)
    return found if any(word.tells for word in found) else []


def _subject_beside(right: list[Word], subject: list[Word]) -> list[Word]:
    """Return the subject of “differs”, unless the other side only repeats it: “life in Orlo … from life in Umbra”."""
    return [] if {word.term for word in subject} <= {word.term for word in right} else subject


def _without_verb(words: Sequence[Word], left: list[Word], right: list[Word]) -> list[Word]:
    """Return the second of two subjects without the verb that both have: “Do the cook and the head waiter smoke?”.

    What stands before them shows that a verb follows. It is behind the noun that both have, or before the next article,
    or the last word.

    Args:
        words: of the question.
        left: the first subject.
        right: the second, and what follows up to a word that belongs to no phrase.
    """
    before = words[words.index(left[0]) - 1].lower if words[0] is not left[0] else ""
    if again := next((n for n, word in enumerate(right) if word.term == left[-1].term and word.tells), 0):
        return right[: again + 1] if before in _BEFORE_SUBJECT | BE_FORMS else right
    behind = words[words.index(right[-1]) + 1 :]
    is_verb = not behind or right[-1].lower in GENERAL_VERBS
    opened = next((n for n, word in enumerate(right) if n and word.lower in _OPENS_PHRASE), len(right) + (not is_verb))
    subject = right[: opened - 1]
    return subject if before in _BEFORE_SUBJECT and any(word.tells for word in subject) else right


def _forward(text: str, words: Sequence[Word], first: int) -> list[Word]:
    found: list[Word] = []
    for position in range(first, len(words)):
        word = words[position]
        if _compares(word) or (found and (word.lower in _DIFFER or _is_cut(text, found[-1].end, word.start))):
            break
        named = bool(found) and any(each.role is Role.NAME for each in found)
        belongs = _belongs(word) or _bridges(words, position) or (found and _is_hyphened(text, word))
        if not belongs or (named and word.role is Role.CONTENT):
            break
        found.append(word)
    return found


def _belongs(word: Word) -> bool:
    """Tell whether a word may be part of a phrase: what tells something, an article, or part of a title."""
    opens = word.lower in _OPENS_PHRASE or word.lower in ORDINALS
    return word.tells or opens or (word.text[0].isupper() and not word.opens)


def _tells(text: str, word: Word) -> bool:
    """Tell whether a word tells which side it is of: “first” and “second”, and all of “part-timers”, do."""
    return word.tells or word.lower in ORDINALS or _is_hyphened(text, word)


def _is_hyphened(text: str, word: Word) -> bool:
    """Tell whether a word is part of one with hyphens."""
    return _HYPHEN.match(text, word.end) is not None or _HYPHEN.match(text, word.start - 1) is not None


def _bridges(words: Sequence[Word], position: int) -> bool:
    """Tell whether a word joins a name or a number to its phrase: “Ferries in 2020”, “Bridge of Orlo”."""
    if not 0 < position < len(words) - 1 or words[position].lower not in PREPOSITIONS - _BEFORE_BOTH:
        return False
    before, after = words[position - 1], words[position + 1]
    number = after if after.role is Role.NUMBER else words[min(position + 2, len(words) - 1)]
    if number.role is Role.NUMBER and (number is after or after.role is Role.NAME):  # “in 2020”, “in June 2020”
        return before.tells
    return words[position].lower == "of" and before.role is Role.NAME and after.role is Role.NAME


def _is_cut(text: str, end: int, start: int) -> bool:
    return bool(re.search(r"[,;:?!]|\.\s", text[end:start]))
