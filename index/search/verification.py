"""Whether an index is what was written: the database against itself, what is derived against the database."""

from dataclasses import dataclass

import numpy as np

from index.documents import WORD
from index.encoding.token_vectors import from_bytes
from index.search.search_engine import SearchEngine
from index.storage.databases.database import Database
from index.storage.tables.chunks import ChunkTable
from index.storage.tables.documents import DocumentTable
from index.storage.tables.files import forget_files_of
from index.storage.tables.pages import PageTable
from index.storage.tables.writes import checksum, purge_document, purge_strays, text_hash

__all__ = ["Fault", "faults", "repair"]

_UNIT_TOLERANCE = 0.01


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it was written.

    Attributes:
        where: "database", "derived", or the id of a document.
        what: a clause without a full stop.
    """

    where: str
    what: str


def faults(database: Database, documents: DocumentTable, chunks: ChunkTable, search: SearchEngine) -> list[Fault]:
    """Return what is wrong; nothing when every promise about stored data holds.

    Checked are SQLite's own structure, the hash of every version's text, that sections, pages, chunks and sentences lie
    in their text and vectors are whole, and that FAISS and Tantivy, or the engine that servers share, hold the
    database's chunks, no more and no less.
    """
    structure = database.integrity()
    if structure:
        return [Fault("database", what) for what in structure]
    found = [Fault(identity, what) for identity, what in _documents(documents, PageTable(database))]
    found += [Fault(identity, what) for identity, what in _chunks(database, documents, chunks)]
    found += [Fault("derived", what) for what in (*search.notices, *search.problems())]
    return found


def repair(database: Database, documents: DocumentTable, search: SearchEngine, found: list[Fault]) -> list[str]:
    """Mend what can be, under the write lock, and return what was done, one sentence each.

    A damaged document is removed, and its file counts as never read: the next “footnote index” reads it again. What is
    derived is made anew.
    """
    done = []
    damaged = sorted({fault.where for fault in found} - {"database", "derived"})
    sources = documents.sources()
    for identity in damaged:
        source = sources.get(identity, identity)
        with database.commit() as commit:
            forget_files_of(commit.connection, identity)
            if not purge_document(commit, identity):
                purge_strays(commit)
        done.append(f"Removed {source}: index it again")
    if found:
        search.rebuild()
        done.append("Made the dense and the lexical index anew")
    return done


def _documents(documents: DocumentTable, pages: PageTable) -> list[tuple[str, str]]:
    found = []
    for identity, version, characters, expected in documents.stored():
        document = documents.get(identity, version)
        size = len(document.text)
        if size != characters or (expected and text_hash(document.text) != expected):
            found.append((identity, f"the text of version {version} is not what was written"))
        if any(not 0 <= section.start <= section.end <= size for section in document.sections):
            found.append((identity, f"a section of version {version} lies outside its text"))
        for page in pages.of(identity, version):
            words = np.frombuffer(page.words, WORD)
            ends = words["start"].astype(np.int64) + words["length"]
            if not 0 <= page.start <= page.end <= size or (ends > size).any():
                found.append((identity, f"page {page.number} of version {version} lies outside its text"))
    return found


def _chunks(database: Database, documents: DocumentTable, chunks: ChunkTable) -> list[tuple[str, str]]:
    found = []
    lengths = {identity: characters for identity, _, characters, _ in documents.stored(current=True)}
    dim = int(database.meta("dim") or 0)
    for row, vector, sentences, check in chunks.stored():
        size = lengths.get(row.document_id)
        if size is None:
            found.append((row.document_id, f"chunk {row.id} belongs to no current document"))
            continue
        spans = [(row.start, row.end), *row.sentences]
        if any(not row.start <= start <= end <= row.end <= size for start, end in spans):
            found.append((row.document_id, f"chunk {row.id} lies outside its text"))
        if check is not None and checksum(sentences, vector, row.tokens) != check:
            found.append((row.document_id, f"the vectors of chunk {row.id} are not what was written"))
            continue
        if not vector and not row.tokens:
            continue  # it waits for them
        values = np.frombuffer(vector, "<f2").astype(np.float32)
        if len(values) != dim or abs(float(np.linalg.norm(values)) - 1) > _UNIT_TOLERANCE:
            found.append((row.document_id, f"the vector of chunk {row.id} is damaged"))
        try:
            from_bytes(row.tokens)
        except ValueError:
            found.append((row.document_id, f"the token vectors of chunk {row.id} are damaged"))
    return found
