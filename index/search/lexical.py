"""The lexical search index: BM25 over words, in Tantivy."""

import dataclasses
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

import tantivy

from index.hardening.private import make_folder, make_private
from index.search.analysis import search_terms
from index.search.derived import Damaged, Manifest, read_manifest, write_manifest
from index.storage.records import LexicalRow

__all__ = ["LexicalIndex"]

_WRITER_BYTES = 64_000_000
_HEADING_WEIGHT = 0.5


class LexicalIndex:
    """Chunk ids by BM25 over a chunk's words, and at half weight over those of its title and heading.

    Attributes:
        generation: the last commit that it contains; -1 for none.
    """

    def __init__(self, folder: Path | None, index_id: str) -> None:
        """Open the index in a folder, or an empty one in memory when ``folder`` is None.

        Raises:
            Damaged: what is there cannot be used.
        """
        self.generation = -1
        self._folder, self._index_id = folder, index_id
        manifest = None if folder is None else read_manifest(folder, index_id)
        if folder is not None:
            make_folder(folder)
        try:
            self._index = tantivy.Index(_schema(), path=None if folder is None else str(folder))
            self._index.config_reader("manual")
            self._index.reload()
        except (ValueError, OSError) as error:
            raise Damaged(f"Tantivy cannot read the lexical index ({error})") from error
        self._segments = _segments_of(manifest)
        if manifest is None and folder is not None:
            make_private(folder)
        self.generation = -1 if manifest is None else manifest.generation

    @staticmethod
    def erase(folder: Path) -> None:
        """Remove the folder with all that is in it."""
        shutil.rmtree(folder, ignore_errors=True)

    def reload(self) -> None:
        """Take up what another process committed and recorded in the manifest.

        Raises:
            Damaged: the manifest cannot be used.
        """
        if self._folder is None or (self.generation < 0 and not (self._folder / "manifest.json").exists()):
            return  # nobody has written there yet: whoever was to be the first had not the lock
        manifest = read_manifest(self._folder, self._index_id, self._segments)
        if manifest is not None and manifest.generation > self.generation:
            self._index.reload()
            self.generation, self._segments = manifest.generation, _segments_of(manifest)

    def update(self, added: Iterable[LexicalRow], removed: Sequence[int], generation: int, *, anew: bool) -> None:
        """Add and remove chunks in one commit; the caller holds the index's lock.

        Args:
            added: chunks that are new; one that is known already is replaced.
            removed: ids that are gone.
            generation: which commit this reaches.
            anew: start from nothing. Deleted chunks keep their weight in BM25's statistics until segments merge, and
                only an index made anew scores as if they had never been.
        """
        writer = self._index.writer(heap_size=_WRITER_BYTES, num_threads=1)
        if anew:
            writer.delete_all_documents()
        else:
            for chunk_id in removed:
                self._delete(writer, chunk_id)
        for row in added:
            if not anew:
                self._delete(writer, row.id)
            writer.add_document(_document(row))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self.generation = generation
        if self._folder is not None:
            make_private(self._folder)
            names = [path.name for path in self._folder.iterdir() if path.suffix != ".lock" and not _is_scratch(path)]
            written = write_manifest(self._folder, self._index_id, generation, names, self._segments)
            self._segments = _segments_of(written)

    def search(self, terms: Iterable[str], k: int, documents: Sequence[str] | None = None) -> list[tuple[int, float]]:
        """Return at most ``k`` (chunk id, BM25), best first, equal scores by id.

        Args:
            terms: of ``search_terms``; they are alternatives, and one that comes twice counts once.
            k: at least 1.
            documents: the only document ids to return chunks of; all when None.
        """
        terms = sorted(set(terms))
        if not terms or (documents is not None and not documents):
            return []
        schema = self._index.schema
        should = [
            (tantivy.Occur.Should, tantivy.Query.boost_query(tantivy.Query.term_query(schema, field, term), weight))
            for term in terms
            for field, weight in (("body", 1.0), ("heading", _HEADING_WEIGHT))
        ]
        query = tantivy.Query.boolean_query(should)
        if documents is not None:
            only = tantivy.Query.term_set_query(schema, "document_id", list(documents))
            scoped = [(tantivy.Occur.Must, query), (tantivy.Occur.Must, tantivy.Query.const_score_query(only, 0.0))]
            query = tantivy.Query.boolean_query(scoped)
        searcher = self._index.searcher()
        hits = searcher.search(query, limit=k, count=False).hits
        found = [(int(searcher.doc(address)["chunk_id"][0]), float(score)) for score, address in hits]
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))

    def document_frequency(self, term: str) -> int:
        """Return in how many chunks a term of ``search_terms`` occurs, title and heading included at most twice."""
        searcher = self._index.searcher()
        return max(int(searcher.doc_freq(field, term)) for field in ("body", "heading"))

    def _delete(self, writer: tantivy.IndexWriter, chunk_id: int) -> None:
        # By query: deleting by a term of an unsigned field finds nothing in tantivy 0.27.
        writer.delete_documents_by_query(tantivy.Query.term_query(self._index.schema, "chunk_id", chunk_id))

    def ids(self) -> list[int]:
        """Return the id of every chunk, ascending."""
        searcher = self._index.searcher()
        count = int(searcher.num_docs)
        hits = searcher.search(tantivy.Query.all_query(), limit=count, count=False).hits if count else []
        return sorted(int(searcher.doc(address)["chunk_id"][0]) for _, address in hits)

    def __len__(self) -> int:
        """Return the number of chunks."""
        return int(self._index.searcher().num_docs)


def _segments_of(manifest: Manifest | None) -> Manifest | None:
    """Return what a manifest has of Tantivy's segments, whose files are written once; what lists them changes."""
    if manifest is None:
        return None
    files = {name: found for name, found in manifest.files.items() if not name.endswith(".json")}
    return dataclasses.replace(manifest, files=files)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("chunk_id", stored=True, indexed=True)
    builder.add_text_field("document_id", stored=False, tokenizer_name="raw", index_option="basic")
    for field in ("body", "heading"):
        builder.add_text_field(field, stored=False, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def _document(row: LexicalRow) -> tantivy.Document:
    document = tantivy.Document()
    document.add_unsigned("chunk_id", row.id)
    document.add_text("document_id", row.document_id)
    document.add_text("body", " ".join(search_terms(row.text, row.language)))
    document.add_text("heading", " ".join(search_terms(f"{row.title} {row.heading}", row.language)))
    return document


def _is_scratch(path: Path) -> bool:
    return path.suffix == ".tmp" or path.name == "manifest.json"
