import pypdfium2
import pytest

from index.parse.pdf.filled.annotations import Annotations, FilledField, PageNote
from tests.index.parse.pdf.filled.form_files import form_pdf, noted, ticked, written


def on_page(data: bytes) -> tuple[list[FilledField], list[PageNote]]:
    opened = pypdfium2.PdfDocument(data)
    annotations = Annotations(opened)
    found = annotations.on(opened[0])
    annotations.close()
    opened.close()
    return found


def test_fields_and_notes_have_their_place_from_the_upper_left_corner() -> None:
    fields, notes = on_page(
        form_pdf(
            [],
            [
                written((60, 742, 160, 762), "Jorunn\nVik", name="Keeper"),
                ticked((60, 700, 80, 720), on=True),
                noted("Text", (500, 802, 520, 822), "Look!", "Ada"),
            ],
        )
    )
    assert fields == [
        FilledField("Jorunn Vik", 60, 80, 160, 100, name="Keeper"),
        FilledField("☒", 60, 122, 80, 142, is_box=True),
    ]
    assert notes == [PageNote("Look!", "Ada", 500, 20, 520, 40)]


@pytest.mark.parametrize("flag", [1, 2, 32])
def test_what_nobody_can_see_is_not_there(flag: int) -> None:
    hidden = written((60, 742, 160, 762), "secret").replace(b"/F 4", b"/F %d" % flag)
    assert on_page(form_pdf([], [hidden])) == ([], [])


def test_so_many_annotations_are_looked_at_and_values_of_such_a_length(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.parse.pdf.filled.annotations._MOST", 1)
    monkeypatch.setattr("index.parse.pdf.filled.annotations._LONGEST", 5)
    fields, _ = on_page(form_pdf([], [written((60, 742, 160, 762), "longer"), written((60, 700, 160, 720), "x")]))
    assert [field.text for field in fields] == [""]


def test_a_pdf_without_a_form_has_notes_still() -> None:
    data = form_pdf([], [noted("Text", (500, 802, 520, 822), "Look!")])
    assert [note.text for note in on_page(data.replace(b"/AcroForm", b"/Nothing_"))[1]] == ["Look!"]
