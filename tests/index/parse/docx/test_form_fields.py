"""Forms of Word say what was chosen, and text what Word shows of it."""

import pytest

from tests.index.parse.docx.word_files import word


@pytest.mark.parametrize(
    ("field", "shown"),
    [
        ("<w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox>", "☒"),
        ("<w:checkBox><w:default w:val='1'/><w:checked w:val='0'/></w:checkBox>", "☐"),
        ("<w:checkBox><w:default w:val='1'/></w:checkBox>", "☒"),
        ("<w:ddList><w:result w:val='1'/><w:listEntry w:val='Pine'/><w:listEntry w:val='Oak'/></w:ddList>", "Oak"),
        ("<w:ddList><w:listEntry w:val='Pine'/><w:listEntry w:val='Oak'/></w:ddList>", "Pine"),
        ("<w:ddList><w:result w:val='7'/><w:listEntry w:val='Pine'/></w:ddList>", ""),
        ("<w:textInput><w:default w:val='a name'/></w:textInput>", ""),
    ],
)
def test_a_field_shows_what_was_chosen(field: str, shown: str) -> None:
    begin = f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="f"/>{field}</w:ffData></w:fldChar></w:r>'
    code = '<w:r><w:instrText>FORM</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    assert word(f"<w:p>{begin}{code}<w:r><w:t>, of wood</w:t></w:r></w:p>").text == f"{shown}, of wood"


def test_hidden_letters_are_left_out_and_readings_stand_behind_their_letters() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret </w:t></w:r>"
    shown = "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>seen </w:t></w:r>"
    ruby = (
        "<w:r><w:ruby><w:rt><w:r><w:t>kan</w:t></w:r></w:rt>"
        "<w:rubyBase><w:r><w:t>漢</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    )
    assert word(f"<w:p>{hidden}{shown}{ruby}<w:r><w:t>字</w:t></w:r></w:p>").text == "seen 漢(kan)字"


def test_what_a_control_asks_for_is_no_text_until_somebody_fills_it_in() -> None:
    def control(properties: str, text: str) -> str:
        words = f"<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>"
        return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{words}</w:sdtContent></w:sdt>"

    asked, given = control("<w:showingPlcHdr/>", "Click to enter a date."), control("<w:text/>", "9 March")
    off = control("<w:showingPlcHdr w:val='0'/>", "Nina Falk")
    label = "<w:r><w:t xml:space='preserve'>{}: </w:t></w:r>"
    lines = ((label.format(name), each) for name, each in (("From", given), ("To", asked), ("Name", off)))
    assert (
        word("".join(f"<w:p>{name}{each}</w:p>" for name, each in lines)).text
        == "From: 9 March\n\nTo:\n\nName: Nina Falk"
    )
