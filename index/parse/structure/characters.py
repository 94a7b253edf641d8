"""How bytes become characters, and which characters a document's text may have."""

import re

from index.errors import UnreadableDocument

__all__ = ["SYMBOLS", "clean", "decode", "one_line"]

_BYTE_ORDER_MARKS = (
    # UTF-32 first: its little-endian mark begins with that of UTF-16.
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
SYMBOLS = {
    0xF06E: "■",
    0xF06F: "☐",
    0xF071: "❑",
    0xF076: "❖",
    0xF0A7: "▪",
    0xF0A8: "☐",
    0xF0B7: "•",
    0xF0D8: "➢",
    0xF0E0: "→",
    0xF0FC: "✓",
    0xF0FD: "☒",
    0xF0FE: "☒",
}
"""What letters of the private area stand for in Symbol and Wingdings, from which programs take bullets and boxes."""

_SYMBOL = re.compile("[\uf06e-\uf0fe]")
_NEWLINES = re.compile("\r\n?|[\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_ESCAPES = re.compile(
    "\x1b(?:\\[[0-?]{0,40}[ -/]{0,4}[@-~]|\\][^\x07\x1b\n]{0,300}(?:\x07|\x1b\\\\)|[()][0-9A-B]|[=>78cDEHM])"
)
"""What colours letters on a terminal, or moves them."""

_UNEXPECTED = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x9f]")
"""Controls that text files do not have; form feeds and terminal escapes they do."""

_SURROGATES = re.compile("[\ud800-\udfff]")
_BINARY_SHARE = 0.01
_TIE = 0.05
"""How much messier, 0 to 1, a reading may be and still count as good as another."""


def decode(data: bytes, name: str, declared: str | None = None) -> str:
    """Return the characters of a text file, without its byte order mark.

    Tried in this order: a byte order mark, the declared encoding, UTF-8, UTF-16 without a mark, UTF-8 with few damaged
    bytes, and what charset-normalizer takes it for.

    Args:
        data: the whole file.
        name: of the file, for the error.
        declared: an encoding that the file itself names, such as an HTML page's.

    Raises:
        UnreadableDocument: these bytes are not text.
    """
    text = _decoded(data, declared)
    if text is None or len(_UNEXPECTED.findall(text)) > _BINARY_SHARE * len(text):
        raise UnreadableDocument(f"“{name}” holds binary data, not text", "Give it the extension of its real format")
    return text.removeprefix("\ufeff")


def clean(text: str) -> str:
    """Return the text with line feeds as its only line ends, tabs as its other controls, and no lone surrogates."""
    text = _ESCAPES.sub("", text) if "\x1b" in text else text
    text = _CONTROLS.sub(" ", _NEWLINES.sub("\n", text.removeprefix("\ufeff")))
    return _SURROGATES.sub("\ufffd", text.translate(SYMBOLS) if _SYMBOL.search(text) else text)


def one_line(text: str) -> str:
    """Return clean text with every run of white space as one space, and none at its ends."""
    # Most text has nothing to clean, and that is sooner seen than done.
    return " ".join((text if text.isprintable() else clean(text)).split())


def _decoded(data: bytes, declared: str | None) -> str | None:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _strict(data, encoding)
    if 0 in data:
        return _utf16_without_mark(data)
    if declared and (text := _strict(data, declared)) is not None:
        return text
    if (text := _strict(data, "utf-8")) is not None:
        return text
    return _damaged_utf8(data) or _guessed(data)


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _utf16_without_mark(data: bytes) -> str | None:
    """Decode UTF-16 whose every second byte is mostly zero, as it is for Latin letters."""
    if len(data) % 2:
        return None
    pairs = len(data) // 2
    for encoding, high, low in (("utf-16-le", data[1::2], data[0::2]), ("utf-16-be", data[0::2], data[1::2])):
        if high.count(0) > pairs // 2 and not low.count(0):
            return _strict(data, encoding)
    return None


def _damaged_utf8(data: bytes) -> str | None:
    """Decode UTF-8 with a few broken bytes, as cut-off logs have, replacing those; None when it is something else."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    intact = sum(character > "\x7f" for character in text) - broken
    return text if intact > 4 * broken else None


def _guessed(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    matches = from_bytes(data)
    best = matches.best()
    if best is None:
        return None
    # Its ties go to the first in the alphabet, cp1250, which turns ñ into ń; the Western one is the likelier.
    for match in matches:
        if match.encoding == "cp1252" and match.coherence >= best.coherence and match.chaos <= best.chaos + _TIE:
            return str(match)
    return str(best)
