"""Conversations to take away: as Markdown, in which nobody's text is markup, and as JSON."""

import re
from collections.abc import Callable, Iterator
from itertools import zip_longest
from typing import Any

from index.hardening.legibility import visible
from rag.answers.answer import to_json
from rag.answers.place import Citation, Place
from rag.answers.view import Abstention, AnswerView, Footnote, Label, Layout, NearestView, SentenceView, view
from rag.conversations.records import Conversation, KeptTurn

__all__ = ["as_json", "as_markdown", "inert", "turn_as_markdown"]

Link = Callable[[Place], str]
"""Returns the address of a place in a document."""

_MARKUP = re.compile(r"[\\`*_\[\]<>&|~$@]|(?<=www)\.|:(?=//)|(?<=^)[#+=-]|(?<=^\d)[.)]|(?<=^\d\d)[.)]|(?<=^\d\d\d)[.)]")
_LONG_NUMBER = re.compile(r"^(\d{4,9})([.)])")


def as_json(conversation: Conversation) -> dict[str, Any]:
    """Return a conversation as plain data, each answer as the API gave it."""
    return to_json(conversation)


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
    shown = view(turn.answer)
    parts = [f"## {inert(turn.question)}"]
    if shown.looked_up:
        parts.append(f"{Label.LOOKED_UP}: {inert(shown.looked_up)}")
    parts += _abstained(shown.abstention, link) if shown.abstention else _answered(shown, link, prefix)
    return "\n\n".join(parts) + "\n"


def inert(text: str) -> str:
    r"""Return text on one line with a backslash before what Markdown, or a dialect of it, would take for markup."""
    line = " ".join(text.split())
    return visible(_LONG_NUMBER.sub(r"\1\\\2", _MARKUP.sub(lambda found: f"\\{found[0]}", line)))


def _abstained(abstention: Abstention, link: Link) -> Iterator[str]:
    yield f"{inert(abstention.words)} {inert(abstention.reason)}".rstrip()
    if abstention.nearest:
        listed = "\n".join(f"- {_nearest(sentence, link)}" for sentence in abstention.nearest)
        yield f"{Label.NEAREST}:\n\n{listed}"
    elif abstention.closest:
        listed = "\n".join(f"- {_place(passage, link)}" for passage in abstention.closest)
        yield f"{Label.CLOSEST}:\n\n{listed}"


def _nearest(sentence: NearestView, link: Link) -> str:
    """Return a sentence, the words that the question meets in bold, with where it stands."""
    words = "".join(f"**{_inside(text)}**" if is_met else _inside(text) for text, is_met in sentence.pieces)
    return f"“{words}” {', '.join(_place(footnote.citation, link) for footnote in sentence.footnotes)}"


def _inside(text: str) -> str:
    """Return text within a line: as ``inert`` does it, with the white space at its ends, which parts words."""
    head, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{head}{inert(text)}{tail if text.strip() else ''}"


def _answered(shown: AnswerView, link: Link, prefix: str) -> Iterator[str]:
    def label(footnote: Footnote) -> str:
        return f"[^{prefix}{footnote.number}]"

    yield from _said(shown, lambda sentence: inert(sentence.text) + "".join(map(label, sentence.footnotes)))
    if shown.unanswered:
        yield f"{Label.NOT_SAID}: " + ", ".join(f"“{inert(part)}”" for part in shown.unanswered)
    for conflict in shown.conflicts:
        listed = "\n".join(f"- {inert(side.value)}: {_quote(side.footnote.citation, link)}" for side in conflict.sides)
        yield f"{conflict.label}:\n\n{listed}"
    yield "\n".join(
        f"{label(each)}: {_place(each.citation, link) if shown.is_said(each) else _quote(each.citation, link)}"
        for each in shown.footnotes
    )


def _said(shown: AnswerView, marked: Callable[[SentenceView], str]) -> Iterator[str]:
    """Yield the lead and the sentences, as they stand together.

    Args:
        shown: what the answer says.
        marked: returns a sentence with its marks.
    """
    if shown.layout is Layout.PROSE:
        yield " ".join([*([inert(shown.lead)] if shown.lead else []), *map(marked, shown.sentences)])
        return
    if shown.lead:
        yield inert(shown.lead)
    if shown.layout is Layout.SIDES:
        rows = zip_longest(*(map(marked, side.sentences) for side in shown.groups), fillvalue="")
        lines = [[inert(side.heading) for side in shown.groups], ["---"] * len(shown.groups), *rows]
        yield "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
        return
    if shown.layout is Layout.DOCUMENTS:
        heads = [f"**{inert(each.heading)}**: " if each.heading else "" for each in shown.groups]
        lines_of = zip(heads, shown.groups, strict=True)
        yield "\n".join(f"- {head}{' '.join(map(marked, group.sentences))}" for head, group in lines_of)
        return
    for group in shown.groups:
        if group.heading:
            yield f"### {inert(group.heading)}"
        if group.opening:
            yield " ".join(map(marked, group.opening))
        words = list(map(marked, group.sentences))
        yield " ".join(words) if shown.layout is Layout.SECTIONS else "\n".join(f"- {each}" for each in words)


def _quote(citation: Citation, link: Link) -> str:
    return f"“{inert(citation.quote)}” {_place(citation, link)}"


def _place(place: Place, link: Link) -> str:
    """Return title, page and date of a place, the title as a link to it."""
    page = f"page {place.page}" if isinstance(place, Citation) and place.page else ""
    details = [each for each in (page, (place.published_at or "")[:10]) if each]
    return ", ".join([f"[{inert(place.title)}]({link(place)})", *details])
