"""Asks a recorded question again, and says whether the answer is the same and, if not, what changed.

What a language model wrote is not asked for again, as it may write otherwise each time: that the words which it cites
are still there, and are still what the question finds, is what can be replayed of it.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.hardening.nested_json import read_json
from index.store import Index
from rag.answers.answer import Answer, to_json
from rag.answers.kind import Kind
from rag.answers.turns import Turn
from rag.asking.assistant import Assistant
from rag.conversations.stored_answers import graded
from rag.errors import RunError
from rag.investigation.query import Query
from rag.retrieval.filters import Filters

__all__ = ["Replay", "continued", "load_answer", "replay"]

_VARIES = "timing_ms"
_ADVICE = "Give a file that “footnote ask QUESTION --json” or the API wrote"


@dataclass(frozen=True, slots=True)
class Replay:
    """A question asked again.

    Attributes:
        same: whether the answer is the same but for its timing; of one that a language model wrote, whether all that it
            rests on is.
        causes: what of that which decides an answer has changed; a sentence each.
        effects: what of the answer has changed; a sentence each, empty when it is the same.
        answer: the new one, made of the evidence itself.
        is_written: whether a language model wrote the recorded one.
    """

    same: bool
    causes: tuple[str, ...]
    effects: tuple[str, ...]
    answer: Answer
    is_written: bool = False


def load_answer(path: Path) -> dict[str, Any]:
    """Read an answer's JSON.

    Raises:
        RunError: the file cannot be read, or is no answer.
    """
    try:
        values = read_json(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RunError(f"{path} cannot be read ({error.strerror})", _ADVICE) from error
    except ValueError as error:
        raise RunError(f"{path} is not JSON", _ADVICE) from error
    needed = {"question", "answer", "abstained", "confidence", "sentences", "passages", "index", "settings"}
    if not isinstance(values, dict) or needed - values.keys():
        raise RunError(f"{path} is not an answer", _ADVICE)
    return values


def continued(recorded: dict[str, Any]) -> tuple[Turn, ...]:
    """Return the history of a question that follows a recorded answer: the answer's own, and the answer.

    Args:
        recorded: as ``load_answer`` gives it.

    Raises:
        RunError: what is recorded is no answer's.
    """
    try:
        before = _turns(recorded["settings"].get("history", []))
        # An abstention names nothing that a follow-up could be about.
        shown = "" if recorded["abstained"] else str(recorded["answer"])
        return (*before, Turn(str(recorded["question"]), shown))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise RunError(f"What is recorded is not an answer ({error!r})", _ADVICE) from error


def _turns(recorded: list[dict[str, Any]]) -> tuple[Turn, ...]:
    return tuple(Turn(str(turn["question"]), str(turn.get("answer", ""))) for turn in recorded)


def replay(index: Index, recorded: dict[str, Any]) -> Replay:
    """Ask the recorded question of an index as it is now, with the settings that it was asked with.

    Args:
        index: open for reading.
        recorded: as ``load_answer`` gives it.

    Raises:
        RunError: what is recorded is no answer's.
        QuestionError: what is recorded cannot be asked.
    """
    try:
        # Answers of before there were tags, authors, histories, language models and kinds.
        empty = {"tags": [], "authors": [], "history": [], "language_model": False, "kind": None}
        settings = {**empty, **recorded["settings"]}
        sentences = [{"written": False, "group": "", **sentence} for sentence in recorded["sentences"]]
        newer = {"writing": None, "standalone_question": None, "kind": Kind.FACT, "lead": ""}
        is_graded = "grade" in recorded
        recorded = {**newer, **graded(recorded), "settings": settings, "sentences": sentences}
        named = (tuple(settings[name]) for name in ("tags", "authors"))
        filters = Filters(tuple(settings["sources"]), settings["after"], settings["before"], *named)
        assistant = Assistant(index, threshold=float(settings["threshold"]))
        is_written = bool(settings["language_model"])
        # What a language model made of a question that leans on others, it may not make of it again.
        rephrased = recorded["standalone_question"] if is_written else None
        history = () if rephrased else _turns(settings["history"])
        question, kind = str(rephrased or recorded["question"]), _kind(settings)
        query = Query(question, int(settings["top_k"]), filters, history, kind=kind)
        answer = assistant.ask(query)
        now = json.loads(json.dumps(to_json(answer)))
        if not is_graded:
            now = _before_grades(now, recorded)
        if is_written:
            same = _without_writing(recorded) == _without_writing(now) and set(_citations(recorded)) <= {
                *_citations(now)
            }
        else:
            same = {**recorded, _VARIES: None} == {**now, _VARIES: None}
        causes = tuple(_causes(index, recorded, now))
        effects = () if same else tuple(_effects(recorded, now, is_written=is_written))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise RunError(f"What is recorded is not an answer ({error!r})", _ADVICE) from error
    if not same and not causes:
        causes = ("Nothing that is recorded: another version of Footnote answered then, or this is a fault",)
    return Replay(same, causes, effects, answer, is_written)


def _kind(settings: dict[str, Any]) -> Kind | None:
    """Return the kind of answer that was asked for, if any was."""
    return None if settings["kind"] is None else Kind(settings["kind"])


def _before_grades(now: dict[str, Any], recorded: dict[str, Any]) -> dict[str, Any]:
    """Return an answer as far as an answer of before there were grades says the same."""
    passages = [{name: value for name, value in passage.items() if name != "best"} for passage in now["passages"]]
    kept = {name: value for name, value in now.items() if name != "nearest"}
    same_reason = recorded["abstain_reason"] == now["abstain_reason"]
    return {**kept, "passages": passages, "grade": recorded["grade"] if same_reason else now["grade"]}


def _causes(index: Index, then: dict[str, Any], now: dict[str, Any]) -> Iterator[str]:
    was, is_now = then["index"], now["index"]
    if was["fingerprint"] != is_now["fingerprint"]:
        yield f"The encoder was {was['encoder']} ({was['fingerprint'][:12]}), and is {is_now['encoder']}"
    if then["settings"]["confidence_model"] != now["settings"]["confidence_model"]:
        yield "Confidence was calibrated anew"
    if was["generation"] != is_now["generation"]:
        yield f"The index was at generation {was['generation']}, and is at {is_now['generation']}"
    cited = [citation for sentence in then["sentences"] for citation in sentence["citations"]]
    shown = {place["document_id"]: place for place in (*then["passages"], *cited)}
    for identity, place in sorted(shown.items()):
        version = _current_version(index, identity)
        if version is None:
            yield f"“{place['title']}” ({place['source']}) was removed"
        elif version != place["version"]:
            yield f"“{place['title']}” ({place['source']}) was at version {place['version']}, and is at {version}"


def _without_writing(answer: dict[str, Any]) -> dict[str, Any]:
    """Return an answer without what a language model decides, and the id that is made of it."""
    settings = {**answer["settings"], "language_model": None, "history": None}
    decided = ("id", "question", "standalone_question", "answer", "sentences", "writing")
    return {**answer, "settings": settings} | dict.fromkeys((_VARIES, *decided))


def _effects(then: dict[str, Any], now: dict[str, Any], *, is_written: bool) -> Iterator[str]:
    if not is_written and then["standalone_question"] != now["standalone_question"]:
        yield f"“{then['standalone_question']}” was looked up, and now “{now['standalone_question']}”"
    if is_written:
        gone = {*_citations(then)} - {*_citations(now)}
        if gone:
            yield f"{len(gone)} of the spans that the answer cites are not found for the question any more"
    elif then["answer"] != now["answer"]:
        yield f"The answer was “{then['answer']}”, and is “{now['answer']}”"
    elif _citations(then) != _citations(now):
        yield "The same words are cited from another place"
    if then["kind"] != now["kind"]:
        yield f"It was answered as {then['kind']}, and is as {now['kind']}"
    if then["grade"] != now["grade"]:
        yield f"The grade was {then['grade']}, and is {now['grade']}"
    if then["confidence"] != now["confidence"]:
        yield f"Confidence was {then['confidence']}, and is {now['confidence']}"
    before, after = ([_key(passage) for passage in some["passages"]] for some in (then, now))
    if before != after:
        new = len(set(after) - set(before))
        yield f"{new} of {len(after)} passages are new" if new else "The passages are in another order, or fewer"


def _citations(answer: dict[str, Any]) -> list[tuple[str, int, int, int]]:
    return [_key(citation) for sentence in answer["sentences"] for citation in sentence["citations"]]


def _key(place: dict[str, Any]) -> tuple[str, int, int, int]:
    """Return the key of a place (``rag.answers.place.Place.key``) in its JSON form."""
    return place["document_id"], place["version"], place["start"], place["end"]


def _current_version(index: Index, identity: str) -> int | None:
    return next((summary.version for summary in index.documents.summaries([identity])), None)
