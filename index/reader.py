"""What can be read of an index: its documents and chunks, and which of them a question finds."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.documents import Origin, Page, StoredDocument
from index.encoding.encoder import FloatArray
from index.search.search_indexes import Legs
from index.storage.database import Database
from index.storage.records import ChunkRow, DocumentSummary, DocumentVersion, FileRecord
from index.storage.tables.trash import RemovedDocument
from index.text.languages import likeliest
from index.verification import Fault, faults

__all__ = ["IndexReader"]

_TEXTS_KEPT = 2_000
"""Chunks whose text is kept in memory: about 2 MB."""

_DOCUMENTS_KEPT = 20_000
"""Documents whose summaries are kept in memory while nothing changes, about 20 MB: a page lists them several times."""


class IndexReader:
    """Reads an index, from any thread and without waiting for a writer.

    SQLite is the truth. FAISS and Tantivy follow it by generation: they are caught up when the index is opened, after
    every write, and by ``refresh``; a damaged one is rebuilt, which ``notices`` says.

    Args:
        database: the truth.
        legs: that follow it.
    """

    def __init__(self, database: Database, legs: Legs) -> None:
        self._database = database
        self._legs = legs
        self._texts: dict[int, str] = {}
        self._languages: tuple[int, frozenset[str]] | None = None
        self._listed: tuple[int, tuple[DocumentSummary, ...]] | None = None

    @property
    def notices(self) -> tuple[str, ...]:
        """What was repaired, one sentence each."""
        return self._legs.notices

    def see_that_it_is_there(self) -> None:
        """Raise ``IndexGone`` when the index was removed or replaced since it was opened."""
        self._database.see_that_it_is_there()

    @property
    def searched_generation(self) -> int | None:
        """The number of the last commit that searches know; None before the first. The next search catches up."""
        return self._legs.generation

    @property
    def generation(self) -> int:
        """The number of the last commit."""
        return self._database.generation

    @property
    def identity(self) -> str:
        """What tells this index from others, its copies from none."""
        return self._database.meta("index_id") or ""

    @contextmanager
    def snapshot(self) -> Iterator[int]:
        """Let every row read inside come from one commit, whose generation is the value."""
        with self._database.snapshot() as generation:
            yield generation

    def refresh(self) -> None:
        """Catch up with every commit, also those of other processes."""
        self._legs.catch_up()

    def documents(self, *, limit: int = -1, offset: int = 0) -> list[DocumentSummary]:
        """Return current documents by title; a negative limit returns all."""
        if limit >= 0 or offset:
            return self._database.documents.listed(limit, offset)
        with self.snapshot() as generation:
            kept = self._listed
            if kept and kept[0] == generation:
                return list(kept[1])
            found = self._database.documents.listed()
        self._listed = (generation, tuple(found)) if len(found) <= _DOCUMENTS_KEPT else None
        return found

    def summaries(self, document_ids: Sequence[str]) -> list[DocumentSummary]:
        """Return those of the current documents that have these ids, by title."""
        return self._database.documents.summaries(document_ids)

    def document(self, document_id: str, version: int | None = None) -> StoredDocument:
        """Return a document, in its current version by default.

        Raises:
            DocumentNotFound: there is no such document or version.
        """
        return self._database.documents.get(document_id, version)

    def content_hashes(self) -> dict[str, str]:
        """Return the content hash of every current document, by document id."""
        return self._database.documents.content_hashes()

    def content_hash(self, document_id: str, version: int) -> str:
        """Return the content hash of a version of a document; empty when there is none."""
        return self._database.documents.content_hash(document_id, version)

    def sources(self) -> dict[str, str]:
        """Return the source of every current document, by id."""
        return self._database.documents.sources()

    def origins(self) -> dict[str, tuple[str, Origin]]:
        """Return source and origin of every current document, by id."""
        return self._database.documents.origins()

    def taken(self) -> dict[str, tuple[str, Origin]]:
        """Return source and origin of every document whose place is taken (``DocumentTable.taken``)."""
        return self._database.documents.taken()

    def tags(self) -> list[tuple[str, int]]:
        """Return the tags that most documents have, 500 at most, by name, and how many have each."""
        return self._database.documents.tags()

    def removed(self) -> list[RemovedDocument]:
        """Return the documents that can be brought back, what was removed last first."""
        return self._database.removed()

    def versions_of(self, document_id: str) -> list[DocumentVersion]:
        """Return every version of a document, the newest first.

        Raises:
            DocumentNotFound: there is no such document.
        """
        return self._database.documents.versions_of(document_id)

    def former_ids(self, document_id: str) -> list[str]:
        """Return the ids that a document had before its file was moved; what cites those cites this document."""
        return self._database.documents.former_ids(document_id)

    def files(self) -> dict[str, FileRecord]:
        """Return every file that was read, by path."""
        return self._database.files()

    def page_of(self, document_id: str, version: int, position: int) -> int | None:
        """Return the number of the page on which a code point of a document stands, where it has pages."""
        return self._database.documents.page_of(document_id, version, position)

    def pages(self, document_id: str, version: int) -> list[Page]:
        """Return the pages of a version of a document; none where its format has none."""
        return self._database.documents.pages(document_id, version)

    def matching_documents(
        self, sources: Sequence[str], after: str | None, before: str | None, tags: Sequence[str] = ()
    ) -> list[str]:
        """Return the ids of the documents that filters leave (``DocumentTable.matching``)."""
        return self._database.documents.matching(sources, after, before, tags)

    def chunk_ids(self, document_ids: Sequence[str]) -> list[int]:
        """Return the ids of the documents' chunks."""
        return self._database.chunks.ids_of(document_ids)

    def chunk_ids_at(self, document_id: str, start: int, end: int) -> list[int]:
        """Return the ids of a document's chunks that have words in a span of its current text."""
        return self._database.chunks.ids_at(document_id, start, end)

    def chunks(self, ids: Sequence[int]) -> dict[int, ChunkRow]:
        """Return those of the chunks that answers may be made from now: none of a deleted or replaced document."""
        return self._database.chunks.get(ids)

    def chunk_text(self, row: ChunkRow) -> str:
        """Return a chunk's text; that of an id never changes, and a question wants it several times."""
        known = self._texts.get(row.id)
        if known is None:
            if len(self._texts) >= _TEXTS_KEPT:
                self._texts.clear()
            known = self._texts[row.id] = self._database.chunks.text(row)
        return known

    def chunk_count(self) -> int:
        """Return the number of chunks."""
        return self._database.counts()[1]

    def search_dense(
        self, vector: FloatArray, k: int, chunk_ids: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return at most ``k`` (chunk id, cosine) among the given ids, best first."""
        allowed: npt.NDArray[np.int64] | None = None if chunk_ids is None else np.asarray(chunk_ids, np.int64)
        return self._legs.search_dense(vector, k, allowed)

    def search_lexical(
        self, terms: Iterable[str], k: int, document_ids: Sequence[str] | None = None
    ) -> list[tuple[int, float]]:
        """Return at most ``k`` (chunk id, BM25) among the given documents, best first; terms of ``analyse``."""
        return self._legs.lexical().search(terms, k, document_ids)

    def document_frequency(self, term: str) -> int:
        """Return in how many chunks a term of ``index.search.lexical.analyse`` occurs."""
        return self._legs.lexical().document_frequency(term)

    def question_language(self, text: str) -> str:
        """Return which of the documents' languages a question is in, as an ISO 639 code."""
        generation = self.generation
        if self._languages is None or self._languages[0] != generation:
            # Documents whose language nobody knows are read as English ones.
            self._languages = generation, frozenset(code or "en" for code in self._database.documents.languages())
        return likeliest(text, self._languages[1] or {"en"})

    def faults(self) -> list[Fault]:
        """Return what is not as it was written (``index.verification.faults``)."""
        return faults(self._database, self._legs)

    def copy_database_to(self, path: Path) -> None:
        """Write the database's last commit as a file of its own, while others go on reading and writing."""
        self._database.copy_to(path)
