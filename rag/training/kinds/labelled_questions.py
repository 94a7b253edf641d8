"""Questions with the kind of answer that they want, as ``bench/kinds`` has them."""

import csv
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rag.answers.kind import Kind
from rag.evaluation.sets.question_case import QuestionCase

__all__ = ["LabelledQuestion", "is_taught", "labelled_cases", "labelled_questions"]

_HELD_APART = 4
"""One of so many collections of documents is kept to report on."""


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


def is_taught(question: LabelledQuestion) -> bool:
    """Tell whether a question may teach; those of one in four collections are kept to report on."""
    digest = hashlib.sha256(question.collection.encode()).hexdigest()
    return int(digest, 16) % _HELD_APART != 0
