"""Questions with the kind of answer that they want, as ``bench/kinds`` has them."""

import csv
import hashlib
from dataclasses import dataclass
from pathlib import Path

__all__ = ["LabelledQuestion", "is_taught", "labelled_questions"]

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


def is_taught(question: LabelledQuestion) -> bool:
    """Tell whether a question may teach; those of one in four collections are kept to report on."""
    digest = hashlib.sha256(question.collection.encode()).hexdigest()
    return int(digest, 16) % _HELD_APART != 0
