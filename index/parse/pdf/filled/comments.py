"""Notes that people left on the pages of a PDF become blocks of its text, behind those of their page."""

from collections.abc import Iterable, Iterator, Sequence

from index.parse.pdf.blocks import Mark, PlacedBlock
from index.parse.pdf.filled.annotations import FilledField, PageNote
from index.parse.pdf.words import PdfLine, PdfWord
from index.parse.structure.blocks import Block

__all__ = ["new_notes", "with_comments"]

_SLACK = 2.0


def new_notes(
    notes: Sequence[PageNote], typed: Sequence[FilledField], lines: Sequence[PdfLine]
) -> tuple[PageNote, ...]:
    """Return the notes of a page, and what was typed beside no label, without those that only repeat what they mark."""
    as_notes = [
        PageNote(field.text, field.typed_by or "", field.left, field.top, field.right, field.bottom) for field in typed
    ]
    return tuple(note for note in [*notes, *as_notes] if not _repeats(note, lines))


def with_comments(blocks: Iterable[PlacedBlock], notes: Sequence[Sequence[PageNote]]) -> list[PlacedBlock]:
    """Return the blocks of a document with each page's notes as comments before what stands on the next page."""
    waiting = [(page, note) for page, own in enumerate(notes, 1) for note in own]
    found: list[PlacedBlock] = []
    for placed in blocks:
        last = max((mark.page for mark in placed.marks), default=0)
        while waiting and waiting[0][0] < last:
            found.append(_comment(*waiting.pop(0)))
        found.append(placed)
    return [*found, *(_comment(page, note) for page, note in waiting)]


def _comment(page: int, note: PageNote) -> PlacedBlock:
    who = f"Comment by {note.author}: " if note.author else "Comment: "
    return PlacedBlock(Block(who + note.text), tuple(_marks(len(who), page, note)))


def _marks(start: int, page: int, note: PageNote) -> Iterator[Mark]:
    """Yield the words of a note: all stand where it does."""
    for text in note.text.split(" "):
        yield Mark(start, len(text), page, PdfWord(text, note.left, note.top, note.right, note.bottom))
        start += len(text) + 1


def _repeats(note: PageNote, lines: Sequence[PdfLine]) -> bool:
    """Tell whether a note says no more than the words that it stands on."""
    under: list[str] = []
    for line in lines:
        if line.top < note.bottom and line.bottom > note.top:
            under += (word.text for word in line.words if _is_under(word, note))
    return bool(under) and "".join(note.text.split()) in "".join(under)


def _is_under(word: PdfWord, note: PageNote) -> bool:
    return word.right > note.left - _SLACK and word.left < note.right + _SLACK
