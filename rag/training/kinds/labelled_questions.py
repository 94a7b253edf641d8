"""Questions with the kind of answer that they want, as ``bench/kinds`` has them."""

import csv
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rag.answers.kind import Kind
from rag.english.word_lists import AUXILIARIES, BE_FORMS, any_of
from rag.evaluation.sets.question_case import QuestionCase

__all__ = ["LabelledQuestion", "general_questions", "is_taught", "labelled_cases", "labelled_questions"]

_HELD_APART = 4
"""One of so many collections of documents is kept to report on."""

_LONGEST_FACT = 6
"""Words of the shortest answer to a question for a single fact."""

_SEVERAL = re.compile(r"[,;]|\b(?:and|or)\b")
"""What stands between the items of a list."""

_ASKS_FOR_SEVERAL = re.compile(
    r"\b(?:what|which|who)\s+(?:are|were|all|two|three|four|five|other)\b|\bnames of\b|\bsome of\b", re.IGNORECASE
)

_ASKS_WHETHER = re.compile(rf"\W*(?:{any_of(AUXILIARIES | BE_FORMS)})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LabelledQuestion:
    """A question as people ask it of a collection of documents.

    Attributes:
        collection: that it is asked of; questions of one know each other.
        language: ISO 639 code.
        label: its kind, and what of it after a slash where there is more than one such thing: ``overview/document``.
        text: of the question.
    """

    collection: str
    language: str
    label: str
    text: str


def labelled_questions(folder: Path) -> list[LabelledQuestion]:
    """Return the questions of all files of a folder, in their order.

    A file has lines of five columns with tabs between them: collection, language, kind, aspect, question.

    Raises:
        ValueError: a line has other columns.
    """
    found = []
    for path in sorted(folder.glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                collection, language, kind, aspect, text = row
                # What a question is that is not for us makes no difference to its answer.
                whole = f"{kind}/{aspect}" if aspect and kind in ("overview", "collection") else kind
                found.append(LabelledQuestion(collection, language, whole, text))
    return found


def labelled_cases(cases: Iterable[QuestionCase]) -> list[LabelledQuestion]:
    """Return the English questions of a question set that something answers, as far as it says what kind they are of.

    What nothing answers may ask for anything. A set's word for overviews does not say of what; where documents are
    written for their questions it is a document.
    """
    found = []
    for case in cases:
        kind = case.kind_wanted
        if kind and case.answerable and case.documents:
            label = f"{kind.value}/document" if kind is Kind.OVERVIEW else kind.value
            found.append(LabelledQuestion(case.documents[0], "en", label, case.question))
    return found


def general_questions(cases: Iterable[QuestionCase]) -> list[LabelledQuestion]:
    """Return the English questions of a set that does not say their kinds, as far as they and their answers tell them.

    With an answer of yes or no, they ask whether; with a short one, in which are no several things, for a fact; where
    they ask for several things, and all answers are several, for a list. What does not agree is left out.
    """
    found = []
    for case in cases:
        kind = _kind_of_answers(case)
        if kind and case.answerable and case.documents:
            found.append(LabelledQuestion(case.documents[0], "en", kind.value, case.question))
    return found


def _kind_of_answers(case: QuestionCase) -> Kind | None:
    if case.affirmed is not None:
        return Kind.YES_NO
    if not case.strings or _ASKS_WHETHER.match(case.question):
        return None
    are_several = [bool(_SEVERAL.search(each.lower())) for each in case.strings]
    if _ASKS_FOR_SEVERAL.search(case.question):
        return Kind.LIST if all(are_several) else None
    shortest = min(len(each.split()) for each in case.strings)
    return Kind.FACT if shortest <= _LONGEST_FACT and not any(are_several) else None


def is_taught(question: LabelledQuestion) -> bool:
    """Tell whether a question may teach; those of one in four collections are kept to report on."""
    digest = hashlib.sha256(question.collection.encode()).hexdigest()
    return int(digest, 16) % _HELD_APART != 0
