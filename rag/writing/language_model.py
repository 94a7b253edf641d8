"""A language model that writes what it is asked to; it is foreign, may be slow, and is never trusted."""

import asyncio
import functools
import queue
import threading
import time
import weakref
from collections.abc import Generator, Sequence
from typing import Any

from index.hardening.legibility import legible
from rag.writing.endpoint import Endpoint
from rag.writing.prompts import PromptMessage

__all__ = ["LanguageModel"]

_TICK_SECONDS = 0.25
"""How long nothing comes before an empty piece does, at which who waits can leave."""

_LONGEST_NAME = 80
_starting = threading.Lock()


class LanguageModel:
    """Writes texts as they come; safe to use from several threads."""

    def __init__(
        self, url: str, *, model: str | None = None, key: str | None = None, seconds: float = 60.0, retries: int = 2
    ) -> None:
        """Write by an endpoint.

        Args:
            url: of the endpoint; ``/v1`` is added when there is no path.
            model: its name; the first that the endpoint lists when None.
            key: for the endpoint, when it wants one.
            seconds: that one text may take, retries included.
            retries: of a request that failed for a reason that passes.

        Raises:
            LanguageModelError: the URL is not one of HTTP.
        """
        self._endpoint = Endpoint(url, model, key, retries)
        self._seconds = seconds
        # Whatever is open when the process ends is closed by the system.
        weakref.finalize(self, _close, self._endpoint, _loop()).atexit = False

    @property
    def seconds(self) -> float:
        """How long one text may take."""
        return self._seconds

    def name(self) -> str:
        """Return the model's name for people: of a file, only how the file is called; no more than a line of it.

        Raises:
            LanguageModelError: it cannot be reached, or lists none.
        """
        name = asyncio.run_coroutine_threadsafe(self._endpoint.model(), _loop()).result()
        is_file = name.startswith("/") or name.endswith(".gguf")
        shown = legible(name.rpartition("/")[2].removesuffix(".gguf") if is_file else name)
        return shown if len(shown) <= _LONGEST_NAME else f"{shown[: _LONGEST_NAME - 1]}…"

    def write(
        self,
        messages: Sequence[PromptMessage],
        *,
        most_tokens: int,
        schema: dict[str, Any] | None = None,
        seconds: float | None = None,
    ) -> Generator[str, None, None]:
        """Yield the text as it comes, in pieces; closing the iterator ends the request.

        A piece is empty where nothing came for a time, so that the iterator can be closed while the model is silent.

        Args:
            messages: the prompt.
            most_tokens: to write.
            schema: JSON schema of the text; a hint that not every endpoint takes.
            seconds: that it may take; what the model was made with when None.

        Raises:
            LanguageModelError: the endpoint cannot be reached, refuses, breaks off, or takes too long.
        """
        pieces: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        seconds_left = self._seconds if seconds is None else seconds
        deadline = time.monotonic() + seconds_left

        async def pump() -> None:
            written = self._endpoint.write(messages, most_tokens=most_tokens, schema=schema, seconds=seconds_left)
            async for piece in written:
                pieces.put(piece)

        pumping = asyncio.run_coroutine_threadsafe(pump(), _loop())
        pumping.add_done_callback(lambda _: pieces.put(None))
        try:
            while (piece := _next(pieces)) is not None:
                if time.monotonic() > deadline:  # what has come may wait here for a reader who is slow
                    raise self._endpoint.late(seconds_left)
                yield piece
            pumping.result()
        finally:
            pumping.cancel()


def _next(pieces: "queue.SimpleQueue[str | None]") -> str | None:
    try:
        return pieces.get(timeout=_TICK_SECONDS)
    except queue.Empty:
        return ""


def _close(endpoint: Endpoint, loop: asyncio.AbstractEventLoop) -> None:
    asyncio.run_coroutine_threadsafe(endpoint.close(), loop)


def _loop() -> asyncio.AbstractEventLoop:
    """Return the event loop that every endpoint is asked in; it runs in a thread that ends with the process."""
    with _starting:
        return _started()


@functools.cache
def _started() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="footnote-language-model", daemon=True).start()
    return loop
