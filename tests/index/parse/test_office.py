import io
import warnings
import zipfile

import pptx
import pytest
from pptx.util import Inches

from index.documents import Document
from index.errors import UnreadableDocument
from index.limits import Limits
from index.parse.formats import parse, read
from tests.index.parse.writers import zipped

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"


def docx(body: str, namespace: str = W, **parts: str) -> Document:
    def root(name: str, content: str) -> bytes:
        return f'<w:{name} xmlns:w="{namespace}">{content}</w:{name}>'.encode()

    members = {"word/document.xml": root("document", f"<w:body>{body}</w:body>")}
    members |= {f"word/{name}.xml": root(name, content) for name, content in parts.items()}
    [document] = parse(zipped(members), "/a/d.docx", "d.docx")
    return document


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


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


def test_headings_of_an_opendocument_text_stand_below_its_title() -> None:
    written = '<x:p x:style-name="Title">Report</x:p><x:h x:outline-level="1">One</x:h><x:p>It froze.</x:p>'
    content = f'<o:d xmlns:o="urn:o" xmlns:x="urn:x"><o:body><o:text>{written}</o:text></o:body></o:d>'
    [document] = parse(zipped({"content.xml": content.encode()}), "/a/d.odt", "d.odt")
    assert [section.heading for section in document.sections] == ["Report", "Report › One"]


def test_numbered_lists_of_an_opendocument_text_have_their_numbers() -> None:
    def listed(items: str, more: str = "") -> str:
        return f'<x:list x:style-name="N"{more}>{items}</x:list>'

    def item(text: str, inner: str = "") -> str:
        return f"<x:list-item><x:p>{text}</x:p>{inner}</x:list-item>"

    level = '<x:list-level-style-{} x:level="{}" s:num-format="1" x:start-value="{}"/>'
    style = f'<x:list-style s:name="N">{level.format("number", 1, 3)}{level.format("bullet", 2, 1)}</x:list-style>'
    lists = listed(item("Ropes", "<x:list>" + item("Long") + "</x:list>") + item("Oars"))
    more = listed(item("Nets"), ' x:continue-numbering="true"') + listed(item("Sails"))
    content = f'<o:d xmlns:o="o" xmlns:x="x" xmlns:s="s">{style}<o:body><o:text>{lists}{more}</o:text></o:body></o:d>'
    [document] = parse(zipped({"content.xml": content.encode()}), "/a/d.odt", "d.odt")
    assert document.text == "3. Ropes\n  • Long\n4. Oars\n\n5. Nets\n\n3. Sails"


def test_numbered_items_in_cells_have_their_numbers() -> None:
    level = '<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    numbering = f'<w:abstractNum w:abstractNumId="7">{level}</w:abstractNum>'
    numbering += '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    one = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    cells = [p("What") + p("To bring"), p("Ropes", one) + p("Oars", one)]
    body = f"<w:tbl><w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr></w:tbl>"
    assert docx(body, numbering=numbering).text == "What To bring | 1. Ropes 2. Oars"


def test_numbered_items_of_slides_have_their_numbers() -> None:
    presentation = pptx.Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[6])
    frame = slide.shapes.add_textbox(*[Inches(1)] * 4).text_frame
    frame.text = "To bring\nRopes\nLong\nOars\nNets\nOr not"
    for paragraph, first in zip(frame.paragraphs[1:5], (3, None, 3, 3), strict=True):
        if first is None:
            paragraph.level = 1
        else:
            counted = paragraph._p.get_or_add_pPr().makeelement(f"{{{A}}}buAutoNum", {"type": "arabicPeriod"})
            counted.set("startAt", str(first))
            paragraph._p.get_or_add_pPr().append(counted)
    file = io.BytesIO()
    presentation.save(file)
    [document] = parse(file.getvalue(), "/a/d.pptx", "d.pptx")
    assert document.text == "• To bring\n3. Ropes\n  • Long\n4. Oars\n5. Nets\n• Or not"


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


def test_lists_and_headings_have_their_numbers() -> None:
    level = '<w:lvl w:ilvl="{}"><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
    levels = level.format(0, "decimal", "%1.") + level.format(1, "lowerLetter", "%1.%2)")
    bullets = level.format(0, "bullet", "o")
    numbering = (
        f'<w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum><w:abstractNum w:abstractNumId="8">{bullets}'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>'
    )
    item = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="{}"/></w:numPr>'
    body = (
        p("first", item.format(0, 1))
        + p("inner", item.format(1, 1))
        + p("inner too", item.format(1, 1))
        + p("second", item.format(0, 1))
        + p("text between")
        + p("dot", item.format(0, 2))
        + p("Chapter", '<w:outlineLvl w:val="0"/>' + item.format(0, 1))
    )
    assert docx(body, numbering=numbering).text == (
        "1. first\n  1.a) inner\n  1.b) inner too\n2. second\n\ntext between\n\n• dot\n\n3. Chapter"
    )


