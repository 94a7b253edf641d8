"""Word documents are read as Word shows them: headings, boxes, notes, formulas, and no deleted text."""

import pytest

from index.errors import UnreadableDocument
from index.parse.formats import parse
from tests.index.parse.docx.word_files import STRICT, W, docx, p
from tests.index.parse.writers import zipped

STYLES = (
    '<w:style w:styleId="T"><w:name w:val="Title"/></w:style>'
    '<w:style w:styleId="H2"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="H2"/></w:style>'
)


@pytest.mark.parametrize("namespace", [W, STRICT])
def test_headings_are_told_by_their_styles_and_what_those_are_based_on(namespace: str) -> None:
    body = p("Report", '<w:pStyle w:val="T"/>') + p("One", '<w:pStyle w:val="Mine"/>') + p("It froze.")
    document = docx(body, namespace, styles=STYLES)
    assert document.title == "Report"
    assert [section.heading for section in document.sections] == ["Report", "Report › One"]


def test_headings_stand_below_the_title_and_above_it_as_they_are() -> None:
    first = '<w:outlineLvl w:val="0"/>'
    body = p("Draft", first) + p("Report", '<w:pStyle w:val="T"/>') + p("One", first) + p("It froze.") + p("Two", first)
    document = docx(body, styles=STYLES)
    assert [section.heading for section in document.sections] == ["Draft", "Report", "Report › One", "Report › Two"]


def test_formulas_are_as_they_are_typed() -> None:
    def r(text: str) -> str:
        return f"<m:r><m:t>{text}</m:t></m:r>"

    def part(kind: str, **parts: str) -> str:
        return f"<m:{kind}>{''.join(f'<m:{name}>{inner}</m:{name}>' for name, inner in parts.items())}</m:{kind}>"

    power = part("sSup", e=part("d", e=r("x+a")), sup=r("n"))
    total = part("nary", naryPr='<m:chr m:val="∑"/>', sub=r("k=0"), sup=r("n"), e=part("f", num=r("k"), den=r("2")))
    size = part("d", dPr='<m:begChr m:val="{"/><m:endChr m:val=""/>', e=r("y"))
    functions = part("func", fName=r("log"), e=part("d", e=r("x"))) + r("+") + part("func", fName=r("sin"), e=r("x"))
    whole = "".join(f"<m:oMath>{each}</m:oMath>" for each in (f"{power}{r('=')}{total}", size, functions))
    body = f'<w:p xmlns:m="urn:m"><w:r><w:t>So </w:t></w:r>{whole}</w:p>'
    assert docx(body).text == "So (x+a)^n=∑_(k=0)^n k/2 {y log(x)+sin x"


def test_parts_of_a_formula_beside_each_other_are_none_of_the_power_or_the_limit() -> None:
    def r(text: str) -> str:
        return f"<m:r><m:t>{text}</m:t></m:r>"

    power = f"<m:sSup><m:e>{r('x')}</m:e><m:sup>{r('k')}</m:sup></m:sSup>{r('a')}"
    lowest = f"<m:limLow><m:e>{r('lim')}</m:e><m:lim>{r('n→0')}</m:lim></m:limLow>"
    limit = f"<m:func><m:fName>{lowest}</m:fName><m:e>{r('b')}</m:e></m:func>"
    peak = f"<m:limUpp><m:e>{r('y')}</m:e><m:lim>{r('z')}</m:lim></m:limUpp>"
    body = f'<w:p xmlns:m="urn:m"><m:oMath>{power}{limit}{r("=")}{peak}</m:oMath></w:p>'
    assert docx(body).text == "x^k a lim_(n→0) b=y^z"


def test_deleted_text_is_gone_and_inserted_text_boxes_notes_and_comments_are_there() -> None:
    body = (
        "<w:p><w:r><w:t>It </w:t></w:r><w:del><w:r><w:delText>never </w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>froze</w:t></w:r></w:ins><w:r><w:txbxContent>"
        + p("In a box.")
        + "</w:txbxContent></w:r></w:p>"
        "<w:sdt><w:sdtContent>" + p("In a control.") + "</w:sdtContent></w:sdt>"
    )
    footnotes = f'<w:footnote w:type="separator">{p("---")}</w:footnote><w:footnote>{p("A note.")}</w:footnote>'
    comments = f'<w:comment w:author="Ada">{p("Really?")}</w:comment>'
    text = docx(body, footnotes=footnotes, comments=comments).text
    assert text == "It froze\n\nIn a box.\n\nIn a control.\n\nA note.\n\nComment by Ada: Really?"


def test_a_box_in_a_box_is_read_once() -> None:
    inner = p("inner")
    for _ in range(5):
        inner = f"<w:p><w:r><w:txbxContent>{inner}</w:txbxContent></w:r></w:p>"
    assert docx(inner).text == "inner"


def test_letters_raised_by_a_distance_and_symbols_by_their_place_are_read_as_such() -> None:
    def run(text: str, properties: str = "") -> str:
        return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'

    raised, lowered = '<w:position w:val="8"/><w:sz w:val="16"/>', '<w:position w:val="-6"/><w:sz w:val="16"/>'
    symbols = "".join(f'<w:r><w:sym w:font="Wingdings" w:char="{code}"/></w:r>' for code in ("F0FE", "A8", "F0", "xyz"))
    first = [run("Built in 1906"), run("3", raised), run(", 12 m"), run("2", raised), run(", CO"), run("2", lowered)]
    body = (
        f"<w:p>{''.join(first)}</w:p><w:p>{symbols}{run(' Insured')}</w:p>"
        f"<w:p>{run('It is ')}{run('12', raised.partition('/>')[0] + '/>')}</w:p>"
    )
    assert docx(body).text == "Built in 1906, 12 m², CO₂\n\n☒☐ Insured\n\nIt is 12"


def test_an_encrypted_or_old_office_file_says_so() -> None:
    with pytest.raises(UnreadableDocument, match="needs a password"):
        parse(b"\xd0\xcf\x11\xe0" + b"x" * 2000, "s", "d.docx")
    with pytest.raises(UnreadableDocument, match="not a Word document"):
        parse(zipped({"a": b"b"}), "s", "d.docx")
