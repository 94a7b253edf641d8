from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from index.parse.pdf.raised.letters import Height, Letters
from index.parse.pdf.raised.notation import LetterRun
from index.parse.pdf.raised.suspicion import RaisedLetters, may_be_mark
from tests.index.parse.writers import typeset_pdf

KEPT: list[Any] = []
"""Pages that are looked at: one that nobody has is closed."""


class Counting(Letters):
    """Counts how many letters are looked at closely."""

    looked_at = 0

    def letter(self, index: int) -> Any:
        self.looked_at += 1
        return super().letter(index)


def looking(*pieces: tuple[str, float, float]) -> tuple[Counting, RaisedLetters, str]:
    page = pypdfium2.PdfDocument(typeset_pdf([pieces]))[0]
    text_page = page.get_textpage()
    letters = Counting(text_page.raw, pdfium)

    KEPT.append((page, text_page))
    return letters, RaisedLetters(letters, letters.room), text_page.get_text_range()


def runs(letters: Letters, raised: RaisedLetters, word: str, start: int) -> tuple[LetterRun, ...]:
    return raised.runs(word, start, letters.room(start), letters.room(start + len(word) - 1))


def test_a_word_on_one_line_is_not_looked_at_closely() -> None:
    letters, raised, text = looking(("Harbour 1953, B12 and HO2X.", 11, 0))
    assert [runs(letters, raised, word, text.index(word)) for word in text.split()] == [()] * 5
    assert letters.looked_at == 0


def test_a_raised_digit_before_a_full_stop_and_a_lowered_one_among_letters_are_seen() -> None:
    letters, raised, _ = looking(("1953", 11, 0), ("2", 9.8, 2.0), (". H", 11, 0), ("2", 9.8, -1.5), ("O", 11, 0))
    assert runs(letters, raised, "19532.", 0) == (
        LetterRun(Height.LEVEL, "1953"),
        LetterRun(Height.RAISED, "2"),
        LetterRun(Height.LEVEL, "."),
    )
    assert runs(letters, raised, "H2O", 7) == (
        LetterRun(Height.LEVEL, "H"),
        LetterRun(Height.LOWERED, "2"),
        LetterRun(Height.LEVEL, "O"),
    )


def test_a_mark_alone_is_smaller_and_raised_beside_another_word() -> None:
    _, raised, _ = looking(("In ", 11, 0), ("12", 6, 4), (" 12", 11, 0))
    assert raised.mark_alone("12", 3, 0) == (LetterRun(Height.RAISED, "12"),)
    assert raised.mark_alone("12", 6, 0) == ()
    words = ["12", "[3]", "1,2", "4–6.", "a", "1953", "1.5"]
    assert [word for word in words if may_be_mark(word)] == words[:4]
