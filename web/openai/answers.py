"""What is answered in OpenAI's shape: completions, models, errors."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from rag.answers.answer import Answer

__all__ = [
    "MODEL",
    "Annotation",
    "AssistantMessage",
    "ChatCompletion",
    "Choice",
    "Model",
    "ModelList",
    "OpenAIError",
    "OpenAIErrorBody",
    "UrlCitation",
    "Usage",
]

MODEL = "footnote"
"""The one model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UrlCitation:
    """Where a footnote's mark stands in the content, in code points, half-open, and where it leads."""

    start_index: int
    end_index: int
    url: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """A mark in the content that cites a document."""

    type: Literal["url_citation"] = "url_citation"
    url_citation: UrlCitation


@dataclass(frozen=True, slots=True, kw_only=True)
class AssistantMessage:
    """The answer as text with marks and a list of sources, and the same citations as annotations."""

    role: Literal["assistant"] = "assistant"
    content: str
    refusal: None = None
    annotations: tuple[Annotation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The one answer."""

    index: int = 0
    message: AssistantMessage
    logprobs: None = None
    finish_reason: Literal["stop"] = "stop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Tokens, as the index's encoder counts them, of the messages that were read and of the content."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatCompletion:
    """An answer in OpenAI's shape; ``footnote`` is the answer in Footnote's own, as /api/ask gives it."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: str = MODEL
    choices: tuple[Choice, ...]
    usage: Usage
    footnote: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """What answers."""

    id: str
    object: Literal["model"] = "model"
    created: int
    owned_by: str = "footnote"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelList:
    """All that answer."""

    object: Literal["list"] = "list"
    data: tuple[Model, ...]


class OpenAIError(BaseModel):
    """What went wrong, as OpenAI's clients read it."""

    model_config = ConfigDict(extra="forbid")

    message: Annotated[str, Field(description="What happened, and what to do about it.")]
    type: Annotated[str, Field(description="Whose mistake it is, for programs.")]
    param: Annotated[str | None, Field(description="The field that is at fault.")]
    code: Annotated[str, Field(description="Names the kind of error for programs.")]


class OpenAIErrorBody(BaseModel):
    """The body of every failure under /v1."""

    model_config = ConfigDict(extra="forbid")

    error: OpenAIError
