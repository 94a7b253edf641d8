"""A question whose pronoun stands for something said before, with its name in its place."""

import dataclasses
import re
from collections.abc import Sequence

from index.search.analysis import analyse
from rag.english.phrases import Phrase, content, phrases
from rag.english.word_lists import (
    AUXILIARIES,
    BE_FORMS,
    DEMONSTRATIVES,
    PERSONS,
    SHORT_PREPOSITIONS,
    THIRD_PERSON,
    THIRD_PERSON_POSSESSIVES,
    any_of,
)
from rag.follow_ups.antecedents import AUX, RELATIONAL_HEADS, ResolvedTurn, with_topic
from rag.follow_ups.references import says_nothing

__all__ = ["resolve_pronouns"]

_CLAUSE = re.compile(r"[,;:.?!]|\b(?:and|but|if|when|because|while|so|that|who|which|after|before)\b", re.IGNORECASE)
_PRONOUN = re.compile(rf"\b({any_of(THIRD_PERSON)})\b(?![’']\w{{2}})", re.IGNORECASE)
_EXPLETIVE = re.compile(
    r"\b(?:(?:is|was|would|will|does|did|could|can|should)\s+it\s+(?:be\s+)?(?:really\s+|still\s+|ever\s+|so\s+)?(?:possible|true|"
    r"necessary|better|best|legal|illegal|safe|worth|ok|okay|common|normal|important|easy|hard|difficult|wise|correct|"
    r"take|cost|mean|make\s+sense|required|raining|snowing)\b(?!\s*\?*$)"
    r"|it\s+(?:take|takes|took|costs?|is|was|'s)\s+(?:\w+\s+)?(?:to|that)\b)",
    re.IGNORECASE,
)
_DEMONSTRATIVE = re.compile(
    rf"(?:^|\b(?:{AUX}|about|of|for|to|with|by|in|on|like|from|than|why|how)\s+)({any_of(DEMONSTRATIVES)})"
    rf"(?=\s*[?.,!]*$|\s+(?:{AUX}|mean|means|work|works|happen|cause|apply|in|on|for|to|and|or)\b)",
    re.IGNORECASE,
)
_THERE = re.compile(
    r"(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )(?<!\bbe )(?<!\bbeen )(?<!\bhi )"
    r"\b(there)(?=\s*[?.,!]*$|\s+(?:in|on|at|by|for|to|and|now|today|before|after)\b)",
    re.IGNORECASE,
)
_SOUGHT = re.compile(
    r"who(?:se)?\s+(?!is\b|was\b|are\b|were\b)|who\s+(?:(?:is|was)\s+the\b|(?:is|was|are|were)\s+\w+(?:ed|en)\b)",
    re.IGNORECASE,
)


_OF = re.compile(rf" (?:{any_of(SHORT_PREPOSITIONS)}) ")
"""Leads to what a price or a rule is of."""

_LEADS = AUXILIARIES | BE_FORMS
"""Stand before what has, or does, what is asked for."""

_WHOLE_NAME = re.compile(r"(?<![^\s])[A-Z][^\W\d_]+(?: [A-Z][^\W\d_]+){1,3}(?![^\s])")
_NAME_LAST = re.compile(r"(?<=[a-z] )(?:[A-Z][\w’'-]*(?: (?:and|of|&) | (?=[A-Z])|$))+$")


def resolve_pronouns(asked: str, turns: Sequence[ResolvedTurn]) -> str:
    """Return a question with the name that a pronoun stands for in its place, or behind it what it is about."""
    found = _referring(asked)
    if found:
        word = found[1].lower()
        if name := _antecedent(word, asked, turns):
            return _replaced(asked, found.start(1), found.end(1), word, name)
        return with_topic(asked, turns)
    if fuller := _fuller(asked, turns):
        return fuller
    return with_topic(asked, turns) if says_nothing(asked) else asked


def _referring(asked: str) -> re.Match[str] | None:
    """Return where a pronoun stands for something outside of the question, in group 1."""
    expletive = [match.span() for match in _EXPLETIVE.finditer(asked)]
    for pattern in (_PRONOUN, _DEMONSTRATIVE, _THERE):
        for found in pattern.finditer(asked):
            if any(start <= found.start(1) < end for start, end in expletive):
                continue
            if not _named_before(asked[: found.start(1)]):
                return found
    return None


def _named_before(words: str) -> bool:
    """Tell whether an earlier clause of the same question names what a pronoun may stand for."""
    edges = [match.start() for match in _CLAUSE.finditer(words)]
    return bool(edges) and bool(phrases(words[: edges[-1]]))


