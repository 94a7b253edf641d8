"""What an answer says once it does not say again."""

import numpy as np

from index.storage.records import ChunkRow
from rag.evidence.sentences import Evidence
from rag.kinds.lists.repetition import without_repetition

TEXT = "Bring a warm coat. Bring the warm coat! Bring 2 warm coats. Bring 3 warm coats."


def piece(words: str, document: str = "d") -> Evidence:
    row = ChunkRow(1, document, 1, 0, len(TEXT), "", (), "T", "s", None, "", b"")
    start = TEXT.index(words)
    return Evidence(row, start, start + len(words), np.zeros(1, np.float32), 0.0, 0.0)


def kept(*words: str) -> list[str]:
    found = without_repetition([piece(each, f"d{place}") for place, each in enumerate(words)], quoted)
    return [quoted(each) for each in found]


def quoted(evidence: Evidence) -> str:
    return TEXT[evidence.start : evidence.end]


def test_what_overlaps_with_an_earlier_piece_goes() -> None:
    found = without_repetition([piece("warm coat."), piece("Bring a warm"), piece("Bring 2")], quoted)
    assert [quoted(each) for each in found] == ["warm coat.", "Bring 2"]


def test_what_repeats_the_words_of_another_document_goes_but_no_other_figure_does() -> None:
    assert kept("Bring a warm coat.", "warm coat", "Bring 2 warm coats.", "Bring 3 warm coats.") == [
        "Bring a warm coat.",
        "Bring 2 warm coats.",
        "Bring 3 warm coats.",
    ]
