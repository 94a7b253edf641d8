import pytest

from tests.index.parse.pdf.ocr.scans import reader_that_sees, table


def test_an_answer_becomes_lines_of_words() -> None:
    [line] = reader_that_sees(lambda *_: table("Rye", "Oats")).lines(b"", 1.0)
    assert [word.text for word in line] == ["Rye", "Oats"]


def test_no_answer_at_all_is_one_that_was_ended() -> None:
    with pytest.raises(TimeoutError):
        reader_that_sees(lambda *_: b"").lines(b"", 1.0)
