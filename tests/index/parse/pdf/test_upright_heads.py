"""Names of columns on their side are a table's head; other words on their side are not."""

from index.parse.pdf.upright_heads import with_heads_upright
from index.parse.pdf.words import PdfLine, PdfWord


def level(y: float, *texts: str) -> PdfLine:
    return PdfLine(tuple(PdfWord(text, 60.0 * x, y, 60.0 * x + 30, y + 10) for x, text in enumerate(texts)), 10.0)


def standing(x: float, bottom: float, text: str, turned: int = 3) -> PdfLine:
    return PdfLine((PdfWord(text, x, bottom - 5 * len(text), x + 10, bottom),), 5.0 * len(text), turned=turned)


ROWS = [level(112, "R41", "07:12", "2"), level(126, "R43", "08:47", "1")]


def test_names_that_stand_above_a_row_are_one_with_what_is_beside_them() -> None:
    names = [standing(70, 100, "Departure"), standing(130, 100, "Platform")]
    head, *rows = with_heads_upright([level(90, "Train"), *names, *ROWS])
    assert head.text == "Train Departure Platform"
    assert (head.turned, head.size, head.bottom, head.top) == (0, 10.0, 100, 90)
    assert rows == ROWS
    alone = with_heads_upright([*ROWS, *names])
    assert [line.text for line in alone] == ["R41 07:12 2", "R43 08:47 1", "Departure Platform"]


def test_other_words_on_their_side_stay() -> None:
    for lines in (
        [standing(70, 100, "Departure"), *ROWS],
        [standing(70, 100, "Departure"), standing(130, 60, "Platform"), *ROWS],
        [standing(70, 100, "Departure", 1), standing(130, 100, "Platform", 1), *ROWS],
        [standing(70, 40, "Departure"), standing(130, 40, "Platform"), *ROWS],
        [standing(400, 100, "Departure"), standing(500, 100, "Platform"), *ROWS],
        [standing(70, 100, "Departure"), standing(75, 100, "Platform"), *ROWS],
        [standing(6.0 * x, 100, "x" * 5) for x in range(300)] + ROWS,
    ):
        assert with_heads_upright(lines) == lines
