"""What files cost that were made to cost much, and that each is refused with one clear line or read."""

import io
import re
import tarfile
import time
import warnings
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pptx
import pytest
from pptx.util import Inches

from index.errors import DocumentError, EmptyDocument, UnreadableDocument
from index.limits import Limits
from index.parse.formats import parse, read
from index.parse.structure.blocks import Block
from tests.index.parse.writers import WRITERS, zipped


@contextmanager
def cpu_seconds(most: float) -> Iterator[None]:
    """Fail when what is inside computes for longer: a quadratic algorithm needs minutes where a linear one blinks."""
    start = time.process_time()
    yield
    assert time.process_time() - start < most


@pytest.mark.slow
@pytest.mark.parametrize(
    "line",
    [
        b"<v " * 700_000,
        b"<v." * 700_000,
        b"<v.a " * 400_000,
        b"<v" + b" " * 2_000_000 + b"x",
        b"<b" * 1_000_000,
        b"<b>x" * 500_000,
        b"1" * 2_000_000,
        b"\n" + b"1" * 2_000_000,
        b"\n" + b" \t" * 1_000_000 + b"x",
        b'."""a\n' * 300_000,
        b"0:00:00.000 --> " * 100_000,
    ],
    ids=lambda line: repr(line[:8]),
)
def test_subtitles_take_time_in_proportion_to_their_length(line: bytes) -> None:
    with cpu_seconds(10):
        read(b"WEBVTT\n\n00:01.000 --> 00:02.000\nx\n" + line, "s", "a.vtt")


def same_member(times: int, data: bytes, *others: str) -> bytes:
    """Return a zip file whose directory names one member as often as this: they all lie over one another."""
    file = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")
        for name in others:
            archive.writestr(name, data)
        archive.writestr("a.txt", data)
        archive.filelist += archive.filelist[-1:] * (times - 1)
    return file.getvalue()


@pytest.mark.slow
def test_members_of_one_name_are_numbered_in_one_pass_and_never_alike() -> None:
    data = same_member(10_000, b"It froze.", *(f"a.txt ({number})" for number in range(2, 5_002)))
    with cpu_seconds(20):
        contents = read(data, "/z", "z.zip")
    sources = [document.source for document in contents.documents]
    assert len(set(sources)) == len(sources) == 15_000
    assert sources[5_000:5_002] == ["/z#a.txt", "/z#a.txt (5002)"]


def test_an_archive_that_becomes_too_large_names_the_limit_that_is_set_and_not_what_is_left_of_it() -> None:
    limits = Limits(inflated_bytes=9_000_000)
    with pytest.raises(UnreadableDocument, match=r"“z\.zip” becomes larger than 9 MB"):
        read(same_member(10, b"1234567 " * 125_000), "/z", "z.zip", limits)
    inner = same_member(5, b"1234567 " * 125_000)
    contents = read(zipped({"big.txt": b"1234567 " * 625_000, "in.zip": inner}), "/z", "z.zip", limits)
    [failure] = contents.failures
    assert failure.reason.startswith("“in.zip”, with what was unpacked before it, becomes larger than 9 MB")


def test_an_archive_of_too_much_text_names_the_limit_that_is_set_and_not_what_is_left_of_it() -> None:
    contents = read(same_member(3, b"1234567 " * 100), "/z", "z.zip", Limits(characters=1_000))
    assert [document.source for document in contents.documents] == ["/z#a.txt"]
    assert {failure.reason for failure in contents.failures} == {
        f"“a.txt ({number})” and the files before it have more than 1,000 characters. "
        "Divide it, or raise FOOTNOTE_MAX_CHARACTERS."
        for number in (2, 3)
    }


def records(number: int) -> bytes:
    return b"\n".join(b'{"text": "It froze."}' for _ in range(number))


def test_a_file_of_too_many_documents_names_the_limit_and_how_to_raise_it() -> None:
    assert len(read(records(3), "/a", "a.jsonl", Limits(documents=3)).documents) == 3
    with pytest.raises(UnreadableDocument) as caught:
        read(records(4), "/a", "a.jsonl", Limits(documents=3))
    assert str(caught.value) == (
        "“a.jsonl” has more than 3 documents and files in it. Divide it, or raise FOOTNOTE_MAX_DOCUMENTS."
    )


