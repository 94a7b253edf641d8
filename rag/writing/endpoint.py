"""An endpoint of OpenAI's shape: Ollama, vLLM, llama.cpp, OpenAI or any gateway."""

import asyncio
import codecs
import random
import time
from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from index.hardening.legibility import visible_line
from rag.errors import LanguageModelError
from rag.writing.guarded_client import guarded_client
from rag.writing.prompts import PromptMessage

if TYPE_CHECKING:
    import openai

__all__ = ["Endpoint"]

_MOST_CHARACTERS_A_TOKEN = 12
"""An endpoint that does not keep to the most tokens is cut off after so many characters for each."""

_UNREADABLE = (ValueError, AttributeError, TypeError, RecursionError)
"""What comes of an answer that is of another shape, or of JSON nested without end."""

_LISTING_SECONDS = 10.0
_FIRST_PAUSE_SECONDS = 0.5
_LONGEST_PAUSE_SECONDS = 20.0
_PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})

_SPELLINGS: tuple[tuple[str, tuple[str, ...], dict[str, str | None]], ...] = (
    ("response_format", ("response_format", "json_schema", "grammar", "structured"), {"response_format": None}),
    ("temperature", ("temperature",), {"temperature": None}),
    ("seed", ("seed",), {"seed": None}),
    ("max_tokens", ("max_tokens",), {"max_tokens": "max_completion_tokens"}),
)
"""Parameters that some endpoints refuse: what their errors say then, and what is sent in its place."""


