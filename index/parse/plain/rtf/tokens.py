"""What a file in Rich Text Format is written with: groups, control words, and text between them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["RtfToken", "tokens_of"]

_TOKEN = re.compile(
    rb"\\(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,10})? ?"
    rb"|\\'(?P<byte>[0-9A-Fa-f]{2})"
    rb"|\\(?P<sign>[^A-Za-z])"
    rb"|(?P<brace>[{}])"
    rb"|(?P<text>[^\\{}\r\n\x00]+)",
    re.DOTALL,
)
_BINARY = "bin"


@dataclass(frozen=True, slots=True)
class RtfToken:
    """A part of a file.

    Attributes:
        kind: “{”, “}”, “text”, “byte” (a letter written as the number of its byte), “sign” or “word”.
        word: of a control word; of a sign what stands behind the backslash.
        number: behind a control word; None where there is none.
        text: the bytes of text.
    """

    kind: str
    word: str = ""
    number: int | None = None
    text: bytes = b""


_OPEN, _CLOSE = RtfToken("{"), RtfToken("}")


def tokens_of(data: bytes) -> Iterator[RtfToken]:
    """Yield the parts of a file up to the end of its outermost group; bytes of pictures are left out."""
    depth, position = 0, 0
    while (found := _TOKEN.search(data, position)) is not None:
        position = found.end()
        kind = found.lastgroup
        if found["word"]:
            number = None if found["number"] is None else int(found["number"])
            word = found["word"].decode("ascii")
            if word == _BINARY:
                position += max(0, number or 0)
            else:
                yield RtfToken("word", word, number)
        elif kind == "brace":
            depth += 1 if found["brace"] == b"{" else -1
            yield _OPEN if found["brace"] == b"{" else _CLOSE
            if depth <= 0:
                return
        elif kind == "byte":
            yield RtfToken("byte", text=bytes.fromhex(found["byte"].decode("ascii")))
        elif kind == "sign":
            yield RtfToken("sign", found["sign"].decode("latin-1"))
        else:
            yield RtfToken("text", text=found["text"])
