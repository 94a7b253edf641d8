"""Conversations to take away: as Markdown, in which nobody's text is markup, and as JSON."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from pydantic import TypeAdapter

from index.hardening.legibility import visible
from rag.answers.answer import Answer, Citation, Passage
from rag.answers.footnotes import Footnote, view
from rag.conversations.records import Conversation, KeptTurn

__all__ = ["as_json", "as_markdown", "inert", "turn_as_markdown"]

Link = Callable[[Citation | Passage], str]
"""Returns the address of a place in a document."""

_CLOSEST = 3
_MARKUP = re.compile(r"[\\`*_\[\]<>&|~$@]|(?<=www)\.|:(?=//)|(?<=^)[#+=-]|(?<=^\d)[.)]|(?<=^\d\d)[.)]|(?<=^\d\d\d)[.)]")
_LONG_NUMBER = re.compile(r"^(\d{4,9})([.)])")
_CONVERSATION = TypeAdapter(Conversation)


def as_json(conversation: Conversation) -> dict[str, Any]:
    """Return a conversation as plain data, each answer as the API gave it."""
    made: dict[str, Any] = _CONVERSATION.dump_python(conversation, mode="json")
    return made


def as_markdown(conversation: Conversation, link: Link) -> str:
    """Return a conversation: questions are headings, and footnotes have the quote and where it stands."""
    turns = [turn_as_markdown(turn, link, f"{turn.number}-") for turn in conversation.turns]
    return "\n\n".join([f"# {inert(conversation.title)}", *(turn.rstrip() for turn in turns)]) + "\n"


def turn_as_markdown(turn: KeptTurn, link: Link, prefix: str = "") -> str:
    """Return one question with its answer.

    Args:
        turn: kept.
        link: to a place in a document.
        prefix: of its footnotes' labels, so that those of several turns differ.
    """
    answer = turn.answer
    parts = [f"## {inert(turn.question)}"]
    if answer.standalone_question:
        parts.append(f"Looked up: {inert(answer.standalone_question)}")
    parts += _abstention(answer, link) if answer.abstained else _answer(answer, link, prefix)
    return "\n\n".join(parts) + "\n"


def inert(text: str) -> str:
    r"""Return text on one line with a backslash before what Markdown, or a dialect of it, would take for markup."""
    line = " ".join(text.split())
    return visible(_LONG_NUMBER.sub(r"\1\\\2", _MARKUP.sub(lambda found: f"\\{found[0]}", line)))


def _abstention(answer: Answer, link: Link) -> Iterator[str]:
    yield f"{inert(answer.answer)} {inert(answer.abstain_reason or '')}".rstrip()
    if answer.passages:
        closest = [f"- {_place(passage, link)}" for passage in answer.passages[:_CLOSEST]]
        yield "The closest passages:\n\n" + "\n".join(closest)


def _answer(answer: Answer, link: Link, prefix: str) -> Iterator[str]:
    shown = view(answer)
    yield " ".join(inert(text) + _marks(notes, prefix) for _, text, notes in shown.sentences)
    if answer.unanswered:
        yield "The documents do not say: " + ", ".join(f"“{inert(part)}”" for part in answer.unanswered)
    for conflict in answer.conflicts:
        sides = zip(conflict.values, conflict.citations, strict=True)
        listed = "\n".join(f"- {inert(value)}: “{inert(c.quote)}” {_place(c, link)}" for value, c in sides)
        yield f"The sources disagree:\n\n{listed}"
    notes = [
        f"[^{prefix}{note.number}]: “{inert(note.citation.quote)}” {_place(note.citation, link)}"
        for note in shown.footnotes
    ]
    yield "\n".join(notes)


def _marks(notes: Sequence[Footnote], prefix: str) -> str:
    return "".join(f"[^{prefix}{note.number}]" for note in notes)


def _place(place: Citation | Passage, link: Link) -> str:
    """Return title, page and date of a place, the title as a link to it."""
    page = f"page {place.page}" if isinstance(place, Citation) and place.page else ""
    details = [each for each in (page, (place.published_at or "")[:10]) if each]
    return ", ".join([f"[{inert(place.title)}]({link(place)})", *details])
