"""Whether the server can answer: what is looked at, and what of it is missing."""

import os
import shutil
import time

from index.errors import FootnoteError, IndexGone
from rag.asking.assistant import Assistant
from web.schemas.server import DiskState, IndexReadiness, ModelsState, Readiness, ReadinessPart
from web.work.workers import Workers

__all__ = ["Readings"]

_LEAST_FREE_BYTES = 16_000_000
_KEPT_SECONDS = 1.0
_LOOK_SECONDS = 5.0


class Readings:
    """Looks whether everything is there that answers need: once a second at most, however many ask.

    Args:
        assistant: that answers.
    """

    def __init__(self, assistant: Assistant) -> None:
        self._assistant, self._index = assistant, assistant.index
        self._was_writable = os.access(self._index.folder, os.W_OK)
        self._workers = Workers(
            threads=1, places=64, timeout_seconds=_LOOK_SECONDS, remedy="See whether the disk works"
        )
        self._kept: tuple[float, Readiness] | None = None

    async def now(self) -> Readiness:
        """Return how it is, or was a moment ago.

        Raises:
            TookTooLong: the disk does not answer.
            Busy: it has not for long.
        """
        if self._kept is None or self._kept[0] < time.monotonic():
            self._kept = await self._workers.run(self._taken)
        return self._kept[1]

    def end(self) -> None:
        """Look no more."""
        self._workers.end()

    def _taken(self) -> tuple[float, Readiness]:
        if self._kept is None or self._kept[0] < time.monotonic():
            self._kept = (time.monotonic() + _KEPT_SECONDS, self._looked())
        return self._kept

    def _looked(self) -> Readiness:
        index: IndexReadiness = "ok"
        generation = None
        try:
            generation = self._index.database.generation
        except IndexGone:
            index = "gone"
        except FootnoteError:
            index = "unreadable"
        models: ModelsState = "ok" if self._assistant.is_warm else "loading"
        disk = self._disk()
        parts: dict[ReadinessPart, str] = {"index": index, "models": models, "disk": disk}
        missing = tuple(part for part, state in parts.items() if state not in ("ok", "read-only"))
        searched = self._index.search.generation
        behind = None if generation is None or searched is None else max(0, generation - searched)
        return Readiness("not ready" if missing else "ready", missing, index, models, disk, generation, behind)

    def _disk(self) -> DiskState:
        """Return how the disk is; where nothing could be written from the beginning, nothing need be."""
        try:
            free = shutil.disk_usage(self._index.folder).free
        except OSError:
            return "gone"
        if not os.access(self._index.folder, os.W_OK):
            return "unwritable" if self._was_writable else "read-only"
        return "ok" if free >= _LEAST_FREE_BYTES else "full"
