"""Files of every format, written as small as the format allows, from the same blocks."""

import csv
import email.message
import io
import json
import tarfile
import zipfile
from collections.abc import Callable, Sequence
from html import escape

import pptx
import xlsxwriter
from pptx.util import Inches

from index.parse.structure.blocks import Block
from tests.index.parse.markup.markup_files import MARKUP_WRITERS

__all__ = ["WRITERS", "pdf_of", "pdf_string", "placed_pdf", "typeset_pdf", "zipped"]

Blocks = Sequence[Block]
Writer = Callable[[Blocks], bytes]

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _rows(block: Block) -> list[list[str]]:
    return [line.split(" | ") for line in block.text.split("\n")]


def txt(blocks: Blocks) -> bytes:
    return "\n\n".join(block.text for block in blocks).encode()


def markdown(blocks: Blocks) -> bytes:
    parts = []
    for block in blocks:
        if block.is_table:
            head, *rows = _rows(block)
            lines = [head, ["---"] * len(head), *rows]
            parts.append("\n".join("| " + " | ".join(cells) + " |" for cells in lines))
        else:
            parts.append("#" * block.level + " " * bool(block.level) + block.text)
    return "\n\n".join(parts).encode()


def html(blocks: Blocks) -> bytes:
    parts = []
    for block in blocks:
        if block.is_table:
            rows = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in _rows(block))
            parts.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
        else:
            tag = f"h{block.level}" if block.level else "p"
            parts.append(f"<{tag}>{escape(block.text)}</{tag}>")
    return ("<!doctype html><meta charset=utf-8><body>" + "".join(parts)).encode()


def jsonl(blocks: Blocks) -> bytes:
    return json.dumps({"text": "\n\n".join(block.text for block in blocks)}).encode()


def delimited(blocks: Blocks) -> bytes:
    file = io.StringIO()
    csv.writer(file).writerows(row for block in blocks for row in _rows(block))
    return file.getvalue().encode()


def eml(blocks: Blocks) -> bytes:
    message = email.message.EmailMessage()
    message["Subject"], message["From"], message["Date"] = (
        "Papers",
        "ada@example.org",
        "Mon, 06 May 2024 09:00:00 +0000",
    )
    message.set_content("\n\n".join(block.text for block in blocks))
    message.add_attachment(html(blocks), maintype="text", subtype="html", filename="papers.html")
    return message.as_bytes()


def mailbox(blocks: Blocks) -> bytes:
    """Write a mail a block, each a reply to the one before it, which it quotes."""
    mails, quoted = [], ""
    for number, block in enumerate(blocks):
        message = email.message.EmailMessage()
        message["Subject"], message["From"] = "Re: Papers", "Ada <ada@example.org>"
        message["Date"] = f"Mon, 06 May 2024 {number:02}:00:00 +0000"
        message.set_content(f"{block.text}\n\n-- \nAda\nPhone: 020 7946 0958\n\n{quoted}", cte="base64")
        mails.append(b"From ada@example.org Mon May  6 09:00:00 2024\n" + message.as_bytes() + b"\n")
        lines = "\n".join(f"> {line}" for line in block.text.split("\n"))
        quoted = f"On Mon, 6 May 2024 at {number:02}:00, Ada <ada@example.org> wrote:\n{lines}\n"
    return b"".join(mails)


def calendar(blocks: Blocks) -> bytes:
    def written(text: str) -> str:
        return "".join({"\n": "\\n", "\\": "\\\\", ",": "\\,", ";": "\\;"}.get(c, c) for c in text)

    events = "".join(
        f"BEGIN:VEVENT\r\nSUMMARY:Papers\r\nDTSTART:20240506T090000Z\r\nDESCRIPTION:{written(block.text)}\r\nEND:VEVENT\r\n"
        for block in blocks
    )
    return f"BEGIN:VCALENDAR\r\n{events}END:VCALENDAR\r\n".encode()


