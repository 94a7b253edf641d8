"""What is read of a request in OpenAI's shape.

Fields that are not named here are accepted and change nothing.
"""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from web.errors.validation import FIRST_MISTAKE, check_number_of_fields
from web.schemas.asking import ByModel, OfKind, WhichDocuments
from web.schemas.fields import Text, TopK

__all__ = ["ChatRequest", "Message", "Wishes"]


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


def _one_choice(n: int | None) -> int | None:
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


def _text_alone(modalities: object) -> object:
    if modalities not in (None, ["text"]):
        raise _cannot('Footnote answers in text: leave it out, or send ["text"]')
    return modalities


def _no_logprobs(asked: object) -> object:
    if asked:
        raise _cannot("Footnote writes no tokens whose probabilities could be told: leave it out")
    return asked


class Part(_Open):
    """A part of a message."""

    type: Literal["text"]
    text: Text


Parts = tuple[Annotated[Part, BeforeValidator(_text_only)], ...]


def _parts(content: object) -> object:
    """Return the content of a message as its parts: a string is one part, and null has no parts."""
    if content is None:
        return ()
    return ({"type": "text", "text": content},) if isinstance(content, str) else content


class Message(_Open):
    """A message: a user's is a question, the assistant's an answer; all others are read by nobody."""

    role: Annotated[Literal["system", "developer", "user", "assistant"], BeforeValidator(_of_a_speaker)]
    content: Annotated[
        Parts,
        FIRST_MISTAKE,
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

    @model_validator(mode="before")
    @classmethod
    def _of_few_fields(cls, sent: Any) -> Any:
        return check_number_of_fields(sent)

    top_k: TopK = 5
    filters: WhichDocuments = None
    llm: ByModel = None
    kind: OfKind = None


class ChatRequest(_Open):
    """A conversation whose last question is to be answered."""

    model: Annotated[Text, Field(description="“footnote”.")]
    messages: Annotated[
        tuple[Message, ...],
        FIRST_MISTAKE,
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
        AfterValidator(_one_choice),
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
    modalities: Annotated[Any, AfterValidator(_text_alone), WithJsonSchema({"enum": [["text"], None]})] = None
    logprobs: Annotated[Any, AfterValidator(_no_logprobs), WithJsonSchema({"enum": [False, None]})] = None
    top_logprobs: Annotated[Any, AfterValidator(_no_logprobs), WithJsonSchema({"enum": [0, None]})] = None
    footnote: Annotated[Wishes | None, Field(description="What only Footnote knows.")] = None
