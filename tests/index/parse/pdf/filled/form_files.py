"""Pages of forms, written as small as PDF allows."""

from collections.abc import Sequence

from tests.index.parse.writers import pdf_of, pdf_string

Rectangle = tuple[float, float, float, float]
"""Left, bottom, right and top, in points from the page's lower left corner."""

Words = Sequence[tuple[float, float, str]]
"""Left, base line, text."""


def form_pdf(words: Words, annotations: Sequence[bytes], is_turned: bool = False) -> bytes:
    """Return a page with words, and with fields and notes on it; one that is turned is shown turned back."""
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
    matrix = b"0 1 -1 0 595 0" if is_turned else b"1 0 0 1 0 0"
    texts = b"".join(b"BT /F 11 Tf %.1f %.1f Td (%s) Tj ET " % (x, y, pdf_string(text)) for x, y, text in words)
    content = b"%s cm %s" % (matrix, texts)
    first = 7
    references = b" ".join(b"%d 0 R" % (first + place) for place in range(len(annotations)))
    page = b"<</Type/Page/Parent 2 0 R/Resources<</Font<</F 3 0 R>>>>/MediaBox[0 0 595 842]/Contents 5 0 R"
    return pdf_of(
        [
            b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[%s]>>>>" % references,
            b"<</Type/Pages/Count 1/Kids[4 0 R]>>",
            font,
            page + b"/Rotate %d/Annots[%s]>>" % (90 if is_turned else 0, references),
            b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
            b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 0>>stream\n\nendstream",
            *annotations,
        ]
    )


def written(rectangle: Rectangle, value: str, name: str = "", more: bytes = b"") -> bytes:
    """Return a field that words are written into."""
    return _annotation(b"Widget", rectangle, b"/FT/Tx/T(%d)/V(%s)%s" % (hash(rectangle), pdf_string(value), more), name)


def ticked(rectangle: Rectangle, on: bool, name: str = "") -> bytes:
    """Return a box, ticked or not."""
    state = b"Yes" if on else b"Off"
    drawn = b"/AP<</N<</Yes 6 0 R/Off 6 0 R>>>>"
    return _annotation(
        b"Widget", rectangle, b"/FT/Btn/T(%d)/V/%s/AS/%s%s" % (hash(rectangle), state, state, drawn), name
    )


def chosen(rectangle: Rectangle, value: str, shown: Sequence[tuple[str, str]]) -> bytes:
    """Return a field with choices, each (value, as it is shown)."""
    choices = b"".join(b"[(%s)(%s)]" % (pdf_string(one), pdf_string(other)) for one, other in shown)
    form = b"/FT/Ch/Ff 131072/T(%d)/V(%s)/Opt[%s]" % (hash(rectangle), pdf_string(value), choices)
    return _annotation(b"Widget", rectangle, form)


def noted(kind: str, rectangle: Rectangle, text: str, author: str = "", more: bytes = b"") -> bytes:
    """Return a note of a kind."""
    who = b"/T(%s)" % pdf_string(author) if author else b""
    return _annotation(kind.encode(), rectangle, b"/Contents(%s)%s%s" % (pdf_string(text), who, more))


def turned(rectangle: Rectangle) -> Rectangle:
    """Return where on the page a rectangle is that is shown so when the page is turned."""
    left, bottom, right, top = rectangle
    return 595 - top, left, 595 - bottom, right


def _annotation(kind: bytes, rectangle: Rectangle, more: bytes, name: str = "") -> bytes:
    told = b"/TU(%s)" % pdf_string(name) if name else b""
    return b"<</Type/Annot/Subtype/%s/F 4/Rect[%.1f %.1f %.1f %.1f]%s%s>>" % (kind, *rectangle, more, told)
