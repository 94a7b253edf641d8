"""A folder of questions with what would be right to answer, and the index of its corpus."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs

import index as index_package
from index.documents import Document, Section
from index.encoding.encoder import Encoder
from index.folders.ingest import Progress, ingest_documents
from index.folders.sync import sync_paths
from index.hardening.nested_json import read_json
from index.store import Index
from rag.answers.turns import Turn
from rag.errors import FilterError, QuestionSetError
from rag.investigation.query import Query
from rag.retrieval.filters import EVERYTHING, Filters

__all__ = [
    "GoldSpan",
    "QuestionCase",
    "QuestionSet",
    "load",
    "open_index",
    "part_of",
    "read_cases",
    "split_of",
    "undecided_in",
]


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """Words that answer: code points in the text of a document of the set."""

    doc_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class QuestionCase:
    """One question with what would be right: documents, spans and answer strings are alternatives.

    ``history`` is what was said before it, and ``filters`` tell which documents may answer. ``kind`` is what sort of
    answer it wants; a ``claim`` is not asked but said, and ``answerable`` when its document supports it. Of a question
    that nothing answers, ``written_for`` is the document that it was asked of, and ``twin`` a question a word or two
    away that has an answer, where a set says so; all three are empty elsewhere. ``affirmed`` is whether the answer is
    yes, and None where it is neither yes nor no.
    """

    id: str
    question: str
    answerable: bool
    answers: tuple[str, ...] = ()
    doc_ids: tuple[str, ...] = ()
    spans: tuple[GoldSpan, ...] = ()
    history: tuple[Turn, ...] = ()
    filters: Filters = EVERYTHING
    kind: str = ""
    written_for: str = ""
    twin: str = ""
    affirmed: bool | None = None

    @property
    def documents(self) -> tuple[str, ...]:
        """The set's ids of the documents that it was asked of, as far as the set says so."""
        return self.doc_ids or ((self.written_for,) if self.written_for else ())

    def query(self, *, top_k: int = 5, llm: bool | None = None) -> Query:
        """Return what is asked.

        Raises:
            QuestionError: the question cannot be asked.
        """
        return Query(self.question, top_k, self.filters, self.history, llm)


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A folder with questions.jsonl, and with corpus.jsonl or else documents of its own."""

    folder: Path
    cases: tuple[QuestionCase, ...]


def load(folder: Path) -> QuestionSet:
    """Read a folder's questions.

    Raises:
        QuestionSetError: there is no questions.jsonl, or a line of it is not a question.
    """
    path = folder / "questions.jsonl"
    if not path.is_file():
        raise QuestionSetError(
            f"There is no questions.jsonl in {folder}",
            "Give a folder with questions.jsonl and corpus.jsonl, or with documents",
        )
    return QuestionSet(folder, read_cases(path))


def read_cases(path: Path) -> tuple[QuestionCase, ...]:
    """Read a file of questions, one JSON object a line; those whose “answerable” is null are not ready, and left out.

    Raises:
        QuestionSetError: a line of it is not a question, or no question is ready to be asked.
    """
    lines = list(_lines(path))
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
    return sum(_is_undecided(values) for _, values in _lines(path))


def _is_undecided(values: dict[str, Any]) -> bool:
    return "answerable" in values and values["answerable"] is None


def open_index(
    questions: QuestionSet, encoder: Encoder, progress: Progress | None = None, kept_in: Path | None = None
) -> tuple[Index, dict[str, str]]:
    """Return the index of a set's corpus, and the set's document id by source.

    Args:
        questions: with their folder.
        encoder: of the index.
        progress: called with the number of chunks encoded and their total.
        kept_in: folder of the index; when None, one in the cache, under a key of the corpus, the encoder and the code
            that makes it, so that it is made once.

    Raises:
        QuestionSetError: the corpus has a line that is not a document, or the folder's index holds other documents.
    """
    corpus = questions.folder / "corpus.jsonl"
    root = questions.folder.resolve()
    key = hashlib.sha256(encoder.fingerprint.encode() + _code())
    key.update(corpus.read_bytes() if corpus.is_file() else str(root).encode())
    made = Index.open(kept_in or _cache() / key.hexdigest()[:24], encoder, create=True)
    if corpus.is_file():
        if kept_in:
            _check_own(made, {document.source for document in _documents(corpus)}.__contains__)
        ingest_documents(made, _documents(corpus), progress)
        return made, {document.source: document.source for document in made.documents.listed()}
    _check_own(made, lambda source: Path(source).is_relative_to(root))
    sync_paths(made, [questions.folder], progress=progress)
    return made, {d.source: Path(d.source).relative_to(root).as_posix() for d in made.documents.listed()}


def _check_own(made: Index, is_own: Callable[[str], bool]) -> None:
    """Refuse an index that holds anything else: what is measured would not be the set."""
    for document in made.documents.listed():
        if not is_own(document.source):
            raise QuestionSetError(
                f"The index in {made.folder} holds other documents, such as {document.source}",
                "Give a folder of its own for this set's index, or none",
            )


def split_of(case: QuestionCase) -> str:
    """Return ``even`` or ``odd``: models are fitted on even-hashed questions and reported on odd-hashed ones."""
    return "odd" if _digest(case) % 2 else "even"


def part_of(case: QuestionCase, *, by_document: bool) -> str:
    """Return what a question is for: to teach the ``reader``, to fit the ``confidence`` model, or to ``report`` on.

    The confidence model must not see the reader at its own lessons. Where questions of one document know each other,
    all of a document's go the same way: five of eight documents, one, and two. Else odd-hashed questions are reported
    on, and of the others three of four are the reader's.

    Args:
        case: a question.
        by_document: whether the set is divided by document.
    """
    if by_document:
        digest = _hash(case.documents[0] if case.documents else case.id) % 8
        return {1: "report", 5: "report", 3: "confidence"}.get(digest, "reader")
    digest = _digest(case)
    return "report" if digest % 2 else ("reader" if digest // 2 % 4 else "confidence")


def _digest(case: QuestionCase) -> int:
    return _hash(case.id)


def _hash(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest(), 16)


def _lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
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


def _case(path: Path, number: int, values: dict[str, Any]) -> QuestionCase:
    try:
        answers, doc_ids = tuple(values.get("answers", ())), tuple(values.get("doc_ids", ()))
        return QuestionCase(
            id=str(values.get("id", number)),
            question=str(values["question"]),
            answerable=_is_answerable(values, bool(answers or doc_ids)),
            answers=tuple(str(answer) for answer in answers),
            doc_ids=tuple(str(identity) for identity in doc_ids),
            spans=tuple(GoldSpan(str(s["doc_id"]), int(s["start"]), int(s["end"])) for s in values.get("spans", ())),
            history=_history(values.get("history", ())),
            filters=_filters(values.get("filters")),
            kind=str(values.get("kind") or ""),
            written_for=str(values.get("written_for") or ""),
            twin=str(values.get("twin") or ""),
            affirmed=_affirmed(values.get("answer_bool")),
        )
    except (AttributeError, FilterError, KeyError, TypeError, ValueError) as error:
        raise QuestionSetError(
            f"Line {number} of {path} is not a question ({error!r})",
            "Give it “question”, and where known “answers”, “doc_ids”, “spans” of {doc_id, start, end}, “history” of"
            " {speaker, text} and “filters” of {sources, tags, after, before}",
        ) from error


def _is_answerable(values: dict[str, Any], has_answer: bool) -> bool:
    if values.get("kind") == "claim" and "label" in values:
        return bool(values["label"] == "supports")
    return bool(values.get("answerable", has_answer))


def _affirmed(given: object) -> bool | None:
    if given is not None and not isinstance(given, bool):
        raise ValueError("“answer_bool” is true or false")
    return given


def _filters(given: dict[str, Any] | None) -> Filters:
    if not given:
        return EVERYTHING
    lists = {name: given[name] for name in ("sources", "tags", "authors") if name in given}
    if any(not isinstance(some, list) for some in lists.values()):
        raise ValueError("“sources”, “tags” and “authors” are lists")
    return Filters(**(given | {name: tuple(map(str, some)) for name, some in lists.items()}))


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


def _documents(corpus: Path) -> Iterator[Document]:
    """Yield the corpus's documents with their text untouched, since gold spans count in it."""
    for number, values in _lines(corpus):
        text = values.get("text")
        if not isinstance(text, str) or "id" not in values:
            raise QuestionSetError(f"Line {number} of {corpus} is not a document", "Give it “id” and “text”")
        content = json.dumps(values, sort_keys=True, ensure_ascii=False)
        yield Document(
            source=str(values["id"]),
            title=str(values.get("title") or values["id"]),
            text=text,
            content_hash=hashlib.sha256(content.encode()).hexdigest(),
            sections=(Section(0, len(text)),),
            language=str(values.get("language", "")),
        )


def _cache() -> Path:
    return platformdirs.user_cache_path("footnote", appauthor=False) / "eval"


def _code() -> bytes:
    """Return the hash of the code that shapes an index."""
    digest = hashlib.sha256()
    for path in sorted(Path(index_package.__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.digest()
