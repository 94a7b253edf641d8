"""The one who writes an engine: PostgreSQL's commits come into LanceDB, and then its position into PostgreSQL."""

import dataclasses
import itertools
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence

from index.errors import FootnoteError, IndexLocked, StoreError, Unexpected
from index.search.lance.bm25 import FieldCounts, words_of
from index.search.lance.engine_tables import EngineTables, Overtaken, Position
from index.search.lance.table.conditional_writes import check_conditional_writes
from index.search.lance.table.engine_row import EngineRow
from index.search.lance.table.lance_table import LanceTable
from index.search.lance.table.table_writer import TableWriter
from index.storage.databases.database import Database
from index.storage.tables.chunks import ChunkTable

__all__ = ["LanceFollower"]

STEP_CHUNKS = 20_000
"""After so many chunks the position is written, if a commit ends there."""

_ROWS_AT_ONCE = 2_000
UNINDEXED = 2_000
"""Rows beside the index of words, which are read one by one for each question."""

FRAGMENTS = 24
"""Files that rows lie in: each step adds one."""

KEPT_SECONDS = 600.0
"""How long a version stays after a later one took its place: longer than any question takes."""

LOOK_SECONDS = 30.0
"""Between two looks at an engine that lacks nothing: whether it is still there, and what can be removed."""

_TRIES = 5