def test_what_is_in_an_archive_counts_with_what_comes_before_it() -> None:
    contents = read(zipped({"a.jsonl": records(2), "b.jsonl": records(3)}), "/z", "z.zip", Limits(documents=4))
    assert len(contents.documents) == 2
    [failure] = contents.failures
    assert failure.reason.startswith("“b.jsonl”, with the files before it, has more than 4 documents and files in it")
    inner = {"in.zip": zipped({"a.jsonl": records(2), "b.txt": b"", "c.png": b"\x89PNG"})}
    assert len(read(zipped(inner), "/z", "z.zip", Limits(documents=4)).documents) == 2
    [failure] = read(zipped(inner), "/z", "z.zip", Limits(documents=3)).failures
    assert failure.reason.startswith("“in.zip” has more than 3 documents and files in it")


@pytest.mark.parametrize("name", ["a.txt", "a.png"])
def test_files_without_text_count_as_those_with_text_do(name: str) -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:xz") as archive:
        for _ in range(1_000):
            archive.addfile(tarfile.TarInfo(name))
    with pytest.raises(UnreadableDocument, match=r"“t\.tar\.xz” has more than 900 documents and files"):
        read(packed.getvalue(), "/t", "t.tar.xz", Limits(documents=900))


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MANY_DIGITS = "9" * 5_000
"""More than Python makes a number of."""


def docx_text(body: str, **parts: str) -> str:
    members = {"document": f"<w:body>{body}</w:body>"} | parts
    wrapped = {f"word/{name}.xml": f'<w:x xmlns:w="{W}">{content}</w:x>'.encode() for name, content in members.items()}
    return parse(zipped(wrapped), "s", "d.docx")[0].text


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def row(*cells: tuple[str, str]) -> str:
    written = (f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>" for text, properties in cells)
    return f"<w:tr>{''.join(written)}</w:tr>"


@pytest.mark.parametrize("width", ["200000000", MANY_DIGITS])
def test_a_cell_of_a_word_table_is_copied_no_further_than_a_table_goes(width: str) -> None:
    wide = f'<w:gridSpan w:val="{width}"/>'
    with cpu_seconds(10):
        assert docx_text(f"<w:tbl>{row(('a', wide))}</w:tbl>") == " | ".join(["a"] * 200)
        text = docx_text(f"<w:tbl>{row(*[('word ' * 50, wide)] * 1_000)}</w:tbl>")
    assert len(text) < 3_000_000


def test_a_paragraph_in_a_merged_cell_is_there_once() -> None:
    long = "word " * 100_000
    rows = row((long, ""), ("x", "")) + row(("", "<w:vMerge/>"), ("y", "")) * 10_000
    with cpu_seconds(10):
        assert docx_text(f"<w:tbl>{rows}</w:tbl>").count("word") == 100_000


@pytest.mark.slow
def test_lists_in_word_cost_what_they_are_long() -> None:
    level = '<w:lvl w:ilvl="{}"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="{}"/></w:lvl>'
    levels = "".join(level.format(number, "%1." * 10_000) for number in range(2_000))
    lists = "".join(f'<w:num w:numId="{number}"><w:abstractNumId w:val="1"/></w:num>' for number in range(1, 3_000))
    numbering = f'<w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum>{lists}'
    item = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="1"/></w:numPr>'
    body = paragraph("x", item.format(MANY_DIGITS)) + paragraph("x", item.format(0)) * 30_000
    with cpu_seconds(20):
        assert len(docx_text(body, numbering=numbering)) < 30_000 * 2_000


@pytest.mark.parametrize("extension", ["docx", "odt", "pptx"])
@pytest.mark.parametrize("depth", [80, 5_000])
def test_what_is_nested_without_end_is_read_or_refused(extension: str, depth: int) -> None:
    if extension == "docx":
        opened, closed = "<w:tbl><w:tr><w:tc>" * depth, "</w:tc></w:tr></w:tbl>" * depth
        content = f'<w:x xmlns:w="{W}"><w:body>{opened}{paragraph("x")}{closed}{paragraph("y")}</w:body></w:x>'
        data = zipped({"word/document.xml": content.encode()})
    elif extension == "odt":
        opened, closed = (
            "<t:table><t:table-row><t:table-cell>" * depth,
            "</t:table-cell></t:table-row></t:table>" * depth,
        )
        content = f'<o xmlns:t="urn:t" xmlns:x="urn:x"><body>{opened}<x:p>x</x:p>{closed}<x:p>y</x:p></body></o>'
        data = zipped({"content.xml": content.encode()})
    else:
        group = "<p:grpSp><p:nvGrpSpPr><p:cNvPr id='9' name='g'/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>"
        inside = (group * depth + "</p:grpSp>" * depth + "</p:spTree>").encode()
        data = changed(deck(), "ppt/slides/slide1.xml", lambda part: part.replace(b"</p:spTree>", inside))
    with cpu_seconds(10):
        text, refusal = text_or_refusal(data, f"d.{extension}")
    if depth == 80:
        assert text.endswith("Tea" if extension == "pptx" else "y"), "what follows is not lost"
    else:
        assert refusal == f"“d.{extension}” is " + ("damaged (XMLSyntaxError)" if extension == "pptx" else TOO_DEEP)


TOO_DEEP = "nested too deeply"


def text_or_refusal(data: bytes, name: str) -> tuple[str, str]:
    try:
        return parse(data, "s", name)[0].text, ""
    except UnreadableDocument as error:
        return "", error.problem


def deck() -> bytes:
    """Return a presentation of one slide with "Tea" in a box."""
    presentation = pptx.Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[6])
    slide.shapes.add_textbox(*[Inches(1)] * 4).text_frame.text = "Tea"
    file = io.BytesIO()
    presentation.save(file)
    return file.getvalue()


