"""A paragraph with raised and lowered letters, in every format that has marks of them, as it is read."""

import io

from pptx import Presentation
from pptx.presentation import Presentation as PowerPoint
from pptx.text.text import TextFrame

from index.documents import Document
from index.parse.formats import parse
from index.parse.raised.markup import Height
from tests.index.parse.writers import zipped

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ODT = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("style", "text"))
STYLES = "".join(
    f'<style:style style:name="{name}"><style:text-properties style:text-position="{position}"/></style:style>'
    for name, position in (("r", "super 58%"), ("l", "-33% 58%"), ("n", "0% 100%"))
)

Pieces = list[tuple[str, Height]]


def pieces(line: str) -> Pieces:
    """Return a line in which ^3^ is raised and ~2~ lowered."""
    found: Pieces = []
    for place, part in enumerate(line.split("^")):
        for depth, piece in enumerate(part.split("~")):
            found.append((piece, Height.RAISED if place % 2 else Height.LOWERED if depth % 2 else Height.LEVEL))
    return found


def docx(line: Pieces) -> Document:
    marks = {Height.RAISED: "superscript", Height.LOWERED: "subscript", Height.LEVEL: "baseline"}
    runs = "".join(
        f'<w:r><w:rPr><w:vertAlign w:val="{marks[height]}"/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
        for text, height in line
    )
    document = f'<w:document xmlns:w="{W}"><w:body><w:p>{runs}</w:p></w:body></w:document>'
    return parse(zipped({"word/document.xml": document.encode()}), "s", "a.docx")[0]


def odt(line: Pieces) -> Document:
    names = {Height.RAISED: "r", Height.LOWERED: "l", Height.LEVEL: "n"}
    spans = "".join(f'<text:span text:style-name="{names[height]}">{text}</text:span>' for text, height in line)
    content = f"<content {ODT}>{STYLES}<body><text:p>{spans}</text:p></body></content>"
    return parse(zipped({"content.xml": content.encode()}), "s", "a.odt")[0]


def rtf(line: Pieces) -> Document:
    words = {Height.RAISED: "{{\\super {}}}", Height.LOWERED: "{{\\sub {}}}", Height.LEVEL: "{}"}
    return of_rtf("".join(words[height].format(text) for text, height in line))


def rtf_without_groups(line: Pieces) -> Document:
    words = {Height.RAISED: "\\up6 ", Height.LOWERED: "\\dn6 ", Height.LEVEL: "\\up0 "}
    return of_rtf("".join(words[height] + text for text, height in line))


def of_rtf(body: str) -> Document:
    return parse(f"{{\\rtf1\\ansi {body}\\par}}".encode("latin-1"), "s", "a.rtf")[0]


def of_slides(slides: PowerPoint) -> Document:
    written = io.BytesIO()
    slides.save(written)
    return parse(written.getvalue(), "s", "a.pptx")[0]


def write(frame: TextFrame, line: Pieces) -> None:
    marks = {Height.RAISED: "30000", Height.LOWERED: "-25000", Height.LEVEL: "0"}
    for text, height in line:
        run = frame.paragraphs[0].add_run()
        run.text = text
        run.font._element.set("baseline", marks[height])


def pptx(line: Pieces) -> Document:
    slides = Presentation()
    slide = slides.slides.add_slide(slides.slide_layouts[6])
    write(slide.shapes.add_textbox(0, 0, 9, 9).text_frame, line)
    return of_slides(slides)


def tagged(line: Pieces) -> str:
    tags = {Height.RAISED: "<sup>{}</sup>", Height.LOWERED: "<sub>{}</sub>", Height.LEVEL: "{}"}
    return "".join(tags[height].format(text) for text, height in line)


def html(line: Pieces) -> Document:
    return parse(f"<html><body><p>{tagged(line)}</p></body></html>".encode(), "s", "a.html")[0]


def markdown(line: Pieces) -> Document:
    return parse(tagged(line).encode(), "s", "a.md")[0]
