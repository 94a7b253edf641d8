"""What the Python functions give, as ``print`` and a notebook show it.

Text of documents is untrusted: in HTML it is escaped, makes no links, and is kept from being set as mathematics.
"""

import html
from collections.abc import Iterable, Sequence

from index.folders.ingest import IngestReport
from index.hardening.legibility import visible, visible_line
from index.storage.records import DocumentSummary
from rag.answers.answer import Answer, Citation, Conflict, Passage
from rag.answers.footnotes import view
from rag.answers.text import CLOSEST, passage_text

__all__ = ["AddReport", "Documents", "Passages", "answer_html"]

_SHOWN = 20
"""How many documents or failures are listed before the rest is counted."""


class Passages(tuple[Passage, ...]):
    """Passages for a question, best first."""

    __slots__ = ()

    def __str__(self) -> str:
        """Return them as the command line prints them."""
        return "\n\n".join(passage_text(number, passage) for number, passage in enumerate(self, start=1))

    def _repr_html_(self) -> str:
        return _box(_passages(self)) if self else _box("<p>No passages.</p>")


class Documents(tuple[DocumentSummary, ...]):
    """Documents, by title."""

    __slots__ = ()

    def __str__(self) -> str:
        """Return a line a document."""
        return "\n".join(
            f"{each.id}  {(each.published_at or '')[:10]:<10}  {visible_line(each.title)}" for each in self
        )

    def _repr_html_(self) -> str:
        cells = [(each.title, (each.published_at or "")[:10], ", ".join(each.tags), each.id) for each in self[:_SHOWN]]
        rows = "".join(f"<tr>{''.join(f'<td>{_text(cell)}</td>' for cell in row)}</tr>" for row in cells)
        more = f"<p>… and {len(self) - _SHOWN:,} more</p>" if len(self) > _SHOWN else ""
        head = "".join(f"<th>{name}</th>" for name in ("title", "published", "tags", "id"))
        return _box(f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{more}")


class AddReport(IngestReport):
    """What became of every document, by source."""

    __slots__ = ()

    def __str__(self) -> str:
        """Return how many were added, replaced and so on, and a line for each that failed."""
        names = ("added", "replaced", "moved", "removed", "unchanged", "failed", "skipped")
        counts = [f"{len(getattr(self, name)):,} {name}" for name in names if getattr(self, name)]
        failures = [visible_line(f"failed: {failure.source}: {failure.reason}") for failure in self.failed[:_SHOWN]]
        more = [f"… and {len(self.failed) - _SHOWN:,} more"] if len(self.failed) > _SHOWN else []
        return "\n".join([", ".join(counts), *failures, *more])

    def _repr_html_(self) -> str:
        return _box("<br>".join(map(_text, str(self).splitlines())))


def answer_html(answer: Answer) -> str:
    """Return an answer as HTML: sentences with marks, then the footnotes; of an abstention what comes closest."""
    instead = answer.standalone_question
    looked_up = f"<p>Looked up: {_text(instead)}</p>" if instead else ""
    if answer.abstained:
        closest = answer.passages[:CLOSEST]
        shown = f"<p>The closest passages:</p>{_passages(closest)}" if closest else ""
        return _box(f"{looked_up}<p><b>{_text(answer.answer)}</b> {_text(answer.abstain_reason or '')}</p>{shown}")
    seen = view(answer)
    sentences = " ".join(
        f"{_text(text)}<sup>{''.join(f'[{footnote.number}]' for footnote in marks)}</sup>"
        for _, text, marks in seen.sentences
    )
    parts = [looked_up, f"<p>{sentences}</p>"]
    if answer.writing:
        parts.append(f"<p><small>{_text(answer.writing.told)}</small></p>")
    if answer.unanswered:
        parts.append(f"<p>The documents do not say: {_text(', '.join(f'“{part}”' for part in answer.unanswered))}</p>")
    parts += [f"<p>The sources disagree: {_sides(conflict)}</p>" for conflict in answer.conflicts]
    notes = "".join(
        f"<li><q>{_text(note.citation.quote)}</q><br><small>{_place(note.citation)}</small></li>"
        for note in seen.footnotes
    )
    return _box("".join([*parts, f"<ol>{notes}</ol>"]))


def _passages(passages: Sequence[Passage]) -> str:
    items = "".join(
        f"<li><b>{_text(each.title)}</b>{_day(each.published_at)} ({each.score:.3f})<br>{_text(each.text)}"
        f"{_same(each)}</li>"
        for each in passages
    )
    return f"<ol>{items}</ol>"


def _same(passage: Passage) -> str:
    names = ", ".join(copy.source for copy in passage.copies)
    return f"<br><small>The same in {_text(names)}</small>" if names else ""


def _sides(conflict: Conflict) -> str:
    sides: Iterable[tuple[str, Citation]] = zip(conflict.values, conflict.citations, strict=True)
    return " · ".join(f"{_text(value)} ({_text(each.title)}{_day(each.published_at)})" for value, each in sides)


def _place(citation: Citation) -> str:
    page = f", page {citation.page}" if citation.page else ""
    return (
        f"<b>{_text(citation.title)}</b>{_day(citation.published_at)}{page} · {_text(citation.source)},"
        f" characters {citation.start}–{citation.end}"
    )


def _day(published_at: str | None) -> str:
    return f", {_text(published_at[:10])}" if published_at else ""


def _box(inner: str) -> str:
    # Both names that MathJax knows for “leave this alone”.
    return f'<div class="footnote tex2jax_ignore mathjax_ignore">{inner}</div>'


def _text(text: str) -> str:
    """Return text as HTML that shows it, shut off from the direction of what stands around it."""
    escaped = html.escape(visible(text))
    # An element of its own, so that no two delimiters of a formula stand in one run of text.
    for delimiter in ("$", "\\"):
        escaped = escaped.replace(delimiter, f"<span>{delimiter}</span>")
    return f"<bdi>{escaped}</bdi>"
