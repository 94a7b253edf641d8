"""In which encoding each font of a file in Rich Text Format has its letters, and how letters beyond it are written."""

import codecs
from functools import lru_cache

__all__ = ["SPECIAL", "Fonts", "encoding_of", "whole"]

SPECIAL = {
    "tab": "\t", "emdash": "—", "endash": "–", "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005",
    "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "~": "\xa0", "_": "\u2011",
    "{": "{", "}": "}", "\\": "\\",
}  # fmt: skip
"""What control words and signs stand for."""

_CHARSETS = {
    77: "mac_roman", 78: "shift_jis", 79: "big5", 80: "euc_kr", 81: "mac_arabic", 82: "cp1255", 83: "mac_greek",
    84: "mac_cyrillic", 85: "mac_greek", 86: "mac_turkish", 87: "cp1258", 88: "cp874", 89: "mac_latin2", 128: "cp932",
    129: "cp949", 130: "johab", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255",
    178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
"""By the number of a font's character set; of others it is the file's own."""

_SYMBOLS = 2
_PRIVATE = 0xF000


class Fonts:
    """The fonts of a file, by their numbers."""

    def __init__(self) -> None:
        self.encoding = "cp1252"
        """Of the file, where a font says nothing else."""

        self._encodings: dict[int, str] = {}
        self._symbols: set[int] = set()

    def add(self, font: int, charset: int | None = None, page: int | None = None) -> None:
        """Take in the character set of a font, or its code page."""
        if charset == _SYMBOLS:
            self._symbols.add(font)
        elif charset in _CHARSETS:
            self._encodings[font] = _CHARSETS[charset]
        elif page:
            self._encodings[font] = encoding_of(page)

    def text(self, letters: bytes, font: int) -> str:
        """Return letters as text; those of a font of symbols in the area where such fonts have them."""
        if font in self._symbols:
            return "".join(chr(_PRIVATE + letter) if letter > ord(" ") else chr(letter) for letter in letters)
        return letters.decode(self._encodings.get(font, self.encoding), "replace")


@lru_cache(maxsize=100)
def encoding_of(page: int) -> str:
    """Return the encoding of a code page, the Western one where there is no such."""
    try:
        return codecs.lookup(f"cp{page}").name
    except LookupError:
        return "mac_roman" if page == 10_000 else "utf-8" if page == 65_001 else "cp1252"


def whole(text: str) -> str:
    """Return text with each letter that was written in two halves as one."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
