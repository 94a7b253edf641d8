"""Word documents, written as small as the format allows."""

from index.documents import Document
from index.parse.formats import parse
from tests.index.parse.writers import zipped

__all__ = ["STRICT", "W", "docx", "p", "word"]

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"

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


def docx(body: str, namespace: str = W, **parts: str) -> Document:
    """Return the document with a body; of each part a name stands for ``word/NAME.xml``, given without its root."""

    def root(name: str, content: str) -> bytes:
        return f'<w:{name} xmlns:w="{namespace}">{content}</w:{name}>'.encode()

    members = {"word/document.xml": root("document", f"<w:body>{body}</w:body>")}
    members |= {f"word/{name}.xml": root(name, content) for name, content in parts.items()}
    [document] = parse(zipped(members), "/a/d.docx", "d.docx")
    return document


def p(text: str, properties: str = "") -> str:
    """Return a paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
