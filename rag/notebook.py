"""What the Python functions give: as they are elsewhere, and shown well by ``print`` and in a notebook."""

import dataclasses
from typing import Any, Self

from index.folders.ingest import IngestReport
from index.hardening.legibility import visible_line
from index.storage.records import DocumentSummary
from rag.answers.answer import Answer
from rag.answers.html import answer_html, as_html, boxed, passages_html
from rag.answers.place import Passage
from rag.answers.text import answer_text, passage_text

__all__ = ["AddReport", "Documents", "Passages", "ShownAnswer"]

_SHOWN = 20
"""How many documents or failures are listed before the rest is counted."""


class ShownAnswer(Answer):
    """The answer to one question, which shows itself with its footnotes."""

    __slots__ = ()

    @classmethod
    def of(cls, answer: Answer) -> Self:
        """Return an answer that shows itself."""
        return cls(**_fields(answer))

    def __str__(self) -> str:
        """Return it with its footnotes, as the command line prints it."""
        return answer_text(self)

    def _repr_html_(self) -> str:
        return answer_html(self)


class Passages(tuple[Passage, ...]):
    """Passages for a question, best first."""

    __slots__ = ()

    def __str__(self) -> str:
        """Return them as the command line prints them."""
        return "\n\n".join(passage_text(number, passage) for number, passage in enumerate(self, start=1))

    def _repr_html_(self) -> str:
        return boxed(passages_html(self)) if self else boxed("<p>No passages.</p>")


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
        rows = "".join(f"<tr>{''.join(f'<td>{as_html(cell)}</td>' for cell in row)}</tr>" for row in cells)
        more = f"<p>… and {len(self) - _SHOWN:,} more</p>" if len(self) > _SHOWN else ""
        head = "".join(f"<th>{name}</th>" for name in ("title", "published", "tags", "id"))
        return boxed(f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{more}")


class AddReport(IngestReport):
    """What became of every document, by source."""

    __slots__ = ()

    @classmethod
    def of(cls, report: IngestReport) -> Self:
        """Return a report that shows itself."""
        return cls(**_fields(report))

    def __str__(self) -> str:
        """Return how many were added, replaced and so on, and a line for each that failed."""
        names = ("added", "replaced", "moved", "removed", "unchanged", "failed", "skipped")
        counts = [f"{len(getattr(self, name)):,} {name}" for name in names if getattr(self, name)]
        failures = [visible_line(f"failed: {failure.source}: {failure.reason}") for failure in self.failed[:_SHOWN]]
        more = [f"… and {len(self.failed) - _SHOWN:,} more"] if len(self.failed) > _SHOWN else []
        return "\n".join([", ".join(counts), *failures, *more])

    def _repr_html_(self) -> str:
        return boxed("<br>".join(map(as_html, str(self).splitlines())))


def _fields(record: Answer | IngestReport) -> dict[str, Any]:
    """Return the fields of a record by name; those inside stay as they are."""
    return {field.name: getattr(record, field.name) for field in dataclasses.fields(record)}
