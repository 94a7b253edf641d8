"""A file of questions, one JSON object a line."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from index.hardening.nested_json import read_json
from rag.answers.kind import Kind
from rag.answers.turns import Turn
from rag.errors import FilterError, QuestionSetError
from rag.evaluation.sets.question_case import KIND_OF, Expected, GoldSpan, QuestionCase
from rag.retrieval.filters import EVERYTHING, Filters

__all__ = ["json_lines", "read_cases", "undecided_in"]

_NUMBERED = re.compile(r"^\s*\d+[.)]\s+")
"""What sets put before a key point."""


def read_cases(path: Path) -> tuple[QuestionCase, ...]:
    """Read a file of questions; those whose “answerable” is null are not ready, and left out.

    Raises:
        QuestionSetError: a line of it is not a question, or no question is ready to be asked.
    """
    lines = list(json_lines(path))
    ready = tuple(_case(path, number, values) for number, values in lines if not _is_undecided(values))
    if not ready:
        why = f" that can be measured: “answerable” is null in {len(lines)}" if lines else ""
        raise QuestionSetError(
            f"{path} has no questions{why}", "Write one JSON object a line: id, question, answerable, …"
        )
    return ready


def undecided_in(path: Path) -> int:
    """Return how many questions of a file nobody has said of whether the documents answer them.

    Raises:
        QuestionSetError: a line of it is not an object.
    """
    return sum(_is_undecided(values) for _, values in json_lines(path))


def json_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the objects of a file with the numbers of their lines, from 1.

    Raises:
        QuestionSetError: a line of it is not an object.
    """
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                try:
                    values = read_json(line)
                except ValueError as error:
                    raise QuestionSetError(f"Line {number} of {path} is not JSON ({error})", "Correct it") from error
                if not isinstance(values, dict):
                    raise QuestionSetError(f"Line {number} of {path} is not a JSON object", "Correct it")
                yield number, values


def _is_undecided(values: Mapping[str, Any]) -> bool:
    return "answerable" in values and values["answerable"] is None


def _case(path: Path, number: int, values: dict[str, Any]) -> QuestionCase:
    try:
        answers, doc_ids = _strings(values.get("answers")), _strings(values.get("doc_ids"))
        return QuestionCase(
            id=str(values.get("id", number)),
            question=str(values["question"]),
            answerable=_is_answerable(values, bool(answers or doc_ids)),
            answers=answers,
            doc_ids=doc_ids,
            spans=_spans(values.get("spans")),
            history=_history(values.get("history", ())),
            filters=_filters(values.get("filters"), _strings(values.get("pool"))),
            kind=str(values.get("kind") or ""),
            written_for=str(values.get("written_for") or ""),
            twin=str(values.get("twin") or ""),
            affirmed=_affirmed(values.get("answer_bool")),
            references=_strings(values.get("reference")),
            support=_spans(values.get("support")),
            key_points=tuple(_NUMBERED.sub("", point) for point in _strings(values.get("keypoints"))),
            expected=_expected(values, doc_ids),
        )
    except (AttributeError, FilterError, KeyError, TypeError, ValueError) as error:
        raise QuestionSetError(
            f"Line {number} of {path} is not a question ({error!r})",
            "Give it “question”, and where known “answers”, “doc_ids”, “spans” of {doc_id, start, end}, “history” of"
            " {speaker, text} and “filters” of {sources, tags, authors, after, before}; see docs/question-sets.md",
        ) from error


def _strings(given: Any) -> tuple[str, ...]:
    """Return a list of words; a string alone is a list of one, nothing an empty one."""
    return (given,) if isinstance(given, str) else tuple(str(each) for each in given or ())


def _spans(given: Iterable[Mapping[str, Any]] | None) -> tuple[GoldSpan, ...]:
    return tuple(GoldSpan(str(each["doc_id"]), int(each["start"]), int(each["end"])) for each in given or ())


def _is_answerable(values: Mapping[str, Any], has_answer: bool) -> bool:
    if values.get("kind") == "claim" and "label" in values:
        return bool(values["label"] == "supports")
    return bool(values.get("answerable", has_answer))


def _affirmed(given: object) -> bool | None:
    if given is not None and not isinstance(given, bool):
        raise ValueError("“answer_bool” is true or false")
    return given


def _expected(values: Mapping[str, Any], doc_ids: tuple[str, ...]) -> Expected:
    items = tuple(_strings(group) for group in values.get("items") or ())
    named = _strings(values.get("documents"))
    is_collection = KIND_OF.get(str(values.get("kind"))) is Kind.COLLECTION
    wanted = named or (doc_ids if values.get("both") or (is_collection and values.get("at_least")) else ())
    return Expected(
        items=items,
        stated=bool(values.get("stated")),
        need=int(values.get("need", len(items))),
        documents=wanted,
        least=int(values.get("at_least", len(wanted))),
        alone=bool(named),
    )


def _filters(given: dict[str, Any] | None, pool: tuple[str, ...]) -> Filters:
    """Return which documents may answer: where they name none, those of the question's own pool."""
    lists = {name: given[name] for name in ("sources", "tags", "authors") if name in given} if given else {}
    if any(not isinstance(some, list) for some in lists.values()):
        raise ValueError("“sources”, “tags” and “authors” are lists")
    filters = (
        Filters(**(given | {name: tuple(map(str, some)) for name, some in lists.items()})) if given else EVERYTHING
    )
    return replace(filters, sources=pool) if pool and not filters.sources else filters


def _history(said: Iterable[dict[str, Any]]) -> tuple[Turn, ...]:
    """Return turns: what a user says begins one, what anyone else says answers it."""
    turns: list[Turn] = []
    for line in said:
        text = str(line["text"])
        if line["speaker"] == "user":
            turns.append(Turn(text))
        elif turns:
            turns[-1] = Turn(turns[-1].question, f"{turns[-1].answer}\n{text}".strip())
    return tuple(turns)
