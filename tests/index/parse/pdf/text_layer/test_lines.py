"""Words of a page end where a script that is written from the right begins."""

import pytest

from index.limits import Limits
from index.parse.pdf.document import parse_pdf
from tests.index.parse.writers import pdf_of

LETTERS = "\u0645\u0646\u0648\u05e9"
"""What the codes from 128 on stand for in the font of these pages: three letters of Arabic, one of Hebrew."""


def page_of(written: bytes) -> str:
    """Return the text of a page with one line, each letter behind the one before."""
    mapped = "".join(f"<{128 + place:02x}> <{ord(letter):04x}>\n" for place, letter in enumerate(LETTERS))
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"1 beginbfrange <20> <7e> <0020> endbfrange\n{len(LETTERS)} beginbfchar\n{mapped}endbfchar\nendcmap end end"
    ).encode()
    content = b"BT /F 12 Tf 50 700 Td (%s) Tj ET" % written
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[4 0 R]>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding/ToUnicode 6 0 R>>",
        b"<</Type/Page/Parent 2 0 R/Resources<</Font<</F 3 0 R>>>>/MediaBox[0 0 595 842]/Contents 5 0 R>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Length %d>>stream\n%s\nendstream" % (len(cmap), cmap),
    ]
    [document] = parse_pdf(pdf_of(objects), "/a/p.pdf", "p.pdf", Limits()).documents
    return document.text


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (rb"Python\200\201", ["Python", "\u0646\u0645"]),
        (rb"\202Python R2D2", ["\u0648", "Python", "R2D2"]),
        (rb"\200\2012026 2026\203", ["2026\u0646\u0645", "\u05e92026"]),
        (rb"well-known caf\351 12-14", ["well-known", "café", "12-14"]),
    ],
)
def test_latin_letters_and_those_written_from_the_right_are_no_one_word(written: bytes, words: list[str]) -> None:
    assert sorted(page_of(written).split()) == sorted(words)
