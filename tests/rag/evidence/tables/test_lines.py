"""What stands around a row within its table."""

from index.storage.records import ChunkRow
from index.text.sentences import sentence_spans
from rag.evidence.tables.lines import group_of, is_group, lines_above

TABLE = "Item | 2024 | 2025\nReceivables: |  |\nBilled | 12 | 10\nPayables:\nRent | 4 | 5"
TEXT = f"Our boats:\n\n{TABLE}\n\nRopes: |\nAll is well."
OFFSET = 50


def chunk(text: str, head: tuple[int, int] | None = None) -> ChunkRow:
    spans = tuple((start + OFFSET, end + OFFSET) for start, end in sentence_spans(text))
    return ChunkRow(1, "d", 1, OFFSET, OFFSET + len(text), "", spans, "T", "s", None, "", b"", head, "")


def span(text: str, words: str) -> tuple[int, int]:
    start = text.index(words) + OFFSET
    return start, start + len(words)


def words(text: str, found: tuple[int, int] | None) -> str:
    return "" if found is None else text[found[0] - OFFSET : found[1] - OFFSET]


def test_the_lines_above_a_row_end_at_a_blank_line() -> None:
    above = lines_above(chunk(TEXT), span(TEXT, "Rent |")[0], TEXT)
    assert [words(TEXT, each) for each in above] == TEXT.split("\n")[2:6]


def test_a_sentence_ends_a_table() -> None:
    text = "Ship | Built\nAlba | 1931\nAll sail daily.\nAlder | 1990"
    assert lines_above(chunk(text), span(text, "Alder")[0], text) == []


def test_a_row_stands_under_the_last_line_that_has_one_cell_alone() -> None:
    groups = [words(TEXT, group_of(chunk(TEXT), span(TEXT, row)[0], TEXT)) for row in ("Billed", "Rent", "Receivables")]
    assert groups == ["Receivables: |  |", "Payables:", ""]


def test_a_chunk_that_goes_on_with_a_table_may_begin_with_a_group() -> None:
    text = "Payables:\nRent | 4 | 5"
    assert words(text, group_of(chunk(text, (0, 20)), span(text, "Rent")[0], text)) == "Payables:"
    assert group_of(chunk(text), span(text, "Rent")[0], text) is None


def test_a_line_with_one_cell_between_rows_only_says_what_is_below() -> None:
    found = [line for line in TEXT.split("\n") if line and is_group(chunk(TEXT), span(TEXT, line), TEXT)]
    assert found == ["Receivables: |  |", "Payables:"]
