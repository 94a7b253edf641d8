import numpy as np

from index.records import ChunkRow
from rag.evidence import Evidence
from rag.extractive import sentences

TEXT = "Ada opened\nthe  museum. • Roses grow. 😀 It rains."


def piece(start: int, end: int) -> Evidence:
    row = ChunkRow(1, "d" * 16, 2, 0, len(TEXT), "", (), "Title", "source", "2024-05-06", "", b"")
    return Evidence(row, start, end, np.ones(1, np.float32), 1.0, 1.0)


def test_sentences_join_to_the_answer_and_quotes_stay_as_they_stand() -> None:
    spans = [(0, 23), (24, 37), (38, len(TEXT))]
    found = sentences([piece(*span) for span in spans], [TEXT[start:end] for start, end in spans])
    answer = " ".join(sentence.text for sentence in found)
    assert answer == "Ada opened the museum. Roses grow. 😀 It rains."
    for sentence, (start, end) in zip(found, spans, strict=True):
        assert answer[sentence.start : sentence.end] == sentence.text
        [citation] = sentence.citations
        assert (citation.start, citation.end, citation.quote) == (start, end, TEXT[start:end])
        assert (citation.version, citation.title, citation.published_at) == (2, "Title", "2024-05-06")
        assert sentence.support == 1.0


def test_no_evidence_makes_no_sentences() -> None:
    assert sentences([], []) == ()
