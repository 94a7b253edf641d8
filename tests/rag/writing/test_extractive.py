import dataclasses

from index.storage.records import ChunkRow
from rag.evidence.support import Span, Support
from rag.writing.extractive import sentences

TEXT = "Ada opened\nthe  museum. • Roses grow. 😀 It rains. Ship | Built | Seats Bora | | 120"


ROW = ChunkRow(1, "d" * 16, 2, 0, len(TEXT), "", (), "Title", "source", "2024-05-06", "", b"")


def span(text: str, row: ChunkRow = ROW) -> Span:
    start = TEXT.index(text)
    return Span(row, start, start + len(text), text)


def test_sentences_join_to_the_answer_and_quotes_stay_as_they_stand() -> None:
    quotes = ["Ada opened\nthe  museum.", "• Roses grow.", "😀 It rains."]
    found = sentences([Support(span(quote)) for quote in quotes])
    answer = " ".join(sentence.text for sentence in found)
    assert answer == "Ada opened the museum. Roses grow. 😀 It rains."
    for sentence, quote in zip(found, quotes, strict=True):
        assert answer[sentence.start : sentence.end] == sentence.text
        [citation] = sentence.citations
        assert (citation.start, citation.quote) == (TEXT.index(quote), quote)
        assert TEXT[citation.start : citation.end] == quote
        assert (citation.version, citation.title, citation.published_at) == (2, "Title", "2024-05-06")
        assert sentence.support == 1.0


def test_a_row_of_a_table_is_read_with_the_names_of_its_cells_and_both_are_cited() -> None:
    [sentence] = sentences([Support(span("Bora | | 120"), header=span("Ship | Built | Seats"))])
    assert sentence.text == "Ship: Bora; Seats: 120"
    assert [citation.quote for citation in sentence.citations] == ["Bora | | 120", "Ship | Built | Seats"]


def test_where_the_same_words_stand_is_cited_behind_the_evidence() -> None:
    other = dataclasses.replace(ROW, document_id="e" * 16, title="Copy")
    [sentence] = sentences([Support(span("• Roses grow."), copies=(span("Roses grow.", other),))])
    assert sentence.text == "Roses grow."
    assert [citation.title for citation in sentence.citations] == ["Title", "Copy"]


def test_no_evidence_makes_no_sentences() -> None:
    assert sentences([]) == ()
