"""A language model behind an endpoint of OpenAI's shape: Ollama, vLLM, llama.cpp, OpenAI or any gateway."""

import random
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from rag.errors import LanguageModelError
from rag.prompts import Message

if TYPE_CHECKING:
    import openai

__all__ = ["LanguageModel"]

_MOST_CHARACTERS_A_TOKEN = 12
"""An endpoint that does not keep to the most tokens is cut off after so many characters for each."""

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


class LanguageModel:
    """Writes what it is asked to, as it comes; safe to use from several threads."""

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
            LanguageModelError: the URL is none of HTTP.
        """
        parts = urlsplit(url if "://" in url else f"http://{url}")
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise LanguageModelError(f"“{url}” is no address of a language model", "Set FOOTNOTE_LLM_URL to one")
        self._url = urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/") or "/v1", "", ""))
        # Without what may be a password, for messages.
        self._place = f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname
        self._is_here = parts.hostname in ("127.0.0.1", "localhost", "::1")
        self._model, self._key = model, key
        self._seconds, self._retries = seconds, retries
        self._refused: set[str] = set()
        self._client: openai.OpenAI | None = None
        self._lock = threading.Lock()

    @property
    def seconds(self) -> float:
        """How long one text may take."""
        return self._seconds

    def name(self) -> str:
        """Return the model's name for people: of a file, only how the file is called.

        Raises:
            LanguageModelError: it cannot be reached, or lists none.
        """
        name = self._named()
        is_file = name.startswith("/") or name.endswith(".gguf")
        return name.rpartition("/")[2].removesuffix(".gguf") if is_file else name

    def _named(self) -> str:
        """Return the model's name for the endpoint, asking it when none was given.

        Raises:
            LanguageModelError: it cannot be reached, or lists none.
        """
        if self._model is None:
            import openai

            try:
                listed = list(self._opened().models.list(timeout=min(10.0, self._seconds)))
            except (openai.OpenAIError, ValueError, AttributeError, TypeError) as error:
                raise self._explained(error) from error
            if not listed:
                raise LanguageModelError(f"{self._place} lists no model", "Load one there, or set FOOTNOTE_LLM_MODEL")
            self._model = str(listed[0].id)
        return self._model

    def write(
        self,
        messages: Sequence[Message],
        *,
        most_tokens: int,
        schema: dict[str, Any] | None = None,
        seconds: float | None = None,
    ) -> Iterator[str]:
        """Yield the text as it comes, in pieces; closing the iterator ends the request.

        Args:
            messages: the prompt.
            most_tokens: to write.
            schema: JSON schema of the text; a hint that not every endpoint takes.
            seconds: that it may take; what the model was made with when None.

        Raises:
            LanguageModelError: the endpoint cannot be reached, refuses, breaks off, or takes too long.
        """
        import httpx
        import openai

        from rag.timed_stream import TimedStream

        deadline = time.monotonic() + (self._seconds if seconds is None else seconds)
        request: dict[str, Any] = {
            "model": self._named(),
            "messages": [{"role": message.role, "content": message.content} for message in messages],
            "max_tokens": most_tokens,
            "temperature": 0,
            "seed": 0,
        }
        if schema is not None:
            shape = {"name": "answer", "strict": True, "schema": schema}
            request["response_format"] = {"type": "json_schema", "json_schema": shape}
        left = most_tokens * _MOST_CHARACTERS_A_TOKEN
        try:
            with closing(self._begun(request, deadline)) as chunks:
                assert isinstance(chunks.response.stream, httpx.SyncByteStream)  # noqa: S101 — the client is no other
                chunks.response.stream = TimedStream(chunks.response.stream, deadline)
                chunk = None
                for chunk in chunks:
                    piece = chunk.choices[0].delta.content if chunk.choices else None
                    yield (piece or "")[:left]
                    left -= len(piece or "")
                    if left <= 0:
                        return
                if chunk is None:
                    raise ValueError("nothing that can be read")
        except (openai.OpenAIError, httpx.HTTPError, ValueError, AttributeError, TypeError) as error:
            raise self._explained(error) from error

    def _begun(self, request: dict[str, Any], deadline: float) -> "openai.Stream[Any]":
        """Return the stream of a request, tried again after pauses, and in the words that the endpoint knows."""
        import openai

        tries = 0
        while True:
            seconds = deadline - time.monotonic()
            if seconds <= 0:
                raise self._too_slow()
            try:
                return self._opened().chat.completions.create(  # type: ignore[no-any-return]
                    **self._spelled(request), stream=True, timeout=seconds
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
                raise self._too_slow()
            time.sleep(pause)
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

    def _opened(self) -> "openai.OpenAI":
        with self._lock:
            if self._client is None:
                import openai

                # A proxy that is set for the world must not come between programs of one machine.
                client = openai.DefaultHttpxClient(trust_env=False) if self._is_here else None
                self._client = openai.OpenAI(
                    base_url=self._url, api_key=self._key or "none", max_retries=0, http_client=client
                )
            return self._client

    def _too_slow(self) -> LanguageModelError:
        return LanguageModelError(
            f"The language model at {self._place} was not done within {self._seconds:g} s",
            "Use a smaller model, or raise FOOTNOTE_LLM_TIMEOUT_SECONDS",
        )

    def _explained(self, error: Exception) -> LanguageModelError:
        """Return what a foreign error means for the user; each is caught here and nowhere else."""
        import httpx
        import openai

        model = f"The language model at {self._place}"
        match error:
            case openai.APITimeoutError() | httpx.TimeoutException():
                return self._too_slow()
            case openai.AuthenticationError() | openai.PermissionDeniedError():
                return LanguageModelError(f"{self._place} does not take the key", "Set FOOTNOTE_LLM_KEY to one it does")
            case openai.NotFoundError():
                return LanguageModelError(
                    f"{self._place} knows no model “{self._model or ''}” at this address",
                    "Check FOOTNOTE_LLM_MODEL, and that FOOTNOTE_LLM_URL ends as its maker says, often in /v1",
                )
            case openai.RateLimitError():
                return LanguageModelError(f"{model} takes no more requests now", "Try again later")
            case openai.APIStatusError() if error.status_code >= 500:
                return LanguageModelError(f"{model} failed ({error.status_code})", "Look into its log, or try again")
            case openai.APIStatusError():
                return LanguageModelError(
                    f"{model} refused the request ({error.status_code}: {_short(error.message)})",
                    "Check FOOTNOTE_LLM_MODEL; if its context is small, lower FOOTNOTE_LLM_PROMPT_TOKENS",
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


def _pause(error: "openai.APIStatusError | None", tries: int) -> float:
    """Return how long to wait: what the endpoint asks for, else twice as long each time, with some chance in it."""
    asked = error.response.headers.get("retry-after", "") if error is not None else ""
    if asked.replace(".", "", 1).isdigit():
        return min(float(asked), _LONGEST_PAUSE_SECONDS)
    return float(_FIRST_PAUSE_SECONDS * 2**tries * random.uniform(0.75, 1.25))  # noqa: S311 — no secret


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 200 else f"{line[:199]}…"