def test_a_merged_cell_is_in_every_row_and_column_that_it_covers() -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"

    rows = (
        cell("Year") + cell("Ducks", '<w:gridSpan w:val="2"/>'),
        cell("2019", '<w:vMerge w:val="restart"/>') + cell("120") + cell("80"),
        cell("", "<w:vMerge/>") + cell("135") + cell("95"),
    )
    body = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    assert docx(body).text == "Year | Ducks | Ducks\n2019 | 120 | 80\n2019 | 135 | 95"


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


def test_an_encrypted_or_old_office_file_says_so() -> None:
    with pytest.raises(UnreadableDocument, match="needs a password"):
        parse(b"\xd0\xcf\x11\xe0" + b"x" * 2000, "s", "d.docx")
    with pytest.raises(UnreadableDocument, match="not a Word document"):
        parse(zipped({"a": b"b"}), "s", "d.docx")


MAIL = b"""From: Ada <ada@example.org>
To: =?utf-8?q?Ren=C3=A9?= <rene@example.org>
Subject: =?utf-8?q?Caf=C3=A9_opens?=
Date: Mon, 06 May 2024 09:00:00 +0200
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=x

--x
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: quoted-printable

<nav>Unsubscribe</nav><p>It opens at <b>nine</b>.</p>
--x
Content-Type: text/plain; name="menu.txt"
Content-Disposition: attachment; filename="menu.txt"

Coffee costs two.
--x
Content-Type: image/png; name="logo.png"
Content-Disposition: attachment; filename="logo.png"

x
--x--
"""


def test_a_mail_is_its_head_and_body_and_its_attachments_are_documents() -> None:
    contents = read(MAIL, "/a/m.eml", "m.eml")
    mail, menu = contents.documents
    assert (mail.title, mail.published_at) == ("Café opens", "2024-05-06")
    assert mail.text == (
        "Café opens\n\nDate: 6 May 2024, 09:00\n\nFrom: Ada\n\n"
        "It opens at nine.\n\nFrom: Ada <ada@example.org>\nTo: René <rene@example.org>"
    )
    assert (menu.source, menu.text) == ("/a/m.eml#menu.txt", "Coffee costs two.")
    assert contents.skipped == (), "a picture in a mail is nothing to report"
    assert contents.failures == ()


def test_an_archive_s_members_fail_alone() -> None:
    data = zipped(
        {"good.txt": b"The museum opened.", "bad.pdf": b"%PDF-", ".hidden.txt": b"x", "photo.jpg": b"\xff\xd8"}
    )
    contents = read(data, "/a/z.zip", "z.zip", Limits())
    assert [document.source for document in contents.documents] == ["/a/z.zip#good.txt"]
    assert [failure.source for failure in contents.failures] == ["/a/z.zip#bad.pdf"]
    assert [failure.source for failure in contents.skipped] == ["/a/z.zip#photo.jpg"]


def test_subtitles_are_what_is_said() -> None:
    cues = ("<v Ada>It <i>froze</i>,", "<v Ada>you see.", "<v Ben>Yes &amp; no.")
    timed = (f"{n}\n00:0{n}.000 --> 00:0{n}.900\n{cue}" for n, cue in enumerate(cues))
    vtt = "\n\n".join(["WEBVTT", "NOTE not said", *timed])
    [document] = parse(vtt.encode(), "s", "talk.vtt")
    assert document.text == "Ada: It froze, you see.\n\nBen: Yes & no."


@pytest.mark.parametrize(("delimiter", "name"), [(",", "a.csv"), (";", "a.csv"), ("\t", "a.tsv"), ("|", "a.csv")])
def test_a_table_in_a_text_file_finds_its_own_delimiter(delimiter: str, name: str) -> None:
    rows = [["Ship", "Built"], ["Alba", "1931"], ['"Brisa, the 2nd"', "1960"]]
    [document] = parse("\n".join(delimiter.join(row) for row in rows).encode(), "s", name)
    assert document.text == "Ship | Built\nAlba | 1931\nBrisa, the 2nd | 1960"


def test_a_box_in_a_box_is_read_once() -> None:
    inner = p("inner")
    for _ in range(5):
        inner = f"<w:p><w:r><w:txbxContent>{inner}</w:txbxContent></w:r></w:p>"
    assert docx(inner).text == "inner"


def test_members_of_one_name_are_two_documents_and_a_damaged_one_fails_alone() -> None:
    file = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(file, "w") as archive:
        warnings.simplefilter("ignore")
        for name, text in (("d.txt", "first version"), ("d.txt", "second version"), ("e.txt", "damaged")):
            archive.writestr(name, text)
    contents = read(file.getvalue().replace(b"damaged", b"DAMAGED"), "/a/z.zip", "z.zip")
    assert [document.text for document in contents.documents] == ["first version", "second version"]
    assert [failure.source for failure in contents.failures] == ["/a/z.zip#e.txt"]


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


