"""What every engine does with statements, all of which SQLite and PostgreSQL both read."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

__all__ = ["ALL", "Engine", "Rows", "Transaction"]

ALL = 2**62
"""More rows than there are, for a ``LIMIT``."""


class Rows(Protocol):
    """What a statement gives; fetched within its transaction."""

    @property
    def rowcount(self) -> int:
        """How many rows it changed."""

    def fetchone(self) -> Any:
        """Return the next row; None behind the last."""

    def fetchall(self) -> list[Any]:
        """Return all further rows."""

    def __iter__(self) -> Iterator[Any]:
        """Yield all further rows."""


class Transaction(Protocol):
    """A connection in its transaction.

    A parameter is written ``?``, or ``?1``, ``?2`` where one is wanted more than once.
    """

    def execute(self, query: str, parameters: Sequence[Any] = (), /) -> Rows:
        """Run a statement."""

    def executemany(self, query: str, parameters: Iterable[Sequence[Any]], /) -> object:
        """Run a statement once for each of the parameters."""


class Engine(Protocol):
    """Tables, readable and writable from any thread.

    Readers see the last commit and never wait for a writer. Every method raises a ``StoreError`` that says what to do
    where the tables cannot be used.
    """

    @property
    def where(self) -> str:
        """What to call it in an error: a file's path, or the address of a database without its password."""

    @property
    def lasts(self) -> bool:
        """Whether what is written is there for the next process."""

    @property
    def is_shared(self) -> bool:
        """Whether other machines have it too, which have none of this one's files."""

    def rows(self, query: str, parameters: Sequence[object] = ()) -> list[Any]:
        """Return all rows of a query."""

    def rows_among(self, query: str, values: Sequence[object]) -> list[Any]:
        """Return the rows of a query in which ``IN ({})`` stands for any number of values."""

    def transaction(self) -> AbstractContextManager[Transaction]:
        """Commit everything that is written inside, or nothing when the body raises; one such body at a time."""

    def snapshot(self) -> AbstractContextManager[None]:
        """Let everything read inside come from one commit; one inside another is the same."""

    def alone(self, name: str, seconds: float) -> AbstractContextManager[None]:
        """Be the only one, of all processes, that holds a name; it goes with the process.

        Args:
            name: such as “jobs”.
            seconds: to wait for whoever holds it.

        Raises:
            IndexLocked: another process, or another thread, holds it for longer.
        """

    def among(self, name: str, seconds: float) -> AbstractContextManager[None]:
        """Be one of those who hold a name together, so that nobody is alone with it; in a file, where one alone can be.

        Raises:
            IndexLocked: another is alone with it for longer.
        """

    def reserve(self, holders: int) -> None:
        """Be ready for so many threads that each hold a name for long."""

    def close(self) -> None:
        """Let go of it; whoever reads meanwhile gets a ``StoreError``."""