class LanceFollower:
    """Writes an engine, one at a time of all processes: a lock of PostgreSQL's is held for each step.

    What a step commits to LanceDB counts once its position is written; what another left half done is undone first.
    So that nothing is lost or doubled wherever it is killed.

    Args:
        database: the truth.
        chunks: of the same.
        tables: with the position.
        address: of the engine.
        name: of the table there.
        dim: returns the length of a vector; asked when there are none to see it by.
    """

    def __init__(
        self,
        database: Database,
        chunks: ChunkTable,
        tables: EngineTables,
        address: str,
        name: str,
        dim: Callable[[], int],
    ) -> None:
        self._database, self._chunks, self._tables = database, chunks, tables
        self._address, self._name, self._dim = address, name, dim
        self._seen: deque[tuple[float, int]] = deque()
        self._look_at = 0.0

    def check(self) -> None:
        """See that the store keeps two writers apart.

        Raises:
            EngineUnreachable: nothing can be written there.
            SettingsError: it does not.
        """
        check_conditional_writes(self._address)

    def follow(self, wait_seconds: float = 0.0) -> bool:
        """Bring the engine up to the database, in as many steps as it takes; tell whether anything was to be done.

        Args:
            wait_seconds: for another who is at it.

        Raises:
            IndexLocked: another is at it for longer.
            EngineUnreachable: the engine cannot be written.
            StoreError: others write to it again and again, for another index.
        """
        self._tables.make()
        was_behind = False
        tries = 0
        while True:
            with self._tables.tables.alone("following", wait_seconds):
                try:
                    went_on = self._step()
                except Overtaken:
                    tries += 1
                    if tries == _TRIES:
                        raise StoreError(
                            f"Another process writes to {self._address} without the lock of this index",
                            "See that no other index has the same FOOTNOTE_ENGINE",
                        ) from None
                    continue
            if not went_on:
                return was_behind
            was_behind = True

    def keep_following(self, ended: threading.Event, told: Callable[[FootnoteError], None], seconds: float) -> None:
        """Follow until that is ended; what goes wrong is told, and tried again.

        Args:
            ended: set by whoever ends it.
            told: gets each error that is another than the last.
            seconds: between two looks at the database.
        """
        last = ""
        trouble: FootnoteError
        while not ended.wait(seconds):
            try:
                self.follow()
            except IndexLocked:
                continue  # another follows
            except FootnoteError as error:
                trouble = error
            except Exception as error:  # noqa: BLE001 — whatever it is, nobody else would follow
                trouble = Unexpected(f"The search engine at {self._address} is not followed ({error!r})")
            else:
                last = ""
                continue
            if str(trouble) != last:
                told(trouble)
            last = str(trouble)
            ended.wait(10 * seconds)

    def _step(self) -> bool:
        """Take one step, under the lock; tell whether there was one to take."""
        position = self._tables.position()
        assert position is not None  # noqa: S101 — it was made
        is_due = position.anew or position.generation < self._database.generation
        if not is_due and not self._is_to_be_looked_at():
            return False
        writer = TableWriter(self._address, self._name, self._dim_now())
        is_lost = position.generation >= 0 and not writer.has(position.version)
        if not is_due and not is_lost:
            self._rest(position, writer)
            return False
        if is_lost:
            position = dataclasses.replace(position, anew=True)
        begins = position.anew or position.generation < 0
        if begins:
            writer.empty()
        elif writer.version != position.version:
            writer.go_back(position.version)
        counts = FieldCounts()
        with self._database.snapshot():
            since, until = self._span(position)
            if not begins:
                self._remove(writer, position, until, counts)
            self._add(writer, since, until, counts, begins=begins)
        if not writer.is_alone:
            raise Overtaken
        self._tables.advance(position, until, writer.version, 0 if begins else position.listed, counts)
        now = self._tables.position()
        assert now is not None  # noqa: S101 — as above
        if now.chunks and (writer.unindexed >= min(UNINDEXED, now.chunks) or writer.fragments >= FRAGMENTS):
            self._tidy(now, writer)
        return True

    def _is_to_be_looked_at(self) -> bool:
        """Tell whether it is time to see what is in the engine, though the database has nothing new."""
        now = time.monotonic()
        if now < self._look_at:
            return False
        self._look_at = now + LOOK_SECONDS
        return True

    def _dim_now(self) -> int:
        return int(self._database.meta("dim") or self._dim())

    def _span(self, position: Position) -> tuple[int, int]:
        """Return the commits to go on from and to go to."""
        last = self._database.generation
        if position.anew:
            return -1, last
        total = 0
        commits = self._chunks.generations_since(position.generation)
        for (_, chunks), (following, _) in itertools.pairwise(commits):
            total += chunks
            if total >= STEP_CHUNKS:
                return position.generation, following - 1
        return position.generation, last

    def _remove(self, writer: TableWriter, position: Position, until: int, counts: FieldCounts) -> None:
        gone = self._chunks.removed_since(position.generation, until)
        if not gone:
            return
        theirs = LanceTable(self._address, self._name, position.version).words(gone, position.generation)
        for words in theirs.values():
            counts.count(words, -1)
        writer.remove(sorted(theirs))

    def _add(self, writer: TableWriter, since: int, until: int, counts: FieldCounts, *, begins: bool) -> None:
        came = dict(self._chunks.ids_between(since, until))
        late = [each for each in self._chunks.encoded_between(since, until) if each not in came]
        for some in _portions(sorted([*came, *late])):
            generations = came | self._chunks.generations_of([each for each in some if each not in came])
            ids, vectors = self._chunks.vectors_of(some)
            vector_of = dict(zip(ids, vectors, strict=True))
            rows = []
            for row in self._chunks.words_of(some):
                words = words_of(row)
                rows.append(EngineRow(row.id, row.document_id, generations[row.id], words, vector_of.get(row.id)))
                if row.id in came:
                    counts.count(words)
            if rows:
                writer.put(rows, are_first=begins)

    def _rest(self, position: Position, writer: TableWriter) -> None:
        """Remove versions that nobody can be reading any more, some time after others took their place."""
        now = time.monotonic()
        if not self._seen or self._seen[-1][1] != position.version:
            self._seen.append((now, position.version))
        old = [version for since, version in self._seen if since <= now - KEPT_SECONDS]
        if old and self._seen[0][1] != old[-1]:
            if writer.version == position.version:
                self._tidy(position, writer, old[-1])
            while self._seen[0][1] != old[-1]:
                self._seen.popleft()

    def _tidy(self, position: Position, writer: TableWriter, oldest: int | None = None) -> None:
        listed = writer.tidy(position.listed, oldest)
        if not writer.is_alone:
            raise Overtaken
        self._tables.advance(position, position.generation, writer.version, listed, FieldCounts())


def _portions(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for first in range(0, len(ids), _ROWS_AT_ONCE):
        yield ids[first : first + _ROWS_AT_ONCE]
