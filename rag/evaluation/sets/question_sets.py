"""A folder of questions with what would be right to answer, and the index of its corpus."""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import platformdirs

import index as index_package
from index.documents import Document, Section
from index.encoding.encoder import Encoder
from index.folders.ingest import Progress, ingest_documents
from index.folders.sync import sync_paths
from index.store import Index
from rag.errors import QuestionSetError
from rag.evaluation.sets.question_case import GoldSpan, QuestionCase
from rag.evaluation.sets.question_lines import json_lines, read_cases, undecided_in
from rag.evaluation.sets.splits import part_of, split_of

__all__ = [
    "GoldSpan",
    "QuestionCase",
    "QuestionSet",
    "load",
    "names_in",
    "open_index",
    "part_of",
    "read_cases",
    "split_of",
    "undecided_in",
]


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
    root = _documents_folder(questions).resolve()
    key = hashlib.sha256(encoder.fingerprint.encode() + _code())
    key.update(corpus.read_bytes() if corpus.is_file() else str(root).encode())
    made = Index.open(kept_in or _cache() / key.hexdigest()[:24], encoder, create=True)
    if corpus.is_file():
        if kept_in:
            _check_own(made, {document.source for document in _documents(corpus)}.__contains__)
        ingest_documents(made, _documents(corpus), progress)
        return made, {document.source: document.source for document in made.documents.listed()}
    _check_own(made, lambda source: Path(source).is_relative_to(root))
    sync_paths(made, [root], progress=progress)
    return made, {d.source: Path(d.source).relative_to(root).as_posix() for d in made.documents.listed()}


def names_in(index: Index, cases: Sequence[QuestionCase]) -> dict[str, str]:
    """Return what questions call each document, by its source: the source that it claims, or the end of its path."""
    wanted = {identity for case in cases for identity in (*case.documents, *case.expected.documents)}
    names = {}
    for document in index.documents.listed():
        parts = document.source.split("/")
        ends = ("/".join(parts[place:]) for place in range(len(parts)))
        # Questions of before name a record by the source that it claims.
        known = (name for name in (document.claimed_source, *ends) if name in wanted)
        names[document.source] = next(known, document.source)
    return names


def _check_own(made: Index, is_own: Callable[[str], bool]) -> None:
    """Refuse an index that holds anything else: what is measured would not be the set."""
    for document in made.documents.listed():
        if not is_own(document.source):
            raise QuestionSetError(
                f"The index in {made.folder} holds other documents, such as {document.source}",
                "Give a folder of its own for this set's index, or none",
            )


def _documents_folder(questions: QuestionSet) -> Path:
    """Return where a set without a corpus has its documents: in ``docs`` where the questions name files there."""
    own = questions.folder / "docs"
    named = (own / identity for case in questions.cases for identity in case.documents)
    return own if any(path.is_file() for path in named) else questions.folder


def _documents(corpus: Path) -> Iterator[Document]:
    """Yield the corpus's documents with their text untouched, since gold spans count in it."""
    for number, values in json_lines(corpus):
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