def rtf(blocks: Blocks) -> bytes:
    def written(text: str) -> str:
        return "".join(
            c if c.isascii() and c not in "\\{}" else f"\\u{ord(c) - 65536 * (ord(c) > 32767)}?" for c in text
        )

    paragraphs = "\\par\\par\n".join(written(block.text).replace("\n", "\\line ") for block in blocks)
    return ("{\\rtf1\\ansi " + paragraphs + "}").encode()


def vtt(blocks: Blocks) -> bytes:
    cues = (f"00:00:{n:02}.000 --> 00:00:{n:02}.900\n{escape(b.text)}" for n, b in enumerate(blocks))
    return ("WEBVTT\n\n" + "\n\n".join(cues)).encode()


def notebook(blocks: Blocks) -> bytes:
    cells = [{"cell_type": "markdown", "source": markdown([block]).decode()} for block in blocks]
    return json.dumps({"cells": cells}).encode()


def zipped(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def docx(blocks: Blocks) -> bytes:
    def paragraph(text: str, level: int = 0) -> str:
        style = f'<w:pPr><w:outlineLvl w:val="{level - 1}"/></w:pPr>' if level else ""
        runs = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
        return f"<w:p>{style}<w:r>{runs}</w:r></w:p>"

    parts = []
    for block in blocks:
        if block.is_table:
            rows = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in _rows(block))
            parts.append("<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>")
        else:
            parts.append(paragraph(block.text, block.level))
    document = f'<w:document xmlns:w="{_W}"><w:body>{"".join(parts)}</w:body></w:document>'
    return zipped({"word/document.xml": document.encode()})


def odt(blocks: Blocks) -> bytes:
    parts = []
    for block in blocks:
        if block.is_table:
            rows = ("".join(f"<t:table-cell><x:p>{escape(c)}</x:p></t:table-cell>" for c in r) for r in _rows(block))
            parts.append("<t:table>" + "".join(f"<t:table-row>{row}</t:table-row>" for row in rows) + "</t:table>")
        elif block.level:
            parts.append(f'<x:h x:outline-level="{block.level}">{escape(block.text)}</x:h>')
        else:
            parts.append(f"<x:p>{escape(block.text)}</x:p>")
    names = 'xmlns:o="urn:o" xmlns:t="urn:t" xmlns:x="urn:x"'
    content = f"<o:document-content {names}><o:body><o:text>{''.join(parts)}</o:text></o:body></o:document-content>"
    return zipped({"content.xml": content.encode()})


def slides(blocks: Blocks) -> bytes:
    presentation = pptx.Presentation()
    for block in blocks:
        slide = presentation.slides.add_slide(presentation.slide_layouts[6])
        if block.is_table:
            rows = _rows(block)
            size = [Inches(1)] * 4
            table = slide.shapes.add_table(len(rows), len(rows[0]), *size).table
            for down, row in enumerate(rows):
                for across, cell in enumerate(row):
                    table.cell(down, across).text = cell
        else:
            slide.shapes.add_textbox(*[Inches(1)] * 4).text_frame.text = block.text
    file = io.BytesIO()
    presentation.save(file)
    return file.getvalue()


def sheets(blocks: Blocks) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as workbook:
        sheet = workbook.add_worksheet("Papers")
        down = 0
        for block in blocks:
            for row in _rows(block):
                for across, cell in enumerate(row):
                    sheet.write_string(down, across, cell)
                down += 1
            down += 1
    return file.getvalue()


def epub(blocks: Blocks) -> bytes:
    container = '<container><rootfiles><rootfile full-path="b/package.opf"/></rootfiles></container>'
    package = (
        '<package xmlns:d="urn:d"><metadata><d:title>Papers</d:title></metadata><manifest>'
        '<item id="one" href="one.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="one"/></spine></package>'
    )
    pages = {
        "META-INF/container.xml": container.encode(),
        "b/package.opf": package.encode(),
        "b/one.xhtml": html(blocks),
    }
    return zipped(pages)


def pdf(blocks: Blocks) -> bytes:
    """Return pages of 40 lines of Helvetica; headings are larger. Letters are those of Windows-1252."""
    lines = [(line, 18 if block.level else 10) for block in blocks for line in (*block.text.split("\n"), "")]
    pages = [lines[first : first + 40] for first in range(0, len(lines), 40)]
    return placed_pdf([[(50, 800 - 18 * n, size, line) for n, (line, size) in enumerate(page)] for page in pages])


