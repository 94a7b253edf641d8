"""What finds chunks: by their vectors, and by their words."""

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from index.encoding.encoder import FloatArray
from index.errors import FootnoteError

__all__ = ["EngineFollower", "EngineState", "SearchEngine"]


@dataclass(frozen=True, slots=True)
class EngineState:
    """How far an engine that servers share has come.

    Attributes:
        address: of the engine.
        generation: the last commit that it contains; -1 for none.
        behind: how many commits came after that.
        beside: chunks that came or went since, which each server keeps in memory.
    """

    address: str
    generation: int
    behind: int
    beside: int


class EngineFollower(Protocol):
    """What brings into an engine that servers share what the database has, one at a time of all processes."""

    def check(self) -> None:
        """See that the engine keeps two writers apart.

        Raises:
            EngineUnreachable: nothing can be written there.
            SettingsError: it does not.
        """

    def follow(self, wait_seconds: float = 0.0) -> bool:
        """Bring the engine up to the database; tell whether anything was to be done.

        Args:
            wait_seconds: for another who is at it.

        Raises:
            IndexLocked: another is at it for longer.
            EngineUnreachable: the engine cannot be written.
        """

    def keep_following(self, ended: threading.Event, told: Callable[[FootnoteError], None], seconds: float) -> None:
        """Follow until that is ended; what goes wrong is told, and tried again.

        Args:
            ended: set by whoever ends it.
            told: gets each error that is another than the last.
            seconds: between two looks at the database.
        """


class SearchEngine(Protocol):
    """What is derived from a database to be searched; every search catches up with it first, from any thread."""

    @property
    def notices(self) -> tuple[str, ...]:
        """What was repaired or had to be done without, one sentence each."""

    @property
    def generation(self) -> int | None:
        """The last commit that a search has reached; None as long as there was none."""

    @property
    def form(self) -> str:
        """How vectors are searched, in words."""

    def state(self) -> EngineState | None:
        """Return how far the engine is that servers share; None where each has its own."""

    def follower(self) -> EngineFollower | None:
        """Return what writes the engine that servers share; None where each has its own."""

    def catch_up(self) -> None:
        """Catch up with every commit, also those of other processes."""

    def problems(self) -> list[str]:
        """Return in what it differs from the database, one clause each."""

    def rebuild(self) -> None:
        """Make it anew from the database; the caller holds the write lock."""

    def tend(self) -> bool:
        """Do what has come to be due of what takes long; tell whether there was any."""

    def tend_soon(self) -> None:
        """Have ``tend`` done in a thread, where it is due."""

    def dense(self, vector: FloatArray, k: int, chunk_ids: Sequence[int] | None = None) -> list[tuple[int, float]]:
        """Return at most ``k`` (chunk id, cosine) among the given ids, best first, equal scores by id."""

    def lexical(
        self, terms: Iterable[str], k: int, document_ids: Sequence[str] | None = None
    ) -> list[tuple[int, float]]:
        """Return at most ``k`` (chunk id, BM25) among the given documents, best first; terms of ``search_terms``."""

    def document_frequency(self, term: str) -> int:
        """Return in how many chunks a term of ``index.search.analysis.search_terms`` occurs."""

    def document_frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        """Return in how many chunks each of some terms occurs, by the term."""