def numbered(number: int, level: int, text: str) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


LEVELS = "".join(
    f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="{pattern}"/></w:lvl>'
    for level, pattern in enumerate(("%1", "%1.%2", "%1.%2.%3"))
)


def test_a_level_that_was_passed_over_counts_as_said() -> None:
    numbering = f'<w:abstractNum w:abstractNumId="3">{LEVELS}</w:abstractNum>'
    numbering += '<w:num w:numId="1"><w:abstractNumId w:val="3"/></w:num>'
    body = numbered(1, 0, "Tools") + numbered(1, 2, "Saws") + numbered(1, 1, "Ropes") + numbered(1, 2, "Tar")
    assert docx(body, numbering=numbering).text == "1 Tools\n    1.1.1 Saws\n  1.2 Ropes\n    1.2.1 Tar"


def test_a_list_begins_where_it_says() -> None:
    from_four = LEVELS.replace('<w:start w:val="1"/>', '<w:start w:val="4"/>', 1)
    numbering = f'<w:abstractNum w:abstractNumId="3">{from_four}</w:abstractNum>'
    numbering += '<w:num w:numId="1"><w:abstractNumId w:val="3"/></w:num>'
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>'
    numbering += f'<w:num w:numId="2"><w:abstractNumId w:val="3"/>{again}</w:num>'
    body = numbered(1, 0, "Saws") + numbered(1, 0, "Ropes") + numbered(2, 0, "Tar") + numbered(2, 0, "Oars")
    assert docx(body, numbering=numbering).text == "4 Saws\n5 Ropes\n7 Tar\n8 Oars"


def test_comments_say_when_they_were_written() -> None:
    comment = (
        '<w:comment w:author="Ada" w:date="2026-05-12T08:30:00Z"><w:p><w:r><w:t>Really?</w:t></w:r></w:p></w:comment>'
    )
    assert docx(p("It froze."), comments=comment).text == "It froze.\n\nComment by Ada, 2026-05-12 08:30: Really?"
    nobody = comment.replace(' w:author="Ada"', "").replace("T08:30:00Z", "")
    assert docx(p("It froze."), comments=nobody).text == "It froze.\n\nComment: Really?"


def opendocument(styles: str, body: str) -> Document:
    content = f'<o:d xmlns:o="o" xmlns:x="x" xmlns:s="s">{styles}<o:body><o:text>{body}</o:text></o:body></o:d>'
    [document] = parse(zipped({"content.xml": content.encode()}), "/a/d.odt", "d.odt")
    return document


def test_clauses_of_an_opendocument_text_have_letters_and_the_numbers_around_them() -> None:
    def item(text: str, inner: str = "") -> str:
        return f"<x:list-item><x:p>{text}</x:p>{inner}</x:list-item>"

    def level(number: int, form: str, more: str) -> str:
        return f'<x:list-level-style-number x:level="{number}" s:num-format="{form}" {more}/>'

    levels = level(1, "1", 's:num-suffix="."') + level(2, "1", 's:num-suffix="." x:display-levels="2"')
    levels += level(3, "a", 's:num-prefix="(" s:num-suffix=")"') + level(4, "i", 's:num-suffix=")"')
    deepest = f"<x:list>{item('Half')}{item('Rest')}</x:list>"
    letters = f"<x:list>{item('Water')}{item('Deposit', deepest)}</x:list>"
    rent = item("Rent", f"<x:list>{item('Sums', letters)}</x:list>")
    lists = f'<x:list x:style-name="N">{item("Parties")}{rent}</x:list>'
    document = opendocument(f'<x:list-style s:name="N">{levels}</x:list-style>', lists)
    assert document.text == (
        "1. Parties\n2. Rent\n  2.1. Sums\n    (a) Water\n    (b) Deposit\n      i) Half\n      ii) Rest"
    )


def test_headings_of_an_opendocument_text_have_their_numbers() -> None:
    outline = "".join(
        f'<x:outline-level-style x:level="{level}" s:num-format="1" x:display-levels="{level}"/>' for level in (1, 2)
    )
    headings = [(1, "Tools"), (2, "Saws"), (2, "Ropes"), (3, "Tar"), (1, "People"), (2, "Ada")]
    body = "".join(f'<x:h x:outline-level="{level}">{text}</x:h>' for level, text in headings)
    body += '<x:h x:outline-level="1" x:is-list-header="true">Index</x:h><x:h x:outline-level="1"></x:h>'
    document = opendocument(f"<x:outline-style>{outline}</x:outline-style>", body)
    assert document.text.split("\n\n") == ["1 Tools", "1.1 Saws", "1.2 Ropes", "Tar", "2 People", "2.1 Ada", "Index"]
    assert opendocument("", '<x:h x:outline-level="1">Tools</x:h>').text == "Tools"