def deck_with_table() -> bytes:
    presentation = pptx.Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[6])
    table = slide.shapes.add_table(2, 2, *[Inches(1)] * 4).table
    table.cell(0, 0).text, table.cell(1, 1).text = "Tea", "Two"
    file = io.BytesIO()
    presentation.save(file)
    return file.getvalue()


def changed(data: bytes, path: str, change: Callable[[bytes], bytes | None]) -> bytes:
    """Return a zip file with one member changed, or left out where nothing becomes of it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    new = change(members.pop(path))
    return zipped(members | ({} if new is None else {path: new}))


SLIDE, SLIDE_LINKS = "ppt/slides/slide1.xml", "ppt/slides/_rels/slide1.xml.rels"
DECK, DECK_LINKS = "ppt/presentation.xml", "ppt/_rels/presentation.xml.rels"
LINK = (
    b'<Relationship Id="rId7%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" '
    b'Target="%s"/></Relationships>'
)


@pytest.mark.parametrize(
    ("path", "change"),
    [
        (SLIDE, lambda _: None),
        (DECK, lambda _: None),
        (DECK_LINKS, lambda _: None),
        (SLIDE_LINKS, lambda _: None),
        ("[Content_Types].xml", lambda _: None),
        (SLIDE_LINKS, lambda part: part.replace(b"</Relationships>", LINK % (1, b"slide", b"slide1.xml"))),
        (SLIDE_LINKS, lambda part: part.replace(b"</Relationships>", LINK % (1, b"notesSlide", b"slide1.xml"))),
        (SLIDE_LINKS, lambda part: part.replace(b"</Relationships>", LINK % (1, b"slide", b"../presentation.xml"))),
        (SLIDE_LINKS, lambda part: part.replace(b"</Relationships>", LINK % (1, b"notesSlide", b"/no/such.xml"))),
        (SLIDE_LINKS, lambda part: part.replace(b'Target="', b'TargetMode="External" Target="http://example.org/')),
        (DECK_LINKS, lambda part: part.replace(b'Target="slides', b'TargetMode="External" Target="http://e.org/s')),
    ],
)
def test_a_deck_with_parts_missing_circular_or_elsewhere_is_read_or_refused(
    path: str, change: Callable[[bytes], bytes | None]
) -> None:
    text, refusal = text_or_refusal(changed(deck(), path, change), "d.pptx")
    assert text == "Tea" or re.fullmatch(r"“d\.pptx” is damaged \(\w+\)", refusal)


def test_a_slide_that_is_listed_again_and_again_is_there_once() -> None:
    data = changed(deck(), DECK, lambda part: re.sub(rb"(<p:sldId [^>]*>)", rb"\1" * 10_000, part))
    with cpu_seconds(10):
        assert parse(data, "s", "d.pptx")[0].text == "Tea"


@pytest.mark.parametrize("span", ["100000", "2000000000", MANY_DIGITS])
def test_a_cell_on_a_slide_goes_over_no_more_cells_than_there_are(span: str) -> None:
    tag = f'<a:tc gridSpan="{span}" rowSpan="{span}">'.encode()
    data = changed(deck_with_table(), SLIDE, lambda part: part.replace(b"<a:tc>", tag, 1))
    with cpu_seconds(10):
        assert parse(data, "s", "d.pptx")[0].text == "Tea\n | Two"


def test_a_long_table_on_a_slide_and_a_deep_level_cost_what_they_are_long() -> None:
    cell = b"<a:tc><a:txBody><a:bodyPr/><a:p><a:r><a:t>x</a:t></a:r></a:p></a:txBody></a:tc>"
    more = (b'<a:tr h="1">' + cell * 2 + b"</a:tr>") * 3_000 + b"</a:tbl>"
    level = b'<a:p><a:pPr lvl="2000000000"/><a:r><a:t>One</a:t></a:r></a:p><a:p>'
    with cpu_seconds(10):
        text = parse(changed(deck_with_table(), SLIDE, lambda p: p.replace(b"</a:tbl>", more)), "s", "d.pptx")[0].text
        assert text.count("x | x") == 3_000
        text = parse(changed(deck(), SLIDE, lambda p: p.replace(b"<a:p>", level, 1)), "s", "d.pptx")[0].text
        assert [line.strip() for line in text.split("\n")] == ["• One", "• Tea"]


def ods(*rows: str) -> str:
    """Return the text of a sheet of OpenDocument rows, in which {a=3} is an "a" three times and {=3} nothing."""

    def cell(match: re.Match[str]) -> str:
        text, times = match.groups()
        inside = f' office:value-type="string"><text:p>{text}</text:p></table:table-cell>' if text else "/>"
        return f'<table:table-cell table:number-columns-repeated="{times}"{inside}'

    written = "".join(re.sub(r"\{(\w*)=(\d+)\}", cell, row) for row in rows)
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    table = f'<table:table table:name="S">{written}</table:table>'
    sheet = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    manifest = '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    members = {
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": f"<office:document-content {names}>{sheet}</office:document-content>".encode(),
        "META-INF/manifest.xml": manifest.encode(),
    }
    return parse(zipped(members), "s", "d.ods")[0].text


def ods_row(cells: str, times: str = "1") -> str:
    return f'<table:table-row table:number-rows-repeated="{times}">{cells}</table:table-row>'


def test_what_an_opendocument_sheet_repeats_is_there_a_hundred_times_at_most_and_nothing_is_nothing() -> None:
    with cpu_seconds(10):
        assert ods(ods_row("{a=1}"), ods_row("{=16384}", "1048574"), ods_row("{=16383}{z=1}")) == "S\n\na\n\nz"
        assert ods(ods_row("{a=2}", "1048576")) == "S\n\n" + "\n".join(["a | a"] * 100)
        assert ods(ods_row("{a=16384}", "1048576")).count("a") == 100 * 1_000
        assert ods(ods_row("{a=2}{=" + MANY_DIGITS + "}")) == "S\n\na | a"


def test_an_opendocument_sheet_of_repeats_in_repeats_is_refused() -> None:
    rows = [ods_row("{=1000}" * 1_000 + "{z=1}"), *[ods_row("{a=1}", "100")] * 1_000]
    with cpu_seconds(10), pytest.raises(UnreadableDocument, match="too far apart"):
        ods(*rows)


def xlsx(sheet: str, sheets: int = 1) -> str:
    """Return the text of a workbook, all of whose sheets are this one."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package, main = "http://schemas.openxmlformats.org/package/2006", "http://schemas.openxmlformats.org/spreadsheetml"
    link = '<Relationships xmlns="{}/relationships"><Relationship Id="r" Type="{}/{}" Target="{}"/></Relationships>'
    names = "".join(f'<sheet name="S{number}" sheetId="{number}" r:id="r"/>' for number in range(1, sheets + 1))
    members = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"/>',
        "_rels/.rels": link.format(package, office, "officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{main}/2006/main" xmlns:r="{office}"><sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": link.format(package, office, "worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}/2006/main">{sheet}</worksheet>',
    }
    return parse(zipped({name: part.encode() for name, part in members.items()}), "s", "d.xlsx")[0].text


