"""Answers a command's question, as text or JSON: the one way, whether the command does so itself or has it done."""

import dataclasses
from pathlib import Path

from index.address import location_of
from index.commands.opening import open_index
from index.errors import FootnoteError
from index.hardening.legibility import json_text
from rag.answers.answer import Answer, to_json
from rag.answers.kind import Kind
from rag.answers.text import answer_text, passage_text
from rag.asking.assistant import Assistant
from rag.asking.in_conversation import ask_and_keep
from rag.evaluation.replay import continued, load_answer
from rag.investigation.query import Query
from rag.resident.request import Request, Told
from rag.retrieval.filters import Filters
from rag.settings import get_settings
from rag.wiring import configured

__all__ = ["ABSTAINED", "answered", "failed", "opened"]

ABSTAINED = 3
"""Exit code of “footnote ask” when the documents do not answer."""


def opened(place: str | None) -> Assistant:
    """Return an assistant for the index that a command means, with its models loaded.

    Raises:
        FootnoteError: there is no such index, or a setting cannot be used.
    """
    assistant = configured(open_index(None if place is None else location_of(place)), get_settings())
    assistant.warm()
    return assistant


def answered(assistant: Assistant, request: Request) -> Told:
    """Return what a command prints; raises FootnoteError."""
    filters = Filters(request.sources, request.after, request.before, request.tags, request.authors)
    query = Query(request.question, request.top_k, filters)
    told = _found(assistant, query, request) if request.command == "search" else _asked(assistant, query, request)
    index = assistant.index
    notices = tuple(f"footnote: {notice}" for notice in (*index.search.notices, index.waits()) if notice)
    return dataclasses.replace(told, err=told.err + notices)


def failed(error: FootnoteError) -> Told:
    """Return what a command prints where it fails."""
    return Told(None, (f"footnote: {error}",), 1)


def _asked(assistant: Assistant, query: Query, request: Request) -> Told:
    # Of an answer that is followed itself, its own history says all; a turn that two files tell counts once.
    turns = (turn for path in request.followed for turn in continued(load_answer(Path(path))))
    history = tuple(dict.fromkeys(turns))
    kind = Kind(request.kind) if request.kind else None
    query = dataclasses.replace(query, history=history, llm=request.llm, kind=kind)
    told: tuple[str, ...] = ()
    if request.conversation:
        answer, told = _in_conversation(assistant, query, request.conversation)
    else:
        answer = assistant.ask(query)
    out = json_text(to_json(answer), 2) if request.as_json else answer_text(answer)
    return Told(out, told, ABSTAINED if answer.abstained else 0)


def _in_conversation(assistant: Assistant, query: Query, conversation: str) -> tuple[Answer, tuple[str, ...]]:
    """Return an answer that is kept in a conversation, and what says in which."""
    answer, kept = ask_and_keep(assistant, query, None if conversation == "new" else conversation)
    told = f"footnote: answer {kept.number} of conversation {kept.conversation_id}"
    return answer, (f"{told}; “--conversation {kept.conversation_id}” asks on",)


def _found(assistant: Assistant, query: Query, request: Request) -> Told:
    passages = assistant.search(query)
    if request.as_json:
        return Told(json_text({"question": query.text, "passages": [to_json(passage) for passage in passages]}, 2))
    return Told("\n\n".join(passage_text(number, p) for number, p in enumerate(passages, start=1)))
