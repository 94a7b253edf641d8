"""Documents of other formats that a Word document takes in whole, as programs write it that have only these."""

from collections.abc import Iterator

from index.errors import DocumentError
from index.parse.html.blocks import blocks_of
from index.parse.html.tree import read_tree, without_furniture
from index.parse.plain.rtf.reader import read_rtf
from index.parse.plain.text import tidy_lines
from index.parse.structure.blocks import Block
from index.parse.structure.characters import decode

__all__ = ["embedded_blocks"]

_BINARY = b"PK"


def embedded_blocks(data: bytes, name: str) -> Iterator[Block]:
    """Yield the blocks of a web page, of rich text or of plain text; nothing of other formats.

    Args:
        data: of the part.
        name: of the part, for errors.
    """
    start = data[:1_000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(_BINARY):
        return
    if start.startswith(b"{\\rtf"):
        yield from read_rtf(data).blocks
        return
    try:
        if b"<" in start:
            root = read_tree(data, name)
            yield from () if root is None else blocks_of(without_furniture(root, is_book=True))
        else:
            yield from (Block(part) for part in tidy_lines(decode(data, name)).split("\n\n"))
    except DocumentError:
        return
