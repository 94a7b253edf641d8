"""The shapes of OpenAI's chat completions: what is read of a request, and what is answered.

Fields of a request that are not named here are accepted and change nothing.
"""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from rag.answers import Answer
from web.schemas import FilterFields, Text, TopK

__all__ = [
    "MODEL",
    "Annotation",
    "AssistantMessage",
    "ChatCompletion",
    "ChatRequest",
    "Choice",
    "Message",
    "Model",
    "ModelList",
    "OpenAIError",
    "OpenAIErrorBody",
    "UrlCitation",
    "Usage",
]

MODEL = "footnote"
"""The one model."""


class _Open(BaseModel):
    """A part of a request whose unknown fields are ignored, as clients send many."""

    model_config = ConfigDict(extra="ignore", frozen=True)


def _cannot(what: str) -> PydanticCustomError:
    return PydanticCustomError("cannot", what)


def _text_only(part: object) -> object:
    if isinstance(part, dict) and part.get("type") != "text":
        raise _cannot("Footnote reads text, and no images, audio or files")
    return part


def _of_a_speaker(role: object) -> object:
    if role in ("tool", "function"):
        raise _cannot("Footnote calls no tools, and reads no results of any")
    return role


def _one(n: int | None) -> int | None:
    if n not in (None, 1):
        raise _cannot("Footnote gives one answer: leave n out")
    return n


def _no_tool(choice: object) -> object:
    if choice not in (None, "none", "auto"):
        raise _cannot("Footnote calls no tools: leave it out, or send “auto” or “none”")
    return choice


def _no_format(given: object) -> object:
    if given is not None and not (isinstance(given, dict) and given.get("type") == "text"):
        raise _cannot('Footnote answers in sentences of the documents: leave it out, or send {"type": "text"}')
    return given


def _no_speech(modalities: object) -> object:
    if modalities not in (None, ["text"]):
        raise _cannot('Footnote answers in text: leave it out, or send ["text"]')
    return modalities


def _no_odds(asked: object) -> object:
    if asked:
        raise _cannot("Footnote writes no tokens whose probabilities could be told: leave it out")
    return asked


class Part(_Open):
    """A part of a message."""

    type: Literal["text"]
    text: Text


Parts = tuple[Annotated[Part, BeforeValidator(_text_only)], ...]


def _parts(content: object) -> object:
    """Return the content of a message as its parts: a string is one, and null is none."""
    if content is None:
        return ()
    return ({"type": "text", "text": content},) if isinstance(content, str) else content


class Message(_Open):
    """A message: a user's is a question, the assistant's an answer; all others are read by nobody."""

    role: Annotated[Literal["system", "developer", "user", "assistant"], BeforeValidator(_of_a_speaker)]
    content: Annotated[
        Parts,
        BeforeValidator(_parts, json_schema_input_type=str | Parts | None),
        Field(description="Text, or parts that are text."),
    ] = ()

    def text(self) -> str:
        """Return the text of all parts."""
        return "\n".join(part.text for part in self.content)


class StreamOptions(_Open):
    """What a stream holds beside the answer."""

    include_usage: Annotated[bool | None, Field(description="Whether a last chunk tells the usage.")] = None


class Wishes(BaseModel):
    """What only Footnote knows; the OpenAI client sends it as ``extra_body={"footnote": {…}}``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    top_k: TopK = 5
    filters: Annotated[FilterFields | None, Field(description="Which documents may answer; all by default.")] = None


class ChatRequest(_Open):
    """A conversation whose last question is to be answered."""

    model: Annotated[Text, Field(description="“footnote”.")]
    messages: Annotated[
        tuple[Message, ...],
        # Not min_length, which would be reported beside whatever is wrong with the first.
        Field(
            json_schema_extra={"minItems": 1},
            description="The last is the question; those before it are the conversation so far.",
        ),
    ]
    stream: Annotated[bool | None, Field(description="Whether to answer in server-sent events.")] = None
    stream_options: StreamOptions | None = None
    n: Annotated[
        int | None,
        AfterValidator(_one),
        WithJsonSchema({"anyOf": [{"const": 1, "type": "integer"}, {"type": "null"}]}),
    ] = None
    response_format: Annotated[
        Any,
        AfterValidator(_no_format),
        WithJsonSchema(
            {
                "anyOf": [
                    {"type": "object", "properties": {"type": {"const": "text"}}, "required": ["type"]},
                    {"type": "null"},
                ]
            }
        ),
    ] = None
    tool_choice: Annotated[Any, AfterValidator(_no_tool), WithJsonSchema({"enum": ["none", "auto", None]})] = None
    function_call: Annotated[Any, AfterValidator(_no_tool), WithJsonSchema({"enum": ["none", "auto", None]})] = None
    modalities: Annotated[Any, AfterValidator(_no_speech), WithJsonSchema({"enum": [["text"], None]})] = None
    logprobs: Annotated[Any, AfterValidator(_no_odds), WithJsonSchema({"enum": [False, None]})] = None
    top_logprobs: Annotated[Any, AfterValidator(_no_odds), WithJsonSchema({"enum": [0, None]})] = None
    footnote: Annotated[Wishes | None, Field(description="What only Footnote knows.")] = None


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
