"""Sides by what a question calls them, each with the question that is asked of it alone."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.search.analysis import analyse
from rag.english.word_lists import ARTICLES, AUXILIARIES, BE_FORMS, COORDINATING, FUNCTION_WORDS, any_of
from rag.english.words import Role, Word, without_possessive
from rag.kinds.comparison.asked.phrases import tells_side

__all__ = ["STAND_INS", "SideAsked", "sides_of_clauses", "sides_of_phrases"]

_ENOUGH_TERMS = 3
"""Words that tell something: a clause with so many is looked up as it stands."""

_VERBS = AUXILIARIES | BE_FORMS
_ASKING = frozenset(analyse(" ".join(FUNCTION_WORDS)))

STAND_INS = frozenset({"one", "ones"})
"""Words that stand for the noun of the other side."""

_ONE = re.compile(rf"\s+(?:{any_of(STAND_INS)})\b", re.IGNORECASE)
"""Stands for the noun of the other side: “the fast charger or the slow one”."""


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


def sides_of_clauses(clauses: Sequence[str]) -> tuple[SideAsked, ...]:
    """Return the sides of a question whose every clause asks for one: “How much was sown and how much reaped?”."""
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


def sides_of_phrases(text: str, left: Sequence[Word], right: Sequence[Word], joint: Word) -> tuple[SideAsked, ...]:
    """Return the sides that two phrases name; none where the same words name both.

    Args:
        text: of the question.
        left: words of the phrase in front.
        right: words of the one behind.
        joint: the word that joins them, or with which what does begins.
    """
    before, between = text[: left[0].start], text[left[-1].end : joint.start]
    behind = text[right[-1].end :]
    # “The fast charger or the slow one”: what “one” stands for is asked for by its name.
    stand_ins = [_ONE.match(each) for each in (between, behind)]
    # What stands between “the bridge older than the gate” is said of both.
    said = (each[one.end() :] if one else each for each, one in zip((between, behind), stand_ins, strict=True))
    rest = "".join(each.rstrip(" ,") for each in said)
    found = []
    for mine, other, stand_in in ((left, right, stand_ins[0]), (right, left, stand_ins[1])):
        every = frozenset(word.term for word in mine if tells_side(text, word))
        own = every - {word.term for word in other} or every  # “the Alder and the Alder Plus”: one has no other words
        first = next(place for place, word in enumerate(mine) if word.lower not in ARTICLES)
        words = text[mine[0].start : mine[-1].end]
        noun = f" {other[-1].text}" if stand_in or _leaves_noun(text, mine, other) else ""
        asked = _as_other(text, mine, other) or f"{words}{noun}"
        question = " ".join(f"{before}{asked}{rest}".split())
        named = any(word.role is Role.NAME for word in mine)
        name = without_possessive(text[mine[first].start : mine[-1].end])
        full = f"{name}{noun}"
        found.append(SideAsked(name, question, own, full, is_named=named))
    return tuple(found) if found[0].terms != found[1].terms and all(side.terms for side in found) else ()


def _as_other(text: str, side: Sequence[Word], other: Sequence[Word]) -> str:
    """Return what a side that is but a number or a name leaves to the other.

    It is “toll of 2031” of “the toll of 2030 and 2031”, “berth fee Tern” of “berth fee Gull vs Tern”.
    """
    for role in (Role.NUMBER, Role.NAME):
        theirs = [word for word in other if word.role is role]
        is_like = len(theirs) == len(side) if role is Role.NUMBER else theirs[-1:] == [other[-1]]
        if is_like and all(word.role is role for word in side) and len(theirs) < len(other):
            first, last = theirs[0], theirs[-1]
            return (
                text[other[0].start : first.start] + text[side[0].start : side[-1].end] + text[last.end : other[-1].end]
            )
    return ""


def _leaves_noun(text: str, side: Sequence[Word], next_one: Sequence[Word]) -> bool:
    """Tell whether a side may be one word that leaves its noun to the next: “full or country membership”."""
    is_joined = text[side[-1].end : next_one[0].start].strip() in COORDINATING
    more = [word for word in next_one if word.lower not in ARTICLES]
    return is_joined and len(more) == len(next_one) > 1 and sum(tells_side(text, word) for word in side) == 1
