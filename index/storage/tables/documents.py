"""Documents as the database has them: their versions and tags, and which of them are current."""

import functools
import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import Any, Self, TypeVar

from index.documents import Origin, StoredDocument
from index.errors import DocumentNotFound
from index.origins import is_called
from index.storage.databases.database import Database
from index.storage.document_layers import DocumentLayer, DocumentLayers, made_of
from index.storage.engines.engine import ALL
from index.storage.records import DocumentSummary, DocumentVersion
from index.storage.tables.catalogue import MOST_COUNTED
from index.storage.tables.document_rows import SHOWN, STORED, SUMMARIES, stored_document, summary
from index.storage.tables.tags import add_tags, choose_tags
from index.text.names import composed, is_by, people
from index.text.tags import read_tags

__all__ = ["DocumentTable", "document_not_found"]

Made = TypeVar("Made")

_DOCUMENTS_KEPT = 200_000
"""Documents whose summaries are kept in memory while nothing changes, about 1 kB each: a question about the documents
lists them several times, and to read a hundred thousand takes a second."""

_LOOKED_UP = 10_000
"""Documents that are looked up by their ids: to read the beginnings of more, it takes less time to read all."""

_MOST_BLANK = 100
"""White space that the text of a document may begin with, in code points."""


class DocumentTable:
    """The documents of an index; what is read comes from the last commit, or from the one that a snapshot holds.

    Args:
        database: of the index.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._listed: tuple[int, tuple[DocumentSummary, ...]] | None = None
        self._languages: tuple[int, frozenset[str]] | None = None
        self._derived: dict[Callable[..., Any], tuple[int, DocumentLayers[Any]]] = {}

    def listed(self, *, limit: int = -1, offset: int = 0) -> list[DocumentSummary]:
        """Return current documents by title, then source; a negative limit returns all."""
        if limit >= 0 or offset:
            return self._read_list(limit if limit >= 0 else ALL, offset)
        with self._database.snapshot():
            generation = self._database.generation
            kept = self._listed
            if kept and kept[0] == generation:
                return list(kept[1])
            found = self._read_list(ALL, 0)
        self._listed = (generation, tuple(found)) if len(found) <= _DOCUMENTS_KEPT else None
        return found

    def derived(self, make: Callable[[Self, Sequence[DocumentSummary]], Made]) -> tuple[DocumentLayer[Made], ...]:
        """Return what a function makes of the current documents, in layers that say each of them once.

        What is kept of it follows the documents as they change, unless they are very many.

        Args:
            make: of this table and some documents, of each by itself; always the same for the same thing.
        """
        with self._database.snapshot():
            generation = self._database.generation
            kept = self._derived.get(make)
            if kept and kept[0] == generation:
                layers: DocumentLayers[Made] = kept[1]
                return layers.layers
            listed = self.listed()
            of_some = functools.partial(make, self)
            layers = kept[1].following(listed, of_some) if kept else made_of(listed, of_some)
            if len(listed) <= _DOCUMENTS_KEPT:
                self._derived[make] = generation, layers
            else:
                self._derived.pop(make, None)
        return layers.layers

    def count(self) -> int:
        """Return the number of current documents."""
        [[number]] = self._database.rows("SELECT count(*) FROM documents WHERE current")
        return int(number)

    def summaries(self, document_ids: Sequence[str]) -> list[DocumentSummary]:
        """Return those of the current documents that have these ids, by title, then source."""
        rows = self._database.rows_among(f"{SUMMARIES} AND id IN ({{}})", document_ids)
        return sorted(map(summary, rows), key=lambda each: (each.title, each.source))

    def summary(self, document_id: str) -> DocumentSummary:
        """Return that of a current document.

        Raises:
            DocumentNotFound: there is no such document, or it is in the trash.
        """
        found = self.summaries([document_id])
        if not found:
            raise document_not_found(document_id)
        return found[0]

    def get(self, document_id: str, version: int | None = None) -> StoredDocument:
        """Return one version of a document, the current one by default.

        Raises:
            DocumentNotFound: there is no such document or version.
        """
        if version is None:
            rows = self._database.rows(f"{STORED} WHERE id = ? AND current", (document_id,))
        else:
            rows = self._database.rows(f"{STORED} WHERE id = ? AND version = ?", (document_id, version))
        if not rows:
            moved = self._database.rows("SELECT new_id FROM moved_documents WHERE old_id = ?", (document_id,))
            if moved:
                return self.get(moved[0][0], version)
            raise document_not_found(document_id, version)
        return stored_document(*rows[0])

    def excerpt(self, document_id: str, version: int, start: int, end: int) -> str:
        """Return some code points of the text of a version of a document; empty when there is no such version."""
        rows = self._database.rows(
            "SELECT substr(text, ?, ?) FROM documents WHERE id = ? AND version = ?",
            (start + 1, max(0, end - start), document_id, version),
        )
        return str(rows[0][0]) if rows else ""

    def opening(self, document_id: str, version: int, characters: int) -> str:
        """Return the first code points of the text of a version, without white space in front, of which few are there.

        No more than these are read, however long the text is.
        """
        return self.excerpt(document_id, version, 0, characters + _MOST_BLANK).lstrip()[:characters]

    def openings(self, characters: int, document_ids: Collection[str]) -> dict[str, str]:
        """Return the first code points of the text of some current documents, by id."""
        query = f"SELECT id, substr(text, 1, {int(characters)}) FROM documents WHERE current"  # noqa: S608
        if len(document_ids) <= _LOOKED_UP:
            rows = self._database.rows_among(f"{query} AND id IN ({{}})", list(document_ids))
        else:
            wanted = set(document_ids)
            rows = [row for row in self._database.rows(query) if row[0] in wanted]
        return {str(identity): str(text) for identity, text in rows}

    def id_of(self, given: str) -> str:
        """Return the id of a document that somebody gives by its id, its source, or the end of one source alone.

        A name that is written as the document's own comes before one in another form of Unicode.

        Raises:
            DocumentNotFound: none is meant, or more than one.
        """
        origins, path = self.origins(), str(Path(given).resolve())
        for is_meant in (
            lambda identity, source, _: given in (identity, source),
            lambda _, source, __: source == path,
            lambda _, source, __: composed(source) == composed(path),
            lambda _, source, file: is_called(given, source, file, exactly=True),
            lambda _, source, file: is_called(given, source, file),
        ):
            meant = [each for each, (source, origin) in origins.items() if is_meant(each, source, origin.file)]
            if len(meant) == 1:
                return meant[0]
        raise DocumentNotFound(
            f"No document, or more than one, is called “{given}”", "List the documents with “footnote documents list”"
        )

    def former_ids(self, document_id: str) -> list[str]:
        """Return the ids that a document had before its file was moved; what cites those cites this document."""
        rows = self._database.rows("SELECT old_id FROM moved_documents WHERE new_id = ? ORDER BY 1", (document_id,))
        return [str(identity) for (identity,) in rows]

    def content_hashes(self) -> dict[str, str]:
        """Return the content hash of every current document, by document id."""
        rows = self._database.rows("SELECT id, content_hash FROM documents WHERE current")
        return {str(identity): str(content_hash) for identity, content_hash in rows}

    def content_hash(self, document_id: str, version: int) -> str:
        """Return the content hash of a version of a document; empty when there is no such version."""
        query = "SELECT content_hash FROM documents WHERE id = ? AND version = ?"
        rows = self._database.rows(query, (document_id, version))
        return str(rows[0][0]) if rows else ""

    def sources(self) -> dict[str, str]:
        """Return the source of every current document, by id."""
        return dict(self._database.rows("SELECT id, source FROM documents WHERE current"))

    def origins(self) -> dict[str, tuple[str, Origin]]:
        """Return source and origin of every current document, by id."""
        rows = self._database.rows("SELECT id, source, way, file FROM documents WHERE current")
        return {identity: (source, Origin(way, file)) for identity, source, way, file in rows}

    def taken(self) -> dict[str, tuple[str, Origin]]:
        """Return source and origin of every document whose place is taken: of current ones, and what can come back."""
        rows = self._database.rows("SELECT id, source, way, file FROM aside_documents WHERE current")
        trashed = {identity: (source, Origin(way, file)) for identity, source, way, file in rows}
        return {**trashed, **self.origins()}

    def languages(self) -> frozenset[str]:
        """Return the languages of current documents, ISO 639 codes; English where nobody knows one."""
        generation, kept = self._database.generation, self._languages
        if kept is None or kept[0] != generation:
            rows = self._database.rows("SELECT DISTINCT language FROM documents WHERE current")
            kept = self._languages = generation, frozenset(code or "en" for (code,) in rows)
        return kept[1]

    def tags(self) -> list[tuple[str, int]]:
        """Return the tags that most current documents have, 500 at most, by name, and how many have each."""
        rows = self._database.rows(
            "SELECT * FROM (SELECT value, count(*) AS documents FROM documents, json_each(tags) WHERE current"
            " GROUP BY value ORDER BY documents DESC, value LIMIT ?) AS most ORDER BY value",
            (MOST_COUNTED,),
        )
        counts: Counter[str] = Counter()
        for tag, count in rows:
            counts[composed(tag)] += count
        return sorted(counts.items())

    def authors(self) -> list[tuple[str, int]]:
        """Return who wrote most of the current documents, 500 at most, by name, and how many each wrote."""
        rows = self._database.rows(
            "SELECT value, count(*) AS documents FROM documents, json_each(authors) WHERE current"
            " GROUP BY value ORDER BY documents DESC, value LIMIT ?",
            (MOST_COUNTED,),
        )
        return people((str(name), int(count)) for name, count in rows)

    def matching(
        self,
        sources: Sequence[str],
        after: str | None,
        before: str | None,
        tags: Sequence[str] = (),
        authors: Sequence[str] = (),
    ) -> list[str]:
        """Return the ids of current documents from one of the sources and published in the range, both ends included.

        Args:
            sources: a document's source, or the end of it (``origins.is_called``); any source when empty.
            after: ISO 8601 date; a document without a date matches no range.
            before: ISO 8601 date.
            tags: the document has one of them; any document when empty.
            authors: one of its authors has all words of one of them, in whatever case and with whatever accents; any
                document when empty.
        """
        query, parameters = SHOWN, list[object]()
        for comparison, day in ((">=", after), ("<=", before)):
            if day is not None:
                query += f" AND substr(published_at, 1, 10) {comparison} ?"
                parameters.append(day)
        if len(sources) == 1 and sources[0].isascii():
            query += " AND substr(source, length(source) - ? + 1) = ?"
            parameters += [len(sources[0]), sources[0]]
        rows = self._database.rows(query, parameters)
        found = [
            row
            for row in rows
            if (not tags or not set(tags).isdisjoint(read_tags(row[2])))
            and (not authors or is_by(json.loads(row[3]), authors))
        ]
        return [str(row[0]) for row in found] if not sources else self._called(found, sources)

    def _called(self, rows: Sequence[Any], sources: Sequence[str]) -> list[str]:
        """Return the ids of those rows of ids and sources that are called so."""
        wanted = [composed(each) for each in sources]
        near = [row for row in rows if composed(row[1]).endswith(tuple(wanted))]
        query = "SELECT id, file FROM documents WHERE current AND id IN ({})"
        files = dict(self._database.rows_among(query, [row[0] for row in near]))
        return [str(row[0]) for row in near if any(is_called(each, row[1], files[row[0]]) for each in sources)]

    def versions(self, document_id: str) -> list[DocumentVersion]:
        """Return every version of a document, the newest first.

        Raises:
            DocumentNotFound: there is no such document.
        """
        rows = self._database.rows(
            "SELECT version, title, characters, added_at, current FROM documents WHERE id = ? ORDER BY version DESC",
            (document_id,),
        )
        if not rows:
            raise document_not_found(document_id)
        return [
            DocumentVersion(version, title, characters, added_at, bool(current))
            for version, title, characters, added_at, current in rows
        ]

    def stored(self, *, current: bool = False) -> list[tuple[str, int, int, str]]:
        """Return (document id, version, characters, sha256 of the text) of every version, or of current ones alone."""
        query = "SELECT id, version, characters, text_sha256 FROM documents WHERE current OR NOT ? ORDER BY id, version"
        return [(row[0], row[1], row[2], row[3]) for row in self._database.rows(query, (current,))]

    def add_tags(self, document_ids: Iterable[str], tags: Sequence[str]) -> None:
        """Give documents further tags (of ``tidy_tags``); those they have stay, what a person took off stays off."""
        with self._database.commit() as commit:
            for identity in document_ids:
                add_tags(commit.connection, identity, tags)

    def choose_tags(self, document_id: str, tags: Sequence[str]) -> None:
        """Let a document have the tags that a person chose (of ``tidy_tags``), in later versions too.

        Raises:
            DocumentNotFound: there is no such document.
        """
        with self._database.commit() as commit:
            if not choose_tags(commit.connection, document_id, tags):
                raise document_not_found(document_id)

    def _read_list(self, limit: int, offset: int) -> list[DocumentSummary]:
        rows = self._database.rows(f"{SUMMARIES} ORDER BY title, source LIMIT ? OFFSET ?", (limit, offset))
        return [summary(row) for row in rows]


def document_not_found(document_id: str, version: int | None = None) -> DocumentNotFound:
    """Return the error for a document, or a version of one, that is not there."""
    which = f"document {document_id}" if version is None else f"version {version} of document {document_id}"
    return DocumentNotFound(f"There is no {which}", "List the documents with “footnote documents list”")
