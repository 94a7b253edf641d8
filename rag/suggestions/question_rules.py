"""Rules that turn a sentence into a question which it answers, in English, and only where the grammar is sure."""

import re

from rag.english.quantities import MONEY, Quantity, QuantityKind, quantities
from rag.english.word_lists import (
    ARTICLES,
    BASE_FORMS,
    BE_FORMS,
    COORDINATING,
    DEMONSTRATIVES,
    DO_FORMS,
    HAVE_FORMS,
    PREPOSITIONS,
    SUBJECT_PRONOUNS,
    SUBORDINATING,
)
from rag.evidence.context import refers_back

__all__ = ["asked_by", "question_of"]

_LONGEST = 90
_LEAST_WORDS = 3
_NOT_PLAIN = re.compile(r"[\"“”|\n:;()\[\]]")

_NO_SUBJECT = (
    SUBJECT_PRONOUNS
    | DEMONSTRATIVES
    | (BE_FORMS - {"am", "being"})
    | HAVE_FORMS
    | DO_FORMS
    | COORDINATING
    | (SUBORDINATING - {"though"})
    | (PREPOSITIONS - {"to", "near", "of", "without", "about"})
    | frozenset("there here what who which when one some many most all both each such so not only also".split())
    | frozenset("then thus yet first second third last other others another former latter same".split())
)
_ROLES = (
    r"(?:[a-z]+ ){0,3}(?:captain|mayor|president|director|head|chief|chair|chairman|chairwoman|engineer|doctor"
    r"|professor|minister|watchman|manager|farmer|teacher|lawyer|judge|priest|writer|author|poet|painter|singer|actor|actress|historian"
    r"|economist|biologist|physicist|chemist|scientist|researcher|spokesman|spokeswoman|owner|founder|keeper|coach"
    r"|journalist|officer|secretary|architect|photographer|curator|librarian|nurse|fisherman|baker|driver|clerk)"
)
_NAME = r"[A-Z][\w’'-]+(?: (?:de |del |la |van |von )?[A-Z][\w’'-]+){1,3}"
_PERSON = re.compile(rf"(?P<name>{_NAME}), (?:an?|the|its|their|our) {_ROLES}\b")
_SUBJECT = r"(?P<subject>(?:The |An? )?[\w’'-]+(?: [\w’'-]+){0,5}?)"
_PARTICIPLE = r"[a-z]+(?:ed|en|ilt|ld|un|ound|ut|ade|aid|ent|ught)"
_BE = re.compile(
    rf"{_SUBJECT} (?P<auxiliary>was|were) (?P<said>(?:[a-z]+ly )?{_PARTICIPLE}(?: [\w’'-]+){{0,4}}) (?:in|on)"
)
_MODAL = re.compile(rf"{_SUBJECT} (?P<auxiliary>will|can|must) (?P<said>[a-z]+)")
_PAST = re.compile(rf"{_SUBJECT} (?P<verb>{'|'.join(BASE_FORMS)})(?P<more>(?: [\w’'-]+){{0,5}}?)(?P<on> (?:in|on))?")
_UNIT = re.compile(r" (?P<unit>[a-z]{2,}s)\b")
_NO_NAME = _NO_SUBJECT | ARTICLES | frozenset("later earlier today yesterday instead however meanwhile once".split())
_JOINING = COORDINATING | frozenset("that which who whom whose where when while as than".split())
"""What is said goes on behind one of these with a verb of its own, whose form would have to change too."""

_OF_MONEY = frozenset("cost pay earn raise spend receive contribute collect".split())


def question_of(sentence: str, title: str = "") -> str | None:
    """Return a question that a sentence answers; None where no rule is sure to make a good one.

    Args:
        sentence: with its full stop.
        title: of its document: a name of one word counts as one where the title has it.
    """
    if not sentence.endswith(".") or _NOT_PLAIN.search(sentence) or refers_back(sentence):
        return None
    made = _person(sentence) or next(
        (made for quantity in quantities(sentence) if (made := _quantity(quantity, sentence, title))), None
    )
    return made if made and len(made) <= _LONGEST else None


def asked_by(heading: str) -> str | None:
    """Return a heading that is a question by itself, as of a list of frequent ones; None for others."""
    words = heading.split()
    is_one = heading.endswith("?") and heading[:1].isupper() and len(words) >= _LEAST_WORDS and len(heading) <= _LONGEST
    return " ".join(words) if is_one and not refers_back(heading) else None


def _person(sentence: str) -> str | None:
    found = _PERSON.search(sentence)
    return f"Who is {found['name']}?" if found and found["name"].split()[0].lower() not in _NO_NAME else None


def _quantity(quantity: Quantity, sentence: str, title: str) -> str | None:
    """Return the question for a quantity, whose verb only has to change its place or its form."""
    before = sentence[: quantity.start].rstrip()
    is_day = quantity.kind in (QuantityKind.DATE, QuantityKind.YEAR)
    if is_day and (be := _BE.fullmatch(before)):
        return _asked("When", be["auxiliary"], be["subject"], be["said"], title)
    past, modal = _PAST.fullmatch(before), _MODAL.fullmatch(before)
    if is_day:
        is_on = past is not None and past["on"] is not None
        return (
            _asked("When", "did", past["subject"], BASE_FORMS[past["verb"]] + past["more"], title)
            if past and is_on
            else None
        )
    if quantity.kind is not QuantityKind.AMOUNT:
        return None
    if past and not past["more"] and not past["on"]:
        auxiliary, subject, verb = "did", past["subject"], BASE_FORMS[past["verb"]]
    elif modal:
        auxiliary, subject, verb = modal["auxiliary"], modal["subject"], modal["said"]
    else:
        return None
    if MONEY.match(sentence, quantity.end):
        return _asked("How much", auxiliary, subject, verb, title) if verb in _OF_MONEY else None
    unit = _UNIT.match(sentence, quantity.end)
    is_known = verb in BASE_FORMS.values() or auxiliary == "will"
    return _asked(f"How many {unit['unit']}", auxiliary, subject, verb, title) if unit and is_known else None


def _asked(what: str, auxiliary: str, subject: str, said: str, title: str) -> str | None:
    """Return the question, where the subject is one that stands by itself."""
    words = subject.split()
    if any(word.lower() in _NO_SUBJECT for word in words) or not _JOINING.isdisjoint(said.split()):
        return None
    if words[0] in ("The", "A", "An"):
        if len(words) == 1:
            return None
        subject = subject[0].lower() + subject[1:]
    elif not all(word[0].isupper() for word in words) or (len(words) == 1 and words[0] not in title):
        # A bare word at the beginning may be anything; a name of several words is one.
        return None
    return f"{what} {auxiliary} {subject} {said}?"
