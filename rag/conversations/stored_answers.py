"""Answers as a history stores them: in JSON, each with the version of its form, so that old ones are read for ever."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from pydantic import TypeAdapter

from index.errors import IndexDamaged
from rag.answers.answer import Answer, Grade, to_json

__all__ = ["CHANGES", "Change", "graded", "read_answer", "written_answer"]

Change = Callable[[dict[str, Any]], dict[str, Any]]


def graded(answer: dict[str, Any]) -> dict[str, Any]:
    """Return an answer's JSON with its grade; of before there were grades, the one that its reason spoke of."""
    near = answer["passages"] and not answer.get("uncovered")
    grade = (Grade.UNSURE if near else Grade.NOT_COVERED) if answer["abstained"] else Grade.ANSWERED
    return {"grade": grade.value, **answer}


CHANGES: tuple[Change, ...] = (graded,)
"""The first makes form 2 of form 1, and so on; append only. A field that has come with a default needs none."""

_ANSWER = TypeAdapter(Answer)


def written_answer(answer: Answer) -> tuple[str, int]:
    """Return an answer in the form of today, and that form's version."""
    return json.dumps(to_json(answer), ensure_ascii=False, separators=(",", ":")), len(CHANGES) + 1


def read_answer(written: str, form: int, changes: Sequence[Change] = CHANGES) -> Answer:
    """Return an answer that was written in some form.

    Raises:
        IndexDamaged: it is the form of a later Footnote.
    """
    if form > len(changes) + 1:
        raise IndexDamaged(
            f"An answer of the history was written by a later Footnote, in form {form}",
            "Use that Footnote, or a later one",
        )
    if form <= len(changes):
        values = json.loads(written)
        for change in changes[form - 1 :]:
            values = change(values)
        written = json.dumps(values)
    return _ANSWER.validate_json(written)
