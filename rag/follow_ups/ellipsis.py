"""A question that leaves out what the last one said, such as “And in 2020?”, made whole."""

import re
from collections.abc import Sequence

from rag.english.phrases import Phrase, content, phrases
from rag.english.word_lists import (
    ARTICLES,
    BE_FORMS,
    DEMONSTRATIVES,
    FINITE_BE,
    ORDINALS,
    POSSESSIVES,
    QUESTION_WORDS,
    SUBJECT_PRONOUNS,
    TALKING,
    WRITTEN_THINGS,
    any_of,
)
from rag.follow_ups.antecedents import AUX, RELATIONAL_HEADS, WH, ResolvedTurn, is_clause, topic_of, with_topic
from rag.follow_ups.references import DEPENDENT
from rag.retrieval.dates.periods import ANY_DAY, periods

__all__ = ["resolve_ellipsis"]

_OPENING = re.compile(
    r"^(?:(?:and|but|so|or|ok|okay|well|also|then|no|yes|thanks|thank you|sorry|by the way|i mean|i meant)\b"
    r"[\s,.!–—-]*)+",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"^(?:what|how)\s+about\s+(?=\S)", re.IGNORECASE)
_BARE = re.compile(rf"^({WH})(?:\s+(?:not|so|exactly|then|else|is\s+that|was\s+that))?$", re.IGNORECASE)
_HOW_MANY = re.compile(
    rf"^how\s+(?:(?:many|much)(?:\s+(?!{AUX}\b)[^\W\d_]+){{1,2}}|long|often|far|late|early|soon)$",
    re.IGNORECASE,
)
"""Asks how much of it, and of what, without a verb: “How many days?”."""

_PLACES = r"(?:abroad|elsewhere|online|overseas|outside|outdoors|inside|indoors|upstairs|downstairs|remotely)"
_PLACE = re.compile(rf"^{_PLACES}$", re.IGNORECASE)
_AT_PLACE = re.compile(rf"\s+(?:(?:at|in|from|on)\s+(?:the\s+)?[^\W\d_]+|{_PLACES})$", re.IGNORECASE)
_MORE = re.compile(
    r"^(?:(?:can|could|would|will)\s+you\s+)?(?:please\s+)?(?:(?:tell|show|give|teach)\s+(?:me|us)|say|go|explain|elaborate"
    r"|continue|expand|clarify|describe|any|what|anything|something|more|further|some|in|list)\b"
    r"(?:\s+(?:a|bit|little|more|further|some|on|about|else|it|this|that|them|these|those|examples?|details?|in|detail"
    r"|information|info|to|know|please|what|depth|me|should|i|is|there|are))*$",
    re.IGNORECASE,
)
_AGAIN = re.compile(
    rf"^(?:{any_of(QUESTION_WORDS)})(?:\s+(?:much|many))?\s+(?:{any_of(FINITE_BE)}|will)\s+(?:it|that|this|they|those)\s+(?:be\s+)?"
    r"(?P<when>\S.*)$",
    re.IGNORECASE,
)
"""Asks the same of another time, as long as nothing but a time follows: “What was it last year?”."""

_BEFORE = frozenset({"before", "earlier", "previously", "now", "today", "before that"})
_YEAR = re.compile(r"\b1\d{3}\b|\b20\d{2}\b")
_ORDINAL = rf"(?:{any_of([*ORDINALS, 'next', 'last'])})"
_ANOTHER = re.compile(rf"^the\s+({_ORDINAL})(?:\s+one)?$", re.IGNORECASE)
_ONE_OF_THEM = re.compile(rf"(?<=\bthe\s){_ORDINAL}(?=\s+[^\W\d_])", re.IGNORECASE)
_OTHER_ONE = re.compile(r"^the\s+(\S+(?:\s+\S+)?)\s+ones?$", re.IGNORECASE)
_ARTICLE_AND_NOUN = 2
_PREPOSITION = re.compile(
    r"^(?:in|on|at|by|for|to|from|with|without|after|before|during|under|since|of)\b", re.IGNORECASE
)


_SAID_ON = re.compile(
    rf"^.*\b(?:{any_of(TALKING)})\s+(?:[^\W\d_]+\s+)?(?:about|on|of|regarding|concerning)\s+(?=the\s|[^\W\d_]+ing\s)",
    re.IGNORECASE,
)
"""What does something or somebody say about something: “What does the report say about the roof?”."""

_IS_SUBJECT = re.compile(
    rf"^(?i:who|what|which|whose)(?:\s+\w+)?\s+(?i:{any_of(BE_FORMS)}|has|have|had)\s+"
    rf"(?!(?i:{any_of(ARTICLES | POSSESSIVES | DEMONSTRATIVES | SUBJECT_PRONOUNS)})\b|[^\W\da-z])"
)
"""Asks who or what is or does something, so that no subject follows its verb: “Which kiln was fired last?”."""


def resolve_ellipsis(asked: str, turns: Sequence[ResolvedTurn]) -> str | None:
    """Return an elliptic question with the words of the last one; None when it is not elliptic."""
    last = turns[-1]
    bare = _OPENING.sub("", asked).strip(" ?.!…,")
    bare = bare or asked.strip(" ?.!…,")
    opened = bare != asked.strip(" ?.!…,")
    if found := _BARE.match(bare):
        return _asked_again(found[1], last.question)
    if _HOW_MANY.match(bare) and (whole := _how_many(bare, last.question)):
        return whole
    if _MORE.match(bare) and not any(phrase.head not in RELATIONAL_HEADS for phrase in phrases(bare)):
        topic = topic_of(turns)
        return f"Tell me more about {topic}" if topic else None
    if (again := _AGAIN.match(bare)) and _is_time(again["when"]):
        return f"{last.question.rstrip(' ?.!')} {again['when']}?"
    about = _ABOUT.sub("", bare)
    brief = len(bare.split()) <= 5 and _PREPOSITION.match(bare)
    if (about != bare or opened or brief) and not is_clause(about):
        return _in_place(about, turns)
    return None