class Endpoint:
    """Asks an endpoint; every call of one endpoint is made in one event loop.

    Args:
        url: of the endpoint; ``/v1`` is added when there is no path.
        model: its name there; the first that the endpoint lists when None.
        key: for the endpoint, when it wants one.
        retries: of a request that failed for a reason that passes.

    Raises:
        LanguageModelError: the URL is not one of HTTP.
    """

    def __init__(self, url: str, model: str | None, key: str | None, retries: int) -> None:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise LanguageModelError(f"“{url}” is not the address of a language model", "Set FOOTNOTE_LLM_URL to one")
        self._url = urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/") or "/v1", "", ""))
        # Without what may be a password, for messages.
        self._place = f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname
        self._is_here = parts.hostname in ("127.0.0.1", "localhost", "::1")
        self._model, self._key, self._retries = model, key, retries
        self._refused: set[str] = set()
        self._client: openai.AsyncOpenAI | None = None

    async def model(self) -> str:
        """Return the model's name, asking the endpoint when none was given.

        Raises:
            LanguageModelError: it cannot be reached, or lists none.
        """
        if self._model is None:
            import openai

            try:
                listed = [each async for each in self._opened().models.list(timeout=_LISTING_SECONDS)]
            except (openai.OpenAIError, *_UNREADABLE) as error:
                raise self._explained(error, _LISTING_SECONDS) from error
            if not listed:
                raise LanguageModelError(f"{self._place} lists no model", "Load one there, or set FOOTNOTE_LLM_MODEL")
            self._model = str(listed[0].id)
        return self._model

    async def write(
        self, messages: Sequence[PromptMessage], *, most_tokens: int, schema: dict[str, Any] | None, seconds: float
    ) -> AsyncIterator[str]:
        """Yield a text as it comes, in pieces; see ``LanguageModel.write``."""
        import httpx
        import openai

        left = most_tokens * _MOST_CHARACTERS_A_TOKEN
        try:
            # httpx bounds the time between two pieces only: a server that shows signs of life for ever ends here too.
            async with asyncio.timeout(seconds):
                request = self._request(await self.model(), messages, most_tokens, schema)
                async with await self._begun(request, time.monotonic() + seconds) as chunks:
                    chunk = None
                    halves = codecs.getincrementaldecoder("utf-16-le")()
                    async for chunk in chunks:
                        piece = _characters(halves, chunk.choices[0].delta.content if chunk.choices else None)
                        yield piece[:left]
                        left -= len(piece)
                        if left <= 0:
                            return
                    _characters(halves, "", is_last=True)
                    if chunk is None:
                        raise ValueError("nothing that can be read")
        except (openai.OpenAIError, httpx.HTTPError, TimeoutError, *_UNREADABLE) as error:
            raise self._explained(error, seconds) from error

    @staticmethod
    def _request(
        model: str, messages: Sequence[PromptMessage], most_tokens: int, schema: dict[str, Any] | None
    ) -> dict[str, Any]:
        request: dict[str, Any] = {
            "model": model,
            "messages": [{"role": message.role, "content": message.content} for message in messages],
            "max_tokens": most_tokens,
            "temperature": 0,
            "seed": 0,
        }
        if schema is not None:
            shape = {"name": "answer", "strict": True, "schema": schema}
            request["response_format"] = {"type": "json_schema", "json_schema": shape}
        return request

    async def _begun(self, request: dict[str, Any], deadline: float) -> "openai.AsyncStream[Any]":
        """Return the stream of a request, tried again after pauses, and in the words that the endpoint knows."""
        import openai

        tries = 0
        while True:
            try:
                return await self._opened().chat.completions.create(  # type: ignore[no-any-return]
                    **self._spelled(request), stream=True, timeout=max(deadline - time.monotonic(), 0.001)
                )
            except openai.APIStatusError as error:
                if error.status_code in (400, 422) and self._learns(error, request):
                    continue
                if error.status_code not in _PASSING or tries >= self._retries:
                    raise
                pause = _pause(error, tries)
            except openai.APITimeoutError:
                raise
            except openai.APIConnectionError:
                if tries >= self._retries:
                    raise
                pause = _pause(None, tries)
            if time.monotonic() + pause >= deadline:
                raise TimeoutError
            await asyncio.sleep(pause)
            tries += 1

    def _spelled(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return a request without what this endpoint refused before."""
        instead = {
            name: other for what, _, change in _SPELLINGS if what in self._refused for name, other in change.items()
        }
        return {
            instead.get(name, name) or name: value
            for name, value in request.items()
            if instead.get(name, name) is not None
        }

    def _learns(self, error: "openai.APIStatusError", request: dict[str, Any]) -> bool:
        """Tell whether a refusal names a parameter that can be done without, and remember that."""
        said = f"{error.message} {error.body}".lower()
        for what, words, _ in _SPELLINGS:
            if what in request and what not in self._refused and any(word in said for word in words):
                self._refused.add(what)
                return True
        return False

    async def close(self) -> None:
        """Close what connections are kept for another request."""
        if self._client is not None:
            await self._client.close()

    def _opened(self) -> "openai.AsyncOpenAI":
        if self._client is None:
            import openai

            self._client = openai.AsyncOpenAI(
                base_url=self._url,
                api_key=self._key or "none",
                max_retries=0,
                http_client=guarded_client(is_here=self._is_here),
            )
        return self._client

    def late(self, seconds: float) -> LanguageModelError:
        """Return the error of a text that took longer than it may."""
        return self._explained(TimeoutError(), seconds)

    def _explained(self, error: Exception, seconds: float) -> LanguageModelError:
        """Return what a foreign error means for the user; each is caught here and nowhere else."""
        import httpx
        import openai

        model = f"The language model at {self._place}"
        match error:
            case openai.APITimeoutError() | httpx.TimeoutException() | TimeoutError():
                return LanguageModelError(
                    f"{model} was not done within {seconds:.3g} s",
                    "Use a smaller model, or raise FOOTNOTE_LLM_TIMEOUT_SECONDS",
                )
            case openai.AuthenticationError() | openai.PermissionDeniedError():
                return LanguageModelError(
                    f"{self._place} does not accept the key", "Set FOOTNOTE_LLM_KEY to one it does"
                )
            case openai.NotFoundError():
                return LanguageModelError(
                    f"{self._place} knows no model “{self._model or ''}” at this address",
                    "Check FOOTNOTE_LLM_MODEL, and that FOOTNOTE_LLM_URL ends as its maker says, often in /v1",
                )
            case openai.RateLimitError():
                return LanguageModelError(f"{model} accepts no more requests now", "Try again later")
            case openai.APIStatusError() if 300 <= error.status_code < 400:
                return LanguageModelError(
                    f"{model} redirects the question to another address"
                    f" ({_short(error.response.headers.get('location', 'which it does not name'))})",
                    "If you trust that one, set FOOTNOTE_LLM_URL to it",
                )
            case openai.APIStatusError() if error.status_code >= 500:
                return LanguageModelError(f"{model} failed ({error.status_code})", "Look into its log, or try again")
            case openai.APIStatusError():
                return LanguageModelError(
                    f"{model} refused the request ({error.status_code}: {_short(error.message)})",
                    "Check FOOTNOTE_LLM_MODEL; if its context is small, lower FOOTNOTE_LLM_PROMPT_TOKENS",
                )
            case openai.APIConnectionError(__cause__=httpx.DecodingError()):
                return LanguageModelError(
                    f"{model} answers in compressed form, which it was asked not to",
                    "Let it, or the gateway in front of it, answer uncompressed",
                )
            case openai.APIConnectionError():
                return LanguageModelError(f"{model} cannot be reached", "Start it, or check FOOTNOTE_LLM_URL")
            case httpx.HTTPError():
                return LanguageModelError(f"{model} broke off", "Try again, and look into its log")
            case _:
                return LanguageModelError(
                    f"{model} answers with something else than a completion ({_short(str(error))})",
                    "Check that FOOTNOTE_LLM_URL leads to an API of OpenAI's shape",
                )


def _characters(halves: codecs.IncrementalDecoder, content: object, *, is_last: bool = False) -> str:
    """Return what a piece holds in whole characters; the half of one, as a gateway cuts it, waits for the next piece.

    Raises:
        ValueError: it is no text, or a half stays alone.
    """
    if content is not None and not isinstance(content, str):
        raise ValueError("content that is not text")
    try:
        return halves.decode((content or "").encode("utf-16-le", "surrogatepass"), is_last)
    except UnicodeDecodeError as error:
        raise ValueError("half of a character") from error


def _pause(error: "openai.APIStatusError | None", tries: int) -> float:
    """Return how long to wait: what the endpoint asks for, else twice as long each time, with some chance in it."""
    asked = error.response.headers.get("retry-after", "") if error is not None else ""
    if asked.replace(".", "", 1).isdigit():
        return min(float(asked), _LONGEST_PAUSE_SECONDS)
    return float(_FIRST_PAUSE_SECONDS * 2**tries * random.uniform(0.75, 1.25))  # noqa: S311 — no secret


def _short(text: str) -> str:
    line = visible_line(text[:1_000])
    return line if len(line) <= 200 else f"{line[:199]}…"
