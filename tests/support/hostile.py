"""What an attacker sends, for tests and benchmarks: a page that takes minutes to draw, and requests that never end."""

from collections.abc import Sequence

__all__ = ["pdf_of_blended_fills"]


def pdf_of_blended_fills(words: str, fills: int, layers: int = 1) -> bytes:
    """Return a PDF of about 2 kB with one page that holds words, which many fills in blend modes then cover.

    Args:
        words: in ASCII; of two PDFs with different words one is no copy of the other.
        fills: each blends every dot of the page with what lies below.
        layers: transparency groups around them; each multiplies the work.
    """
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
    blend = b"/ExtGState<</G<</BM/Luminosity/ca .5>>>>"
    size = b"[0 0 1500 1500]"
    box = b"0 0 1500 1500 re f "
    colours = b"".join(b"/G gs .%d .%d .5 rg %s" % (n % 9 + 1, (7 * n) % 9 + 1, box) for n in range(fills))
    text = b"BT /F 20 Tf 100 700 Td (%s) Tj ET " % words.encode("ascii")
    kinds = b"/Type/XObject/Subtype/Form/BBox%s/Group<</S/Transparency/I true/K true>>" % size
    first_layer = 6
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[4 0 R]>>",
        font,
        b"<</Type/Page/Parent 2 0 R/MediaBox%s/Contents 5 0 R/Resources<</Font<</F 3 0 R>>/XObject<</L 6 0 R>>%s>>>>"
        % (size, blend),
        _stream(b"", text + b"/G gs /L Do "),
    ]
    for layer in range(layers):
        below = first_layer + layer + 1
        inner = b"/XObject<</L %d 0 R>>" % below if layer + 1 < layers else b""
        content = b"/G gs /L Do " * 2 if inner else colours
        objects.append(_stream(b"%s/Resources<<%s%s>>" % (kinds, blend, inner), content))
    return _file(objects)


def _stream(entries: bytes, content: bytes) -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(content), content)


def _file(objects: Sequence[bytes]) -> bytes:
    parts, places, length = [b"%PDF-1.4\n"], [], 9
    for number, written in enumerate(objects, 1):
        places.append(length)
        parts.append(b"%d 0 obj%s\nendobj\n" % (number, written))
        length += len(parts[-1])
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, length)
    return b"".join([*parts, b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (len(objects) + 1, table, end)])