def _is_time(words: str) -> bool:
    """Tell whether words say when, and nothing else."""
    if words.lower() in _BEFORE:
        return True
    said = _PREPOSITION.sub("", words).strip()
    return any(said[each.start : each.end] == said for each in periods(said, ANY_DAY, "en"))


def _replaceable(phrase: Phrase) -> str:
    """Return what of a phrase another thing stands for: the boat of “the weight of the boat”, all of “Isle of Man”."""
    relation, of, thing = phrase.text.rpartition(" of ")
    return thing if of and phrase.head in RELATIONAL_HEADS and relation.islower() else phrase.text


def _how_many(words: str, last: str) -> str:
    """Return how much is asked of the last question, where that asked whether: “Can I stay?” and “How many days?”."""
    last = last.rstrip(" ?.!")
    if not re.match(rf"^{AUX}\b", last, re.IGNORECASE):
        return ""
    rest = re.sub(rf"\s+{re.escape(words.split()[-1])}\b", "", last, count=1, flags=re.IGNORECASE)
    return f"{words[0].upper()}{words[1:]} {rest[0].lower()}{rest[1:]}?"


def _asked_again(word: str, last: str) -> str:
    """Return the last question with another question word: “Where was it built?” and “When?”."""
    last = last.rstrip(" ?.!")
    if word.lower() == "when" and (wrote := re.match(r"^who\s+(?:wrote|has written)\s+(.+)", last, re.IGNORECASE)):
        return f"When was {wrote[1]} written?"
    found = re.match(rf"^{WH}(?:\s+\w+)?\s+(?={AUX}\s+(?!{AUX}))", last, re.IGNORECASE)
    if found and not _IS_SUBJECT.match(last):
        return f"{word.capitalize()} {last[found.end() :]}?"
    if re.match(rf"^{AUX}\b", last, re.IGNORECASE):
        return f"{word.capitalize()} {last[0].lower()}{last[1:]}?"
    return f"{last}, and {word.lower()}?"


def _in_place(words: str, turns: Sequence[ResolvedTurn]) -> str:
    """Return the last question about something else: “… in 1990?” and “And in 2020?”."""
    last = turns[-1].question.rstrip(" ?.!")
    years = _YEAR.findall(last)
    if years and (year := _YEAR.search(words)) and len(words.split()) <= 3:
        return f"{last.replace(years[-1], year[0])}?"
    if another := _ANOTHER.match(words):  # “When is the first sale?” and “And the second?”
        whole, said = _ONE_OF_THEM.subn(another[1].lower(), last)
        if said == 1:
            return f"{whole}?"
    if _PREPOSITION.match(words) and len(words.split()) <= 5:
        start = re.escape(words.split()[0])
        kind = r"\d[^\W_]*" if any(map(str.isdigit, words)) else r"[^\W\d_]+"
        same = re.search(rf"\s{start}\s+(?:the\s+)?{kind}(?:\s+[A-Z][\w’'-]*)*$", last, re.IGNORECASE)
        return f"{last[: same.start()] if same else last} {words}?"
    if _PLACE.match(words):
        return f"{_AT_PLACE.sub('', last)} {words}?"  # in the place of “at home”, or of “inside”
    if (other := _OTHER_ONE.match(words)) and (whole := _another(other[1], turns[-1])):
        return whole
    is_written = words.split()[-1].lower() in WRITTEN_THINGS
    if words == words.lower() and not is_written and (reported := _SAID_ON.match(last)):
        return f"{reported[0]}{words}?"  # the same report on something else
    new = phrases(f"about {words}")
    if len(new) == 1 and content(new[0].text) == content(words) and not DEPENDENT.search(words):
        alike = [old for old in turns[-1].topics if old.named == new[0].named and old.text in last]
        if not alike and words.lower().startswith("the "):  # a name with a number, and one without: “the terms of 2026”
            alike = [old for old in turns[-1].topics if old.text.lower().startswith("the ") and old.text in last]
        is_name = words[words.rfind(" ") + 1].isupper()
        if alike and (is_name or new[0].head not in RELATIONAL_HEADS):
            return f"{last.replace(_replaceable(alike[0]), words)}?"
        if words.lower().startswith("the ") and (whole := _as_before(words, turns[:-1])):
            return whole
    return with_topic(words, turns)


def _another(which: str, last: ResolvedTurn) -> str:
    """Return the last question about another of the kind: “the night one” after “Who leads the day shift?”."""
    named = [old.text for old in last.topics if old.text.lower().startswith("the ") and old.text in last.question]
    if len(named) != 1 or len(named[0].split()) <= _ARTICLE_AND_NOUN:
        return ""
    other = f"the {which} {named[0].split()[-1]}"
    return f"{last.question.rstrip(' ?.!').replace(named[0], other)}?"


def _as_before(words: str, turns: Sequence[ResolvedTurn]) -> str:
    """Return the newest earlier question about one thing with “the”, about another: “Who is the bosun?”; else nothing.

    Between them something else may have been asked about the first.
    """
    for turn in reversed(turns):
        of = [old.text for old in turn.topics if old.text.lower().startswith("the ") and old.text in turn.question]
        if len(of) == 1:
            return f"{turn.question.rstrip(' ?.!').replace(of[0], words)}?"
    return ""
