"""The HTTP client for a language model's endpoint: what comes back is bounded, and nothing is sent anywhere else."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx
    import openai

__all__ = ["guarded_client"]

_MOST_BYTES = 16_000_000
"""Of one response: some ten thousand tokens of a stream take a quarter of it."""


def guarded_client(*, is_here: bool) -> "openai.DefaultAsyncHttpxClient":
    """Return a client that follows no redirect, inflates nothing, and reads so many bytes of a response at most.

    Compressed, a megabyte can become ten gigabytes before anybody counts; a redirect would send the question and the
    evidence to somebody whom the user has not named.

    Args:
        is_here: whether the endpoint is on this machine, where no proxy that is set for the world must come between.
    """
    import openai

    return openai.DefaultAsyncHttpxClient(
        trust_env=not is_here,
        follow_redirects=False,
        headers={"Accept-Encoding": "identity"},
        event_hooks={"response": [_guard]},
    )


async def _guard(response: "httpx.Response") -> None:
    """Look at a response before anything of its body is read.

    Raises:
        httpx.DecodingError: it is compressed, which was not asked for.
    """
    import httpx

    if response.headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
        await response.aclose()
        raise httpx.DecodingError("its answer is compressed, though that was not asked for", request=response.request)

    assert isinstance(response.stream, httpx.AsyncByteStream)  # noqa: S101 — an asynchronous client has no other
    response.stream = _bounded(response.stream, response.request)


def _bounded(body: "httpx.AsyncByteStream", request: "httpx.Request") -> "httpx.AsyncByteStream":
    """Return a body of which so much is read and no more; going on raises ``httpx.ReadError``."""
    import httpx

    class Bounded(httpx.AsyncByteStream):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            left = _MOST_BYTES
            async for piece in body:
                left -= len(piece)
                if left < 0:
                    raise httpx.ReadError("its answer does not end", request=request)
                yield piece

        async def aclose(self) -> None:
            await body.aclose()

    return Bounded()
