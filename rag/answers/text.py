"""An answer and its passages as plain text, for terminals and for ``print``."""

import json

from index.hardening.legibility import visible
from rag.answers.answer import Answer, Citation, Conflict, Passage
from rag.answers.footnotes import Footnote, view

__all__ = ["CLOSEST", "answer_text", "passage_text"]

CLOSEST = 3
"""How many passages an abstention shows."""


def answer_text(answer: Answer) -> str:
    """Return an answer with its marks, then its footnotes; of an abstention the reason and the closest passages.

    Where the question was put so that it stands alone, that comes first.
    """
    return visible("\n\n".join([*_looked_up(answer), _answered(answer)]))


def passage_text(number: int, passage: Passage) -> str:
    """Return a passage with its number."""
    text = " ".join(passage.text.split())
    same = f"\n   The same in {', '.join(copy.source for copy in passage.copies)}" if passage.copies else ""
    return visible(f"{number}. {passage.title}{_day(passage)}  ({passage.score:.3f})\n   {text}{same}")


def _looked_up(answer: Answer) -> list[str]:
    return [f"Looked up: {answer.standalone_question}"] if answer.standalone_question else []


def _answered(answer: Answer) -> str:
    if answer.abstained:
        lines = [answer.answer, answer.abstain_reason or "", ""]
        lines += ["The closest passages:"] if answer.passages else []
        closest = enumerate(answer.passages[:CLOSEST], start=1)
        return "\n".join([*lines, *(passage_text(number, passage) for number, passage in closest)]).rstrip()
    shown = view(answer)
    lines = ["".join(f"{gap}{text} {_marks(marks)}" for gap, text, marks in shown.sentences), ""]
    if answer.writing:
        lines += [answer.writing.told, ""]
    if answer.unanswered:
        lines += [f"The documents do not say: {', '.join(f'“{part}”' for part in answer.unanswered)}", ""]
    for conflict in answer.conflicts:
        lines += [f"The sources disagree: {_sides(conflict)}", ""]
    for footnote in shown.footnotes:
        lines += _footnote_lines(footnote.number, footnote.citation)
    return "\n".join(lines)


def _footnote_lines(number: int, citation: Citation) -> list[str]:
    page = f", page {citation.page}" if citation.page else ""
    return [
        f"[{number}] {citation.title}{_day(citation)}",
        f"    {json.dumps(citation.quote, ensure_ascii=False)}",
        f"    {citation.source}{page}, characters {citation.start}–{citation.end}",
    ]


def _marks(footnotes: tuple[Footnote, ...]) -> str:
    return "".join(f"[{footnote.number}]" for footnote in footnotes)


def _sides(conflict: Conflict) -> str:
    sides = zip(conflict.values, conflict.citations, strict=True)
    return " · ".join(f"{value} ({citation.title}{_day(citation)})" for value, citation in sides)


def _day(place: Citation | Passage) -> str:
    return f", {place.published_at[:10]}" if place.published_at else ""
