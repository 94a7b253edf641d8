"""The words of SmartArt are a list, in documents and on slides, and those of drawn boxes are text."""

import io

import xlsxwriter
from pptx import Presentation
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.util import Inches

from index.parse.formats import parse
from tests.index.parse.writers import zipped

_D = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KIND = f"{_R}/diagramData"


def data(*points: tuple[str, str, str]) -> str:
    """Return the data of a diagram with (id, text, id of what it is a part of), and what programs add to it."""
    written = "".join(
        f'<d:pt modelId="{identity}"><d:t><a:p><a:r><a:t>{text}</a:t></a:r></a:p></d:t></d:pt>'
        for identity, text, _ in points
    )
    links = "".join(
        f'<d:cxn modelId="c{place}" srcId="{of}" destId="{identity}" srcOrd="{place}"/>'
        for place, (identity, _, of) in enumerate(points)
    )
    layout = '<d:pt modelId="9" type="pres"><d:t><a:p><a:r><a:t>no</a:t></a:r></a:p></d:t></d:pt>'
    more = '<d:cxn type="presOf" srcId="1" destId="9" srcOrd="0"/>'
    return (
        f'<d:dataModel xmlns:d="{_D}" xmlns:a="urn:a"><d:ptLst><d:pt modelId="0" type="doc"/>{written}{layout}'
        f"</d:ptLst><d:cxnLst>{links}{more}</d:cxnLst></d:dataModel>"
    )


BOATS = data(("3", "Knots", "1"), ("1", "Ropes", "0"), ("2", "Oars", "0"), ("4", "Lost", "8"), ("1b", "", "0"))
LIST = "• Ropes\n  • Knots\n• Oars\n• Lost"


def test_a_diagram_of_a_document_stands_where_it_is_drawn() -> None:
    drawn = f'<w:r><w:drawing><d:relIds xmlns:d="{_D}" xmlns:r="{_R}" r:dm="x"/></w:drawing></w:r>'
    body = f"<w:p><w:r><w:t>To bring:</w:t></w:r>{drawn}</w:p><w:p><w:r><w:t>Now.</w:t></w:r></w:p>"
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    file = zipped(
        {
            "word/document.xml": f'<w:document xmlns:w="{name}"><w:body>{body}</w:body></w:document>'.encode(),
            "word/_rels/document.xml.rels": f'<l><r Id="x" Type="{_KIND}" Target="diagrams/data1.xml"/></l>'.encode(),
            "word/diagrams/data1.xml": BOATS.encode(),
        }
    )
    assert parse(file, "s", "a.docx")[0].text == f"To bring:\n\n{LIST}\n\nNow."


def test_a_diagram_of_a_slide_is_a_list_and_a_hidden_slide_says_so() -> None:
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[5])
    slide.shapes.title.text = "To bring"
    slide._element.set("show", "0")
    table = slide.shapes.add_table(1, 1, Inches(1), Inches(3), Inches(4), Inches(1))
    part = Part(PackURI("/ppt/diagrams/data1.xml"), "application/xml", presentation.part.package, BOATS.encode())
    graphic = table._element.find(".//{*}graphicData")
    graphic.set("uri", _D)
    graphic.remove(graphic[0])
    graphic.append(graphic.makeelement(f"{{{_D}}}relIds", {f"{{{_R}}}dm": slide.part.relate_to(part, _KIND)}))
    file = io.BytesIO()
    presentation.save(file)
    assert parse(file.getvalue(), "s", "a.pptx")[0].text == f"To bring (hidden slide)\n\n{LIST}"


def test_numbers_of_a_list_on_a_slide_look_as_they_do_there() -> None:
    presentation = Presentation()
    frame = presentation.slides.add_slide(presentation.slide_layouts[6]).shapes.add_textbox(0, 0, 1, 1).text_frame
    for look in ("alphaLcParenR", "alphaLcParenR", "romanUcPeriod", "arabicParenBoth", "circleNumDbPlain"):
        paragraph = frame.add_paragraph()
        paragraph.text = look
        properties = paragraph._p.get_or_add_pPr()
        properties.append(
            properties.makeelement("{http://schemas.openxmlformats.org/drawingml/2006/main}buAutoNum", {"type": look})
        )
    file = io.BytesIO()
    presentation.save(file)
    assert parse(file.getvalue(), "s", "a.pptx")[0].text.split("\n") == [
        "a) alphaLcParenR", "b) alphaLcParenR", "I. romanUcPeriod", "(1) arabicParenBoth", "• circleNumDbPlain",
    ]  # fmt: skip


def test_text_boxes_of_a_sheet_stand_below_its_tables() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("Plan")
        sheet.write_row(0, 0, ["Boat", "Berth"])
        sheet.write_row(1, 0, ["Skua", 4])
        sheet.insert_textbox("E2", "Closed\nin May")
    assert parse(file.getvalue(), "s", "a.xlsx")[0].text == "Plan\n\nBoat | Berth\nSkua | 4\n\nClosed\nin May"
