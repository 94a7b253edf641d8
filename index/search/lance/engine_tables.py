"""What PostgreSQL knows of an engine: how far it has come, and the statistics of what it holds."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.search.lance.bm25 import FieldCounts, Frequency
from index.storage.databases.database import Database
from index.storage.engines.engine import Engine
from index.storage.schema.migrations import Migrations, migrate, version_on_server

__all__ = ["ENGINE_MIGRATIONS", "EngineTables", "Overtaken", "Position"]

ENGINE_MIGRATIONS = Migrations(
    "engine",
    ("",),
    (
        """
CREATE TABLE engine_positions (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, engine TEXT COLLATE "C" NOT NULL UNIQUE,
    generation BIGINT NOT NULL, version BIGINT NOT NULL, chunks BIGINT NOT NULL, body BIGINT NOT NULL,
    heading BIGINT NOT NULL, listed BIGINT NOT NULL, anew BOOLEAN NOT NULL, turn BIGINT NOT NULL);
CREATE TABLE engine_terms (
    engine_id BIGINT NOT NULL, term TEXT COLLATE "C" NOT NULL, body BIGINT NOT NULL, heading BIGINT NOT NULL,
    PRIMARY KEY (engine_id, term))
""",
    ),
)
_POSITION = """
SELECT id, generation, version, chunks, body, heading, listed, anew, turn FROM engine_positions WHERE engine = ?
"""
_ADVANCE = """
UPDATE engine_positions SET generation = ?, version = ?, chunks = ?, body = ?, heading = ?, listed = ?,
    anew = FALSE, turn = turn + 1
WHERE id = ? AND turn = ?
"""
_ADD_TERMS = """
INSERT INTO engine_terms SELECT ?, * FROM unnest(CAST(? AS text[]), CAST(? AS bigint[]), CAST(? AS bigint[]))
ON CONFLICT (engine_id, term) DO UPDATE
    SET body = engine_terms.body + excluded.body, heading = engine_terms.heading + excluded.heading
"""
_DROP_TERMS = (
    "DELETE FROM engine_terms WHERE engine_id = ? AND term = ANY(CAST(? AS text[])) AND body = 0 AND heading = 0"
)


class Overtaken(Exception):
    """Another has written to the engine since its position was read; what was done is to be done again."""


@dataclass(frozen=True, slots=True)
class Position:
    """How far an engine is: what of it readers may read.

    Attributes:
        id: of the engine in these tables.
        generation: the last commit that it contains; -1 for none.
        version: of its table, which readers open.
        chunks: how many it holds at that version.
        body: the sum of the lengths of their texts, in terms.
        heading: the sum of those of their titles and headings.
        listed: how many vectors there were when lists of them were made; 0 where there are none.
        anew: whether it is to be made anew.
        turn: how often it was written: who writes it says which he has read.
    """

    id: int
    generation: int
    version: int
    chunks: int
    body: int
    heading: int
    listed: int
    anew: bool
    turn: int


class EngineTables:
    """The tables beside those of the index, in the same database and within the same snapshots.

    Args:
        database: of the index, in PostgreSQL.
        name: of the engine, which no other has.
    """

    def __init__(self, database: Database, name: str) -> None:
        self._tables: Engine = database.beside(ENGINE_MIGRATIONS.name)
        self._name = name
        self._are_there = False

    @property
    def tables(self) -> Engine:
        """What holds them, with its locks."""
        return self._tables

    def make(self) -> None:
        """Make them where there are none, with a position at nothing."""
        migrate(self._tables, ENGINE_MIGRATIONS)
        if self.position() is None:
            with self._tables.transaction() as connection:
                connection.execute(
                    "INSERT INTO engine_positions"
                    " (engine, generation, version, chunks, body, heading, listed, anew, turn)"
                    " VALUES (?, -1, 0, 0, 0, 0, 0, FALSE, 0) ON CONFLICT (engine) DO NOTHING",
                    (self._name,),
                )

    def position(self) -> Position | None:
        """Return how far the engine is; None where nobody has ever written it."""
        self._are_there = self._are_there or version_on_server(self._tables, ENGINE_MIGRATIONS.name) > 0
        rows = self._tables.rows(_POSITION, (self._name,)) if self._are_there else []
        return Position(*rows[0]) if rows else None

    def frequencies(self, position: Position, terms: Sequence[str]) -> dict[str, Frequency]:
        """Return in how many of the engine's chunks terms occur; those that occur in none are left out."""
        rows = self._tables.rows(
            "SELECT term, body, heading FROM engine_terms WHERE engine_id = ? AND term = ANY(?)",
            (position.id, list(terms)),
        )
        return {term: (body, heading) for term, body, heading in rows}

    def all_frequencies(self, position: Position) -> dict[str, Frequency]:
        """Return in how many of the engine's chunks each term occurs."""
        rows = self._tables.rows("SELECT term, body, heading FROM engine_terms WHERE engine_id = ?", (position.id,))
        return {term: (body, heading) for term, body, heading in rows}

    def want_anew(self) -> None:
        """Have the engine made anew by whoever follows next."""
        with self._tables.transaction() as connection:
            connection.execute(
                "UPDATE engine_positions SET anew = TRUE, turn = turn + 1 WHERE engine = ?", (self._name,)
            )

    def advance(self, before: Position, generation: int, version: int, listed: int, changed: FieldCounts) -> None:
        """Say how far the engine is now, and what changed of its statistics, in one transaction.

        Args:
            before: what was read; where that says so, or is at nothing, statistics begin with nothing.
            generation: the last commit that it contains.
            version: of its table, which is committed.
            listed: see ``Position``.
            changed: what came, without what went.

        Raises:
            Overtaken: another has written the position since.
        """
        is_new = before.anew or before.generation < 0
        sums = [0, 0, 0] if is_new else [before.chunks, before.body, before.heading]
        totals = [old + new for old, new in zip(sums, (changed.chunks, changed.body, changed.heading), strict=True)]
        terms = sorted({*changed.bodies, *changed.headings})
        columns = [[counted[term] for term in terms] for counted in (changed.bodies, changed.headings)]
        with self._tables.transaction() as connection:
            written = connection.execute(
                _ADVANCE, (generation, version, *totals, listed, before.id, before.turn)
            ).rowcount
            if not written:
                raise Overtaken
            if is_new:
                connection.execute("DELETE FROM engine_terms WHERE engine_id = ?", (before.id,))
            if terms:
                connection.execute(_ADD_TERMS, (before.id, terms, *columns))
                connection.execute(_DROP_TERMS, (before.id, terms))
