from index.parse.pdf.filled.annotations import FilledField
from index.parse.pdf.filled.rows import FormRow, RowPart, parts_of
from index.parse.pdf.words import PdfWord


def label(text: str, left: float) -> list[RowPart]:
    return [RowPart(PdfWord(text, left, 100, left + 5 * len(text), 112))]


def value(text: str, left: float, right: float, is_box: bool = False) -> list[RowPart]:
    return parts_of(FilledField(text, left, 96, right, 116, is_box), 100, 112, 10)


def test_the_words_of_a_value_stand_in_their_field_one_behind_the_other() -> None:
    parts = value("Jorunn Vik of Bodø", 200, 230)
    assert [part.word.text for part in parts] == ["Jorunn", "Vik", "of", "Bodø"]
    assert 200 == parts[0].word.left < parts[0].word.right < parts[1].word.left
    assert parts[-1].word.right <= 231
    assert [part.word.text for part in value("", 200, 230)] == [""]


def test_a_row_tells_where_each_label_begins() -> None:
    row = FormRow([*label("First", 60), *label("Last", 250)], 10)
    row.insert(value("Jorunn Anette", 150, 245))
    row.insert(value("Vik", 400, 500))
    line = row.line()
    assert line is not None
    assert line.text == "First: Jorunn Anette Last: Vik"
    assert line.labels == (0, 3)


def test_an_empty_field_parts_labels_and_gets_no_mark() -> None:
    row = FormRow([*label("First", 60), *label("Last", 250)], 10)
    row.insert(value("", 150, 245))
    line = row.line()
    assert line is not None
    assert (line.text, line.labels) == ("First Last", (0, 1))


def test_a_row_of_columns_stays_where_it_stands_and_one_without_words_is_no_line() -> None:
    row = FormRow([*value("Tiles", 60, 100), *value("400", 300, 340)], 10, is_grid=True)
    line = row.line()
    assert line is not None
    assert (line.is_field, line.words[1].left) == (False, 300)
    assert FormRow(value("", 60, 100), 10).line() is None
