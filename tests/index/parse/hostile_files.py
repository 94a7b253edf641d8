"""Office files, books, archives and PDFs that were made to cost much, by their sizes when they are unpacked."""

import io
import tarfile
import zipfile
from collections.abc import Callable

from tests.index.parse.hostile_texts import Family

__all__ = ["FILES"]

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def _packed(members: dict[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def _times(pattern: str, size: int) -> str:
    length = len(pattern.replace("#", "10000"))
    return "".join(pattern.replace("#", str(number)) for number in range(size // length))


def _deep(opened: str, closed: str, middle: str, depth: int, size: int) -> str:
    one = opened * depth + middle + closed * depth
    return one * max(1, size // len(one))


def _docx(body: Callable[[int], str], **parts: Callable[[int], str]) -> Family:
    def made(size: int) -> bytes:
        members = {"document": f"<w:body>{body(size)}</w:body>"} | {name: part(size) for name, part in parts.items()}
        return _packed(
            {f"word/{n}.xml": f'<w:x xmlns:w="{_W}" xmlns:r="{_OFFICE}">{c}</w:x>' for n, c in members.items()}
        )

    return made


def _p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def _style(number: str) -> str:
    return f'<w:style w:styleId="s{number}"><w:name w:val="s{number}"/><w:basedOn w:val="s{number}x"/></w:style>'


_CELL = f"<w:tc>{_p('a')}</w:tc>"
_BOX = "<w:r><w:txbxContent><w:p>"
_DOCX: dict[str, Family] = {
    "paragraphs": _docx(lambda n: _times(_p("a"), n)),
    "runs": _docx(lambda n: "<w:p>" + _times("<w:r><w:t>a</w:t></w:r>", n) + "</w:p>"),
    "headings": _docx(lambda n: _times(_p("a", '<w:outlineLvl w:val="5"/>'), n)),
    "tables": _docx(lambda n: _times(f"<w:tbl><w:tr>{_CELL}{_CELL}</w:tr></w:tbl>", n)),
    "tables in tables": _docx(lambda n: _deep("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", _p("a"), 70, n)),
    "rows": _docx(lambda n: "<w:tbl>" + _times(f"<w:tr>{_CELL}{_CELL}</w:tr>", n) + "</w:tbl>"),
    "cells": _docx(lambda n: "<w:tbl><w:tr>" + _times(_CELL, n) + "</w:tr></w:tbl>"),
    "wide cells": _docx(
        lambda n: (
            "<w:tbl>"
            + _times(f'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="200"/></w:tcPr>{_p("a")}</w:tc>{_CELL}</w:tr>', n)
            + "</w:tbl>"
        )
    ),
    "cells that go on": _docx(
        lambda n: (
            "<w:tbl>"
            + _times(f"<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>{_p('a' * 290)}</w:tc>{_CELL}</w:tr>", n)
            + "</w:tbl>"
        )
    ),
    "text boxes": _docx(
        lambda n: "<w:p>" + _times("<w:r><w:txbxContent>" + _p("a") + "</w:txbxContent></w:r>", n) + "</w:p>"
    ),
    "text boxes in text boxes": _docx(
        lambda n: _deep("<w:p><w:r><w:txbxContent>", "</w:txbxContent></w:r></w:p>", _p("a"), 70, n)
    ),
    "formulas": _docx(lambda n: "<w:p>" + _deep("<w:f><w:num>", "</w:num></w:f>", "<w:t>a</w:t>", 100, n) + "</w:p>"),
    "formulas of long text": _docx(
        lambda n: "<w:p>" + "<w:f><w:num>" * 100 + "<w:t>" + "a" * n + "</w:t>" + "</w:num></w:f>" * 100 + "</w:p>"
    ),
    "containers": _docx(lambda n: _deep("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", _p("a"), 100, n)),
    "breaks": _docx(lambda n: "<w:p><w:r>" + _times("<w:br/>", n) + "<w:t>a</w:t></w:r></w:p>"),
    "styles": _docx(lambda n: _times(_p("a", '<w:pStyle w:val="s#"/>'), n), styles=lambda n: _times(_style("#"), n)),
    "styles in a circle": _docx(
        lambda n: _times(_p("a", '<w:pStyle w:val="s"/>'), n),
        styles=lambda _: '<w:style w:styleId="s"><w:basedOn w:val="s"/></w:style>',
    ),
    "list items": _docx(
        lambda n: _times(_p("a", '<w:numPr><w:ilvl w:val="8"/><w:numId w:val="1"/></w:numPr>'), n),
        numbering=lambda _: (
            '<w:abstractNum w:abstractNumId="1">'
            + "".join(
                f'<w:lvl w:ilvl="{n}"><w:numFmt w:val="upperRoman"/><w:lvlText w:val="{"%9." * 16}"/></w:lvl>'
                for n in range(9)
            )
            + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
        ),
    ),
    "footnotes": _docx(lambda _: _p("a"), footnotes=lambda n: _times(f"<w:footnote>{_p('a')}</w:footnote>", n)),
    "comments": _docx(
        lambda _: _p("a"), comments=lambda n: _times(f'<w:comment w:author="b">{_p("a")}</w:comment>', n)
    ),
    "comments in comments": _docx(
        lambda _: _p("a"),
        comments=lambda n: _deep('<w:comment w:author="b">', "</w:comment>", "<w:t>a</w:t>" * 100, 200, n),
    ),
    "authors": _docx(
        lambda _: _p("a"),
        comments=lambda n: (
            _times("<w:author>b</w:author>", n // 2)
            + _times('<w:comment authorId="#"><w:t>a</w:t></w:comment>', n // 2)
        ),
    ),
    "one comment": _docx(
        lambda _: _p("a"), comments=lambda n: "<w:comment>" + _times("<w:t>a</w:t>", n) + "</w:comment>"
    ),
    "attributes": lambda size: _packed(
        {
            "word/document.xml": f'<w:x xmlns:w="{_W}"><w:p'
            + _times(' a#=""', size)
            + "><w:r><w:t>a</w:t></w:r></w:p></w:x>"
        }
    ),
    "namespaces": lambda size: _packed(
        {"word/document.xml": f'<w:x xmlns:w="{_W}"' + _times(' xmlns:a#="u#"', size) + f">{_p('a')}</w:x>"}
    ),
    "entities": lambda size: _packed(
        {
            "word/document.xml": '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY a0 "&a;">'
            + "".join(f'<!ENTITY a{n} "' + f"&a{n - 1};" * 10 + '">' for n in range(1, 9))
            + f']><w:x xmlns:w="{_W}">{_p("&a8;" * (size // 100))}</w:x>'
        }
    ),
    "one long text": _docx(lambda n: _p("a " * (n // 2))),
}


def _odt(body: Callable[[int], str]) -> Family:
    def made(size: int) -> bytes:
        names = 'xmlns:o="urn:o" xmlns:t="urn:t" xmlns:x="urn:x" xmlns:d="urn:d"'
        return _packed(
            {"content.xml": f"<o:document-content {names}><o:body>{body(size)}</o:body></o:document-content>"}
        )

    return made


_ODT: dict[str, Family] = {
    "paragraphs": _odt(lambda n: _times("<x:p>a</x:p>", n)),
    "spans": _odt(lambda n: "<x:p>" + _times("<x:span>a</x:span>", n) + "</x:p>"),
    "spaces": _odt(lambda n: "<x:p>" + _times('<x:s x:c="100"/>', n) + "a</x:p>"),
    "lists in lists": _odt(lambda n: _deep("<x:list><x:list-item>", "</x:list-item></x:list>", "<x:p>a</x:p>", 100, n)),
    "items": _odt(lambda n: "<x:list>" + _times("<x:list-item><x:p>a</x:p></x:list-item>", n) + "</x:list>"),
    "notes in notes": _odt(
        lambda n: _deep("<x:p><x:note><x:note-body>", "</x:note-body></x:note></x:p>", "<x:p>a</x:p>", 70, n)
    ),
    "notes": _odt(lambda n: "<x:p>" + _times("<x:note><x:note-body><x:p>a</x:p></x:note-body></x:note>", n) + "</x:p>"),
    "tables in tables": _odt(
        lambda n: _deep(
            "<t:table><t:table-row><t:table-cell>", "</t:table-cell></t:table-row></t:table>", "<x:p>a</x:p>", 70, n
        )
    ),
    "repeated cells": _odt(
        lambda n: (
            "<t:table>"
            + _times(
                '<t:table-row><t:table-cell t:number-columns-repeated="100"><x:p>a</x:p></t:table-cell></t:table-row>',
                n,
            )
            + "</t:table>"
        )
    ),
    "repeated empty cells": _odt(
        lambda n: (
            "<t:table>"
            + _times('<t:table-row><t:table-cell t:number-columns-repeated="100"/></t:table-row>', n)
            + "<t:table-row><t:table-cell><x:p>a</x:p></t:table-cell></t:table-row></t:table>"
        )
    ),
    "frames in frames": _odt(lambda n: _deep('<d:frame d:class="title">', "</d:frame>", "<x:p>a</x:p>", 100, n)),
    "pages": _odt(lambda n: _times("<d:page><x:p>a</x:p></d:page>", n)),
    "pages in pages": _odt(lambda n: _deep("<d:page>", "</d:page>", "<x:p>a</x:p>", 200, n)),
    "attributes": _odt(lambda n: "<x:p" + _times(' x:a#=""', n) + ">a</x:p>"),
    "paragraphs in paragraphs": _odt(
        lambda n: _deep("<x:p><x:text-box>", "</x:text-box></x:p>", "<x:p>a</x:p>", 100, n)
    ),
}


def _xlsx(sheet: Callable[[int], str], sheets: int = 1, **parts: Callable[[int], str]) -> Family:
    def made(size: int) -> bytes:
        link = f'<Relationships xmlns="{_PACKAGE}/relationships">'
        link += f'<Relationship Id="r" Type="{_OFFICE}/{{}}" Target="{{}}"/>'
        strings = f'<Relationship Id="s" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        styles = f'<Relationship Id="t" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
        names = "".join(f'<sheet name="S{number}" sheetId="{number}" r:id="r"/>' for number in range(1, sheets + 1))
        members = {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
            "_rels/.rels": link.format("officeDocument", "xl/workbook.xml") + "</Relationships>",
            "xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets>{names}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": link.format("worksheet", "worksheets/sheet1.xml") + strings + styles,
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_SHEET}">{sheet(size)}</worksheet>',
        }
        more = {f"xl/{name}.xml": f'<x xmlns="{_SHEET}">{part(size)}</x>' for name, part in parts.items()}
        return _packed({**members, **more})

    return made


_INLINE = '<c t="inlineStr"><is><t>a</t></is></c>'
_PAIR = f"<row>{_INLINE}{_INLINE}</row>"


def _rows(rows: str) -> str:
    return f"<sheetData>{rows}</sheetData>"


def _one_row(_: int) -> str:
    return _rows(f"<row>{_INLINE}</row>")


_XLSX: dict[str, Family] = {
    "rows": _xlsx(lambda n: _rows(_times(_PAIR, n))),
    "cells": _xlsx(lambda n: _rows("<row>" + _times(_INLINE, n) + "</row>")),
    "empty rows": _xlsx(lambda n: _rows(_times("<row/>", n) + _PAIR)),
    "sheets": _xlsx(lambda _: _rows(_PAIR * 50), 300),
    "one string again and again": _xlsx(
        lambda n: _rows(_times('<row><c t="s"><v>0</v></c></row>', n)),
        sharedStrings=lambda _: f"<si><t>{'word ' * 200}</t></si>",
    ),
    "strings": _xlsx(_one_row, sharedStrings=lambda n: _times("<si><t>a</t></si>", n)),
    "styles": _xlsx(_one_row, styles=lambda n: "<cellXfs>" + _times('<xf numFmtId="14"/>', n) + "</cellXfs>"),
    "merged cells": _xlsx(
        lambda n: _one_row(n) + "<mergeCells>" + _times('<mergeCell ref="A1:B2"/>', n) + "</mergeCells>"
    ),
    "merged cells over each other": _xlsx(
        lambda n: (
            _rows(_times("<row>" + _INLINE * 20 + "</row>", n // 4))
            + "<mergeCells>"
            + _times('<mergeCell ref="A1:T9999"/>', n // 4)
            + "</mergeCells>"
        )
    ),
    "formats": _xlsx(
        lambda n: _rows("<row>" + _times('<c s="1"><v>1</v></c><c s="9"><v>2</v></c>', n // 2) + "</row>"),
        styles=lambda n: (
            "<numFmts>"
            + _times("""<numFmt numFmtId="164" formatCode='[&lt;"0?/#,.E+hmsyd@_*;'/>""", n // 4)
            + "</numFmts><cellXfs>"
            + _times('<xf numFmtId="164"/>', n // 4)
            + "</cellXfs>"
        ),
    ),
    "tables beside each other": _xlsx(
        lambda n: _rows(("<row>" + (_INLINE + _INLINE + "<c/>") * 100 + "</row>") * max(1, n // 8_000))
    ),
    "bands": _xlsx(lambda n: _rows(_times(_PAIR + "<row/>", n))),
    "comments": _xlsx(_one_row, comments1=lambda n: _times("<comment><t>a</t></comment>", n)),
}


def _epub(
    spine: Callable[[int], str], page: Callable[[int], str], items: Callable[[int], str] = lambda _: ""
) -> Family:
    def made(size: int) -> bytes:
        package = (
            '<package xmlns:d="urn:d"><metadata><d:title>P</d:title></metadata><manifest>'
            '<item id="one" href="one.xhtml" media-type="application/xhtml+xml"/>'
            f"{items(size)}</manifest><spine>{spine(size)}</spine></package>"
        )
        return _packed(
            {
                "META-INF/container.xml": '<container><rootfile full-path="p.opf"/></container>',
                "p.opf": package,
                "one.xhtml": page(size),
            }
        )

    return made


_EPUB: dict[str, Family] = {
    "one chapter again and again": _epub(lambda n: _times('<itemref idref="one"/>', n), lambda _: "<p>a" * 100),
    "one chapter under many names": _epub(
        lambda n: _times('<itemref idref="i#"/>', n),
        lambda _: "<p>a" * 100,
        lambda n: _times('<item id="i#" href="./x/../one.xhtml" media-type="text/html"/>', n),
    ),
    "chapters that are not there": _epub(
        lambda n: _times('<itemref idref="i#"/>', n),
        lambda _: "<p>a",
        lambda n: _times('<item id="i#" href="#.xhtml" media-type="text/html"/>', n),
    ),
    "a long chapter": _epub(lambda _: '<itemref idref="one"/>', lambda n: "<p>a" * (n // 4)),
    "a chapter of one tag": _epub(lambda _: '<itemref idref="one"/>', lambda n: "<p" + _times(" a#=1", n) + ">x"),
    "styles": _epub(
        lambda _: '<itemref idref="one"/>',
        lambda n: "<style>" + _times(".a{vertical-align:super}", n) + "</style>" + _times("<i class=a>b</i>", n),
    ),
    "styles without rules": _epub(
        lambda _: '<itemref idref="one"/>', lambda n: "<style>vertical-align" + _times("a ", n) + "</style><p>b</p>"
    ),
    "formulas": _epub(lambda _: '<itemref idref="one"/>', lambda n: "<math>" + _times("<msup><mi>a</mi>", n)),
    "long paths": _epub(
        lambda _: '<itemref idref="i"/><itemref idref="one"/>',
        lambda _: "<p>a",
        lambda n: f'<item id="i" href="{"../" * (n // 3)}" media-type="text/html"/>',
    ),
}


def _zip(members: Callable[[int], dict[str, bytes]]) -> Family:
    return lambda size: _packed(dict(members(size)))


def _tar(size: int) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as tape:
        for number in range(size // 1_000):
            info = tarfile.TarInfo(f"{number}.txt")
            info.size = 5
            tape.addfile(info, io.BytesIO(b"hello"))
    return file.getvalue()


def _sparse(size: int) -> bytes:
    """Write a tar file of members that are mostly holes: their sizes stand in a header of GNU's kind."""
    block = bytearray(tarfile.TarInfo("a.txt").tobuf(tarfile.GNU_FORMAT))
    block[156:157] = tarfile.GNUTYPE_SPARSE
    block[386:398], block[398:410] = b"00000000000\0", b"00000000001\0"
    block[483:495] = b"77777777777\0"
    block[124:136] = b"00000000001\0"
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return (bytes(block) + b"a" + bytes(511)) * max(1, size // 1_024) + bytes(1_024)


def _headers(size: int) -> bytes:
    """Write a tar file whose only member has a head of so many bytes."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tape:
        info = tarfile.TarInfo("a.txt")
        info.size = 5
        info.pax_headers = {f"k{number}": "v" for number in range(size // 12)}
        tape.addfile(info, io.BytesIO(b"hello"))
    return file.getvalue()


_ARCHIVES: dict[str, Family] = {
    "zip: members": _zip(lambda n: {f"{number}.txt": b"hello" for number in range(n // 100)}),
    "zip: members that are not read": _zip(lambda n: {f"{number}.png": b"hello" for number in range(n // 100)}),
    "zip: empty members": _zip(lambda n: {f"{number}.txt": b"" for number in range(n // 100)}),
    "zip: hidden members": _zip(lambda n: {f".{number}": b"a" for number in range(n // 100)} | {"a.txt": b"a"}),
    "zip: long names": _zip(lambda n: {f"{'a/' * 5_000}{number}.txt": b"hello" for number in range(n // 10_000)}),
    "zip: one long member": _zip(lambda n: {"a.txt": b"word " * (n // 5)}),
    "zip: members of Latin": _zip(lambda n: {f"{number}.txt": b"caf\xe9 " * 20 for number in range(n // 100)}),
    "tar.gz: members": _tar,
    "tar: holes": _sparse,
    "tar: a long head": _headers,
}


def _pdf(objects: list[bytes]) -> bytes:
    parts, places, length = [b"%PDF-1.4\n"], [], 9
    for number, written in enumerate(objects, 1):
        places.append(length)
        parts.append(b"%d 0 obj%s\nendobj\n" % (number, written))
        length += len(parts[-1])
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, length)
    return b"".join([*parts, b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (size, table, end)])


_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def _stream(content: bytes, form: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (form, len(content), content)


def _page(content: Callable[[int], bytes], box: bytes = b"0 0 600 800") -> Family:
    def made(size: int) -> bytes:
        page = b"<</Type/Page/Parent 2 0 R/Resources<</Font<</F 3 0 R>>>>/MediaBox[%s]/Contents 4 0 R>>" % box
        return _pdf(
            [
                b"<</Type/Catalog/Pages 2 0 R>>",
                b"<</Type/Pages/Count 1/Kids[5 0 R]>>",
                _FONT,
                _stream(content(size)),
                page,
            ]
        )

    return made


def _shared(content: bytes) -> Family:
    """Write pages that have one content."""

    def made(size: int) -> bytes:
        count = size // 150
        page = b"<</Type/Page/Parent 2 0 R/Resources<</Font<</F 3 0 R>>>>/MediaBox[0 0 600 800]/Contents 4 0 R>>"
        kids = b" ".join(b"%d 0 R" % number for number in range(5, 5 + count))
        tree = b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids)
        return _pdf([b"<</Type/Catalog/Pages 2 0 R>>", tree, _FONT, _stream(content), *[page] * count])

    return made


def _text(pattern: bytes, size: int) -> bytes:
    return b"BT /F 9 Tf 20 700 Td " + pattern * (size // len(pattern)) + b" ET"


def _columns(size: int) -> bytes:
    """Write words all over a page, each a piece of its own."""
    count = size // 45
    return b" ".join(
        b"BT /F 2 Tf 1 0 0 1 %d %d Tm (a) Tj ET" % (number * 7919 % 590, number * 104729 % 790)
        for number in range(count)
    )


def _grid(count: int) -> bytes:
    """Draw so many lines across and down, with a word in each of the cells on a slant."""
    lines = b" ".join(b"0 %d m 600 %d l %d 0 m %d 600 l" % (n, n, n, n) for n in range(0, 10 * count, 10))
    words = b" ".join(b"BT /F 4 Tf %d %d Td (a) Tj ET" % (n + 2, n + 2) for n in range(0, 10 * count, 10))
    return lines + b" S " + words


_PDF: dict[str, Family] = {
    "words": _page(lambda n: _text(b"(a ) Tj ", n)),
    "letters": _page(lambda n: _text(b"(aaaaaaaaaaaaaaaaaaaa) Tj ", n)),
    "lines": _page(lambda n: _text(b"(a) Tj 0 -1 Td ", n)),
    "lines of two cells": _page(lambda n: _text(b"(a) Tj 200 0 Td (b) Tj -200 -1 Td ", n)),
    "words all over": _page(_columns),
    "one long word": _page(lambda n: b"BT /F 9 Tf (" + b"a" * n + b") Tj ET"),
    "one long line of words": _page(lambda n: b"BT /F 9 Tf (" + b"a " * (n // 2) + b") Tj ET"),
    "hyphens": _page(lambda n: _text(b"(a-) Tj 0 -10 Td ", n)),
    "dots": _page(lambda n: b"BT /F 9 Tf (" + b"." * n + b" 1) Tj ET"),
    "spaced dots": _page(lambda n: b"BT /F 9 Tf (a " + b". " * (n // 2) + b" x) Tj ET"),
    "states": _page(lambda n: b"q " * (n // 4) + b"Q " * (n // 4)),
    "paths": _page(lambda n: b"0 0 m 1 1 l S " * (n // 14) + b"BT /F 9 Tf (a) Tj ET"),
    "cells that go back up": _page(lambda n: _text(b"(a) Tj 99 9 Td (b) Tj -99 -30 Td ", n)),
    "cells that end a table soon": _page(lambda n: _text(b"(a) Tj 99 0 Td (b) Tj -99 -10 Td (a b) Tj 0 -10 Td ", n)),
    "marks in the margin": _page(lambda n: _text(b"(1) Tj 30 0 Td (a a) Tj 0 -10 Td (a) Tj -30 -10 Td ", n)),
    "ruling lines": _page(lambda n: _grid(n // 50)),
    "pages in a grid": _shared(_grid(50)),
    "arrays": _page(lambda n: b"[" * n),
    "dictionaries": _page(lambda n: b"<<" * (n // 2)),
    "shared content": _shared(_text(b"(word ) Tj 0 -9 Td ", 1_000)),
    "pages with the same lines": _shared(_text(b"(a b) Tj 0 -9 Td ", 400)),
}
FILES: dict[str, Family] = (
    {f"docx: {name}": family for name, family in _DOCX.items()}
    | {f"odt: {name}": family for name, family in _ODT.items()}
    | {f"xlsx: {name}": family for name, family in _XLSX.items()}
    | {f"epub: {name}": family for name, family in _EPUB.items()}
    | {f"pdf: {name}": family for name, family in _PDF.items()}
    | _ARCHIVES
)
"""By a name that begins with the format."""
