import numpy as np

from index.documents import WORD
from index.limits import Limits
from index.parse.formats import read
from index.parse.pdf.blocks import Mark, PlacedBlock
from index.parse.pdf.document import parse_pdf
from index.parse.pdf.filled.annotations import PageNote
from index.parse.pdf.filled.comments import with_comments
from index.parse.pdf.words import PdfWord
from index.parse.structure.blocks import Block
from tests.index.parse.pdf.filled.form_files import form_pdf, noted

PROSE = [(60.0, 700.0, "The deposit is three months of rent.")]


def test_notes_are_comments_with_their_author_and_every_word_has_a_place() -> None:
    notes = [
        noted("Text", (500, 700, 520, 720), "It was lowered in March.", "Ada Holm"),
        noted("FreeText", (60, 300, 200, 320), "Ask the lawyer."),
    ]
    [document] = parse_pdf(form_pdf(PROSE, notes), "s", "p.pdf", Limits()).documents
    assert document.text == (
        "The deposit is three months of rent.\n\n"
        "Comment by Ada Holm: It was lowered in March.\n\n"
        "Comment: Ask the lawyer."
    )
    words = [document.text[w["start"] : w["start"] + w["length"]] for w in np.frombuffer(document.pages[0].words, WORD)]
    assert words[7:] == "It was lowered in March. Ask the lawyer.".split()


def test_a_note_that_repeats_what_it_marks_is_none() -> None:
    marked = [
        noted("Highlight", (60, 696, 300, 712), "three months of rent"),
        noted("Highlight", (60, 696, 300, 712), "Too much!"),
        noted("Text", (500, 700, 520, 720), "Accepted by Ada", more=b"/StateModel(Review)/State(Accepted)"),
        noted("Link", (60, 696, 300, 712), "A link"),
    ]
    [document] = parse_pdf(form_pdf(PROSE, marked), "s", "p.pdf", Limits()).documents
    assert document.text == "The deposit is three months of rent.\n\nComment: Too much!"


def test_a_page_with_notes_alone_is_not_empty() -> None:
    contents = read(form_pdf([], [noted("Text", (60, 300, 80, 320), "Sign here.")]), "/a/p.pdf", "p.pdf")
    assert contents.documents[0].text == "Comment: Sign here."


def test_the_notes_of_a_page_stand_before_what_goes_on_on_the_next() -> None:
    def block(text: str, *pages: int) -> PlacedBlock:
        return PlacedBlock(Block(text), tuple(Mark(0, 1, page, PdfWord("x", 0, 0, 1, 1)) for page in pages))

    notes = [[PageNote("first", "", 0, 0, 1, 1)], [], [PageNote("third", "", 0, 0, 1, 1)]]
    placed = with_comments([block("one", 1), block("over", 1, 2), block("two", 2), block("three", 3)], notes)
    assert [each.block.text for each in placed] == ["one", "Comment: first", "over", "two", "three", "Comment: third"]
    assert placed[1].marks == (Mark(9, 5, 1, PdfWord("first", 0, 0, 1, 1)),)