def placed_pdf(
    pages: Sequence[Sequence[tuple[int, int, int, str]]],
    pixels: Sequence[bytes] = (),
    drawn: Sequence[bytes] = (),
) -> bytes:
    """Return pages of 2000 by 842 points with (x, y from below, size, text) in this order.

    Args:
        pages: of texts.
        pixels: of a picture on each page: grey values, 100 in a row.
        drawn: what else is on each page, in PDF's own operators.
    """
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", font]
    kids = []
    for number, page in enumerate(pages):
        content = picture = b""
        if pixels:
            data = pixels[number]
            form = b"/Subtype/Image/Width 100/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8" % (len(data) // 100)
            objects.append(b"<</Type/XObject%s/Length %d>>stream\n%s\nendstream" % (form, len(data), data))
            content, picture = b"q 99 0 0 99 1800 10 cm /P Do Q ", b"/XObject<</P %d 0 R>>" % len(objects)
        if drawn:
            content += b"%s " % drawn[number]
        for x, y, size, line in page:
            content += b"BT /F %d Tf %d %d Td (%s) Tj ET " % (size, x, y, pdf_string(line))
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
        resources = b"/Resources<</Font<</F 3 0 R>>%s>>/MediaBox[0 0 2000 842]" % picture
        objects.append(b"<</Type/Page/Parent 2 0 R%s/Contents %d 0 R>>" % (resources, len(objects)))
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    return pdf_of(objects)


def typeset_pdf(lines: Sequence[Sequence[tuple[str, float, float]]], drop: int = 18) -> bytes:
    """Return a page with lines of pieces, each (text, size, how far it is raised in points) behind the one before.

    Args:
        lines: of pieces.
        drop: points from one base line to the next.
    """
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
    content = b""
    for number, line in enumerate(lines):
        content += b"BT 50 %d Td " % (780 - drop * number)
        for text, size, rise in line:
            content += b"/F %.2f Tf %.2f Ts (%s) Tj " % (size, rise, pdf_string(text))
        content += b"ET "
    page = b"<</Type/Page/Parent 2 0 R/Resources<</Font<</F 3 0 R>>>>/MediaBox[0 0 595 842]/Contents 5 0 R>>"
    stream = b"<</Length %d>>stream\n%s\nendstream" % (len(content), content)
    return pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[4 0 R]>>", font, page, stream])


def pdf_string(text: str) -> bytes:
    """Return what stands between the brackets of a string in WinAnsiEncoding."""
    return text.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def pdf_of(objects: Sequence[bytes]) -> bytes:
    """Return a PDF of objects, numbered from 1, of which the first is the catalogue."""
    parts, places, length = [b"%PDF-1.4\n"], [], 9
    for number, written in enumerate(objects, 1):
        places.append(length)
        parts.append(b"%d 0 obj%s\nendobj\n" % (number, written))
        length += len(parts[-1])
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, length)
    return b"".join([*parts, b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (size, table, end)])


def archive(blocks: Blocks) -> bytes:
    return zipped({"a/one.txt": txt(blocks), "two.docx": docx(blocks)})


def tape(blocks: Blocks) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as tar:
        for name, data in {"one.md": markdown(blocks), "two.odt": odt(blocks)}.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return file.getvalue()


WRITERS: dict[str, Writer] = {
    ".txt": txt,
    ".md": markdown,
    **MARKUP_WRITERS,
    ".html": html,
    ".jsonl": jsonl,
    ".csv": delimited,
    ".eml": eml,
    ".mbox": mailbox,
    ".ics": calendar,
    ".rtf": rtf,
    ".vtt": vtt,
    ".ipynb": notebook,
    ".docx": docx,
    ".odt": odt,
    ".pptx": slides,
    ".xlsx": sheets,
    ".epub": epub,
    ".pdf": pdf,
    ".zip": archive,
    ".tar.gz": tape,
}