def xlsx_rows(*places: str, row: str = "1") -> str:
    cells = "".join(f'<c r="{place}" t="inlineStr"><is><t>x</t></is></c>' for place in places)
    return f'<row r="{row}">{cells}</row>'


@pytest.mark.parametrize(
    "more",
    [
        '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        '<sheetData><row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>',
    ],
)
def test_what_is_empty_in_a_sheet_costs_nothing(more: str) -> None:
    with cpu_seconds(10):
        text = xlsx(f'<dimension ref="A1:XFD1048576"/><sheetData>{xlsx_rows("A1", "B1")}</sheetData>{more}')
    assert text == "S1\n\nx | x"


def test_a_sheet_with_its_only_cell_far_out_is_read() -> None:
    assert xlsx(f"<sheetData>{xlsx_rows('XFD1048576', row='1048576')}</sheetData>") == "S1\n\nx"


@pytest.mark.parametrize(
    ("place", "row"),
    [("XFD1048576", "1048576"), ("CV200000", "200000"), ("ZZZZZZ4294967290", "4294967290"), ("A" + "9" * 400, "9")],
)
def test_cells_far_apart_are_refused_before_the_places_between_are_laid_out(place: str, row: str) -> None:
    with cpu_seconds(10), pytest.raises(UnreadableDocument, match=r"“d\.xlsx” has cells too far apart"):
        xlsx(f"<sheetData>{xlsx_rows('A1')}{xlsx_rows(place, row=row)}</sheetData>")


