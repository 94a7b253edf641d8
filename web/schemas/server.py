"""What the API says of the server itself, and of what went wrong."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from index.sandbox.protection import Protection
from index.search.search_engine import EngineState
from index.store import IndexStatus

__all__ = [
    "DiskState",
    "Health",
    "IndexReadiness",
    "ModelsState",
    "Problem",
    "Readiness",
    "ReadinessPart",
    "ServerStatus",
]


@dataclass(frozen=True, slots=True)
class ServerStatus(IndexStatus):
    """What the index holds, what was repaired on opening it, how files are confined, and which Footnote serves it.

    ``engine`` is how far the search engine is that servers share; null where each has its own.
    """

    notices: tuple[str, ...]
    sandbox: Protection
    footnote: str
    engine: EngineState | None


@dataclass(frozen=True, slots=True)
class Health:
    """The server runs."""

    status: str = "ok"


ReadinessPart = Literal["index", "models", "disk"]
IndexReadiness = Literal["ok", "gone", "unreadable"]
ModelsState = Literal["ok", "loading"]
DiskState = Literal["ok", "full", "unwritable", "read-only", "gone"]


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether the server can answer.

    Attributes:
        status: the whole.
        missing: which of the parts below hinder it.
        index: gone when it was removed or replaced since it was opened.
        models: loading for the first seconds.
        disk: full when there is hardly room for a commit; unwritable when it could be written and cannot any more.
        generation: of the last commit.
        behind: commits that are not in the index that is searched; the next search catches up.
    """

    status: Literal["ready", "not ready"]
    missing: tuple[ReadinessPart, ...]
    index: IndexReadiness
    models: ModelsState
    disk: DiskState
    generation: int | None
    behind: int | None


class Problem(BaseModel):
    """RFC 9457 problem details."""

    model_config = ConfigDict(extra="forbid")

    type: Annotated[str, Field(description="Names the kind of problem for programs.")]
    title: Annotated[str, Field(description="Names the kind of problem for people.")]
    status: Annotated[int, Field(description="The HTTP status.")]
    detail: Annotated[str, Field(description="What happened, and what to do about it.")]
    errors: Annotated[
        list[dict[str, str]] | None,
        Field(description="For a request that is not valid: where (at), and what (message)."),
    ] = None
    request_id: Annotated[
        str | None, Field(description="Names the request in the server's log; X-Request-ID of the response.")
    ] = None
