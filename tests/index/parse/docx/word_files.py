"""Word documents, written as small as the format allows."""

from index.documents import Document
from index.parse.formats import parse
from tests.index.parse.writers import zipped

__all__ = ["word"]

_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def word(body: str, **parts: str) -> Document:
    """Return the document with a body; of each part a name stands for ``word/NAME``, with “_” for its full stop."""
    written = {"word/document.xml": f"<w:document {_NAMES}><w:body>{body}</w:body></w:document>"}
    links = "".join(f'<l Id="{name}" Type="http://x/aFChunk" Target="{name.replace("_", ".")}"/>' for name in parts)
    written["word/_rels/document.xml.rels"] = f"<links>{links}</links>"
    written |= {f"word/{name.replace('_', '.')}": text for name, text in parts.items()}
    return parse(zipped({path: text.encode() for path, text in written.items()}), "s", "a.docx")[0]