def test_a_sheet_without_references_is_read() -> None:
    rows = "<row>" + '<c t="inlineStr"><is><t>x</t></is></c>' * 3 + "</row>"
    assert xlsx(f"<sheetData>{rows * 3_000}</sheetData>").count("x | x | x") == 3_000


BLOCKS = [
    Block("Report", 1),
    Block("It froze in May."),
    Block("Ship | Built\nAlba | 1931\nBrisa | 1960", is_table=True),
]
FORMATS = [extension.removeprefix(".") for extension in WRITERS]


@pytest.mark.parametrize("promised", FORMATS)
@pytest.mark.parametrize("written", FORMATS)
def test_a_file_of_one_format_under_the_name_of_another_is_read_or_refused_in_one_line(
    written: str, promised: str
) -> None:
    with cpu_seconds(10):
        read_or_refused(WRITERS[f".{written}"](BLOCKS), f"d.{promised}")


@pytest.mark.parametrize("extension", FORMATS)
def test_a_file_that_breaks_off_is_read_or_refused_in_one_line(extension: str) -> None:
    data = WRITERS[f".{extension}"](BLOCKS)
    for kept in range(1, 10):
        read_or_refused(data[: len(data) * kept // 10], f"d.{extension}")
    with pytest.raises(EmptyDocument, match="has no text in it"):
        read(b"", "s", f"d.{extension}")


def read_or_refused(data: bytes, name: str) -> None:
    try:
        contents = read(data, "s", name)
    except DocumentError as error:
        refusal = error
    else:
        lines = [failure.reason for failure in (*contents.failures, *contents.skipped)]
        assert contents.documents or lines
        assert not any("\n" in line for line in lines)
        return
    assert "\n" not in str(refusal)
    assert name in refusal.problem or name.rpartition(".")[2] in refusal.problem
    assert refusal.remedy
