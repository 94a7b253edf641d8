"""Slides are read as they are shown."""

import io

import pptx
from pptx.util import Inches

from index.parse.formats import parse

A = "http://schemas.openxmlformats.org/drawingml/2006/main"


def test_numbered_items_of_slides_have_their_numbers() -> None:
    presentation = pptx.Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[6])
    frame = slide.shapes.add_textbox(*[Inches(1)] * 4).text_frame
    frame.text = "To bring\nRopes\nLong\nOars\nNets\nOr not"
    for paragraph, first in zip(frame.paragraphs[1:5], (3, None, 3, 3), strict=True):
        if first is None:
            paragraph.level = 1
        else:
            counted = paragraph._p.get_or_add_pPr().makeelement(f"{{{A}}}buAutoNum", {"type": "arabicPeriod"})
            counted.set("startAt", str(first))
            paragraph._p.get_or_add_pPr().append(counted)
    file = io.BytesIO()
    presentation.save(file)
    [document] = parse(file.getvalue(), "/a/d.pptx", "d.pptx")
    assert document.text == "• To bring\n3. Ropes\n  • Long\n4. Oars\n5. Nets\n• Or not"
