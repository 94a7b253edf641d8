"""The newest version of a table of LanceDB's, for the one who writes it; versions stay a while."""

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lancedb.index import FTS, BTree, IvfSq

from index.hardening.private import make_folder
from index.search.lance.table.connection import connected, explained
from index.search.lance.table.engine_row import EngineRow, columns_of, conditions_on, schema
from index.search.lance.table.vector_lists import FEWEST_LISTED, number_of_lists

__all__ = ["TableWriter"]

_SPARED_SECONDS = 60.0
"""How much older a version has to be than those that are kept: to remove it takes a while, in which these age too."""

_NONE_SO_OLD = datetime.timedelta(days=10_000)


class TableWriter:
    """The newest version of the table, for the one who writes it.

    Each commit is to be the next after the one before: when it is not, another has written meanwhile.

    Args:
        address: of the bucket or the folder.
        name: of the table.
        dim: of a vector.

    Attributes:
        version: the newest that is known.
        is_alone: whether no other has written since it was opened.
    """

    def __init__(self, address: str, name: str, dim: int) -> None:
        self._address, self._name, self._dim = address, name, dim
        self.is_alone = True
        with explained(address):
            if "://" not in address:
                make_folder(Path(address))
            self._database = connected(address)
            self._table: Any = None
            if name in self._database.list_tables(limit=10_000).tables:
                self._table = self._database.open_table(name)
        self.version = 0 if self._table is None else int(self._table.version)

    def has(self, version: int) -> bool:
        """Tell whether a version is there."""
        if version in (0, self.version):
            return version == self.version and self._table is not None
        with explained(self._address):
            return self._table is not None and version in [each["version"] for each in self._table.list_versions()]

    def empty(self) -> None:
        """Begin with no rows, in a new version; those before stay for who reads them."""
        with explained(self._address):
            mode = "create" if self._table is None else "overwrite"
            self._table = self._database.create_table(self._name, schema=schema(self._dim), mode=mode)
            self.version = int(self._table.version)

    def go_back(self, version: int) -> None:
        """Make the newest what a version was."""
        with explained(self._address):
            self._table.checkout(version)
            self._table.restore()
            self.version = int(self._table.version)

    def put(self, rows: Sequence[EngineRow], *, are_first: bool) -> None:
        """Write rows, in the place of those of the same ids.

        Args:
            rows: at least one.
            are_first: whether there can be none of the same ids.
        """
        data = columns_of(rows, self._dim)
        with explained(self._address):
            if are_first:
                written = self._table.add(data, on_bad_vectors="null")
            else:
                merge = self._table.merge_insert("id").when_matched_update_all().when_not_matched_insert_all()
                written = merge.execute(data, on_bad_vectors="null")
        self._expect(int(written.version))

    def remove(self, ids: Sequence[int]) -> None:
        """Remove the rows that there are among some."""
        for condition in conditions_on(ids):
            with explained(self._address):
                written = self._table.delete(condition)
            self._expect(int(written.version))

    @property
    def unindexed(self) -> int:
        """How many rows the index of words lacks."""
        with explained(self._address):
            indices = {found.name: found for found in self._table.list_indices()}
            found = indices.get("body_idx")
            return int(self._table.count_rows()) if found is None else int(found.num_unindexed_rows)

    @property
    def fragments(self) -> int:
        """In how many files the rows lie."""
        with explained(self._address):
            return int(self._table.stats()["fragment_stats"]["num_fragments"])

    def tidy(self, listed: int, oldest: int | None = None) -> int:
        """Bring rows together, and all of them into indexes; return how many vectors lists were made of.

        Args:
            listed: how many there were when lists were made; 0 where there are none.
            oldest: the version before which all go, since nobody may read them any more; none goes when None.
        """
        with explained(self._address):
            before = int(self._table.count_rows())
            there = {found.name for found in self._table.list_indices()}
            if there:
                self._table.optimize(cleanup_older_than=_NONE_SO_OLD)
            for name in ("body", "heading"):
                if f"{name}_idx" not in there:
                    self._table.create_index(name, config=_words_index())
            for name in ("id", "document_id"):
                if f"{name}_idx" not in there:
                    self._table.create_index(name, config=BTree())
            vectors = int(self._table.count_rows("vector IS NOT NULL"))
            if vectors >= FEWEST_LISTED and vectors >= 4 * listed:
                config = IvfSq(distance_type="cosine", num_partitions=number_of_lists(vectors))
                self._table.create_index("vector", config=config, replace=True)
                listed = vectors
            if oldest is not None:
                self._table.optimize(cleanup_older_than=self._age(oldest))
            self.is_alone = self.is_alone and before == int(self._table.count_rows())
            self.version = int(self._table.version)
        return listed

    def _age(self, version: int) -> datetime.timedelta:
        """Return how long ago a version was made, or a little longer; longer than any when it is gone."""
        made = [each["timestamp"] for each in self._table.list_versions() if each["version"] == version]
        spared = datetime.timedelta(seconds=_SPARED_SECONDS)
        return datetime.datetime.now(made[0].tzinfo) - made[0] + spared if made else _NONE_SO_OLD

    def _expect(self, version: int) -> None:
        self.is_alone = self.is_alone and version == self.version + 1
        self.version = version


def _words_index() -> FTS:
    """Return an index of what is between spaces, as it stands there."""
    return FTS(
        base_tokenizer="whitespace",
        max_token_length=None,
        lower_case=False,
        stem=False,
        remove_stop_words=False,
        ascii_folding=False,
    )