def _antecedent(word: str, asked: str, turns: Sequence[ResolvedTurn]) -> str:
    known = frozenset(analyse(asked))
    person = word in PERSONS
    for turn in reversed(turns):
        inside = list(turn.topics)
        outside = (
            list(turn.answer) if re.match(r"(?:who|whom|whose|which|what)\b", turn.question, re.IGNORECASE) else []
        )
        if person:
            sought = _SOUGHT.match(turn.question) is not None  # who it was stands in the answer
            answered = [named for p in turn.answer for named in (p, _person_in(p)) if named]
            pool = [p for p in (answered if sought else inside + answered) if p.person]
        elif word in {"they", "them", "their", "theirs", "these", "those"}:
            pool = (
                _asked_for(turn.question)
                + [p for p in inside if p.plural]
                + [p for p in outside if p.plural and p.named]
            )
            pool += [_name_in(p) for p in outside if p.named and _SOUGHT.match(turn.question)] + inside
        elif word == "there":
            pool = [p for p in inside + outside if p.named and not p.person] + [p for p in inside if p.named]
        else:
            pool = [p for p in inside if not p.plural or p.named] + inside
        for phrase in pool:
            vague = phrase.head in RELATIONAL_HEADS and not _OF.search(phrase.text)
            is_thing = not vague and not _is_set(phrase) and not re.match(r"[a-z]+ing\b", phrase.text)
            if is_thing and not phrase.terms <= known:
                return phrase.text
    return ""


def _asked_for(question: str) -> list[Phrase]:
    """Return the several things that a question asks for, with whose they are: “the rooms of the hotel”.

    “Which rooms does the hotel have?” says that, and “What are the rules for guests?” says “the rules for guests”.
    """
    match phrases(question):
        case [several, owner, *_] if several.plural:
            if several.after in {"which", "what"} and owner.after in _LEADS:
                text = f"the {content(several.text)} of {owner.text}"
            elif several.head not in RELATIONAL_HEADS or f"{several.text} {owner.after} {owner.text}" not in question:
                return []
            else:
                text = f"{several.text} {owner.after} {owner.text}"
            return [dataclasses.replace(several, text=text, named=owner.named)]
    return []


def _name_in(phrase: Phrase) -> Phrase:
    """Return the name that a phrase ends in, which may hold a verb that nobody knows: “the board chose Ash & Sons”."""
    found = _NAME_LAST.search(phrase.text)
    return dataclasses.replace(phrase, text=found[0]) if found else phrase


def _person_in(phrase: Phrase) -> Phrase | None:
    """Return the whole name in a phrase that holds a verb too: “ask Ann Lowe”, “Ann Lowe steers”; None without one."""
    found = _WHOLE_NAME.search(phrase.text) if phrase.named else None
    return dataclasses.replace(phrase, text=found[0]) if found else None


def _is_set(phrase: Phrase) -> bool:
    """Tell whether a phrase is no thing by itself: “on board”, “at home”, “in charge”."""
    return phrase.after in {"on", "at", "in"} and not phrase.named and not phrase.plural and " " not in phrase.text


def _replaced(asked: str, start: int, end: int, word: str, name: str) -> str:
    owner = ""
    if word in THIRD_PERSON_POSSESSIVES and re.match(r"\s+[^\W_]", asked[end:]):
        owner = "’" if name.endswith("s") else "’s"
    place = "in " if word == "there" else ""
    shown = name if start else name[0].upper() + name[1:]
    return f"{asked[:start]}{place}{shown}{owner}{asked[end:]}"


def _fuller(asked: str, turns: Sequence[ResolvedTurn]) -> str:
    """Return a question with “the tower” as “the Eiffel Tower”, where that was spoken of; empty when nothing is."""
    for found in re.finditer(r"\b(?:the|this|that|these|those)\s+([a-z][\w-]{2,})\b(?=\W*$|\s+(?:\w+))", asked):
        following = phrases(asked[found.start() :])[:1]
        short = content(following[0].text) if following else ""
        if short.lower() != found[1].lower():
            continue
        head = (analyse(found[1]) or [""])[-1]
        for turn in reversed(turns):
            for phrase in (*turn.topics, *turn.answer):
                whole = content(phrase.text)
                if " of " not in whole and phrase.head == head and 2 <= len(whole.split()) <= 5:
                    return f"{asked[: found.start()]}the {whole}{asked[found.end() :]}"
    return ""
