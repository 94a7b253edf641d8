"""What is measured, made ready on disk once: passages, copies of them, and vectors of the originals."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.peers.copies import copied, origins
from tests.benchmarks.peers.corpora import (
    Question,
    arranged,
    passages_of,
    read_passages,
    read_questions,
    read_texts,
    spread,
    write_lines,
)
from tests.benchmarks.peers.systems.system import Passage, Text

__all__ = ["ORIGINALS", "OWN", "Prepared"]

OWN = 1_000
"""Passages up to which each system encodes for itself."""

ORIGINALS = 4_000
"""Passages of the corpus that are encoded once, and that all larger sizes are made of, by default."""

_ASKED = 810
_ABOUT = 1_000


@dataclass(frozen=True, slots=True)
class Prepared:
    """A corpus with its questions, and the folder for what is made of it.

    Attributes:
        made: folder for all that is made, of every corpus.
        corpus: folder with corpus.jsonl, ``{id, title, text}`` a line, packed by xz or not, and questions.jsonl.
        encoded: passages that larger sizes are made of.
    """

    made: Path
    corpus: Path
    encoded: int = ORIGINALS

    def asked(self) -> list[str]:
        """Return the questions whose time is taken: about documents that every size has."""
        first = self.of(OWN)
        there = {passage.id.rsplit("|", 2)[0] for passage in read_passages(first / "passages.jsonl")}
        known = [each for each in self._cases() if there.issuperset(each.documents)]
        return [each.question for each in spread(known, _ASKED)]

    def of(self, size: int) -> Path:
        """Return the folder with the passages of a size; it has their documents where they are to be encoded."""
        if size <= OWN:
            return self._first(size)
        target = self._made / f"copies-{size}-of-{self.encoded}"
        if not (target / "passages.jsonl").exists():
            target.mkdir(parents=True, exist_ok=True)
            originals = read_passages(self.originals() / "passages.jsonl")[:size]
            write_lines(target / "passages.jsonl", copied(originals, origins(size, len(originals))))
        return target

    def originals(self) -> Path:
        """Return the folder with the passages that copies are made of, and their documents."""
        return self._first(self.encoded)

    def whole(self) -> Path:
        """Return the folder with all passages, and all documents."""
        target = self._made / "whole"
        if not (target / "passages.jsonl").exists():
            _write(target, *passages_of(read_texts(self._texts)))
        return target

    def _first(self, count: int) -> Path:
        target = self._made / f"first-{count}"
        if not (target / "passages.jsonl").exists():
            _write(target, *passages_of(arranged(self._texts, self._cases(), _ABOUT), count))
        return target

    @property
    def _made(self) -> Path:
        return self.made / self.corpus.name

    @property
    def _texts(self) -> Path:
        packed = self.corpus / "corpus.jsonl.xz"
        return packed if packed.exists() else self.corpus / "corpus.jsonl"

    def _cases(self) -> Sequence[Question]:
        return spread(read_questions(self.corpus / "questions.jsonl"), 4 * _ASKED)


def _write(target: Path, texts: Sequence[Text], passages: Sequence[Passage]) -> None:
    """Write documents and passages; the passages last, since where they are, all is there."""
    target.mkdir(parents=True, exist_ok=True)
    write_lines(target / "documents.jsonl", texts)
    write_lines(target / "passages.jsonl", passages)
