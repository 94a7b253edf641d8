"""What the tools for language models take in common."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from index.hardening.nested_json import read_json
from rag.asking.assistant import Assistant
from rag.retrieval.filters import Filters
from web.errors.validation import FIRST_MISTAKE, check_number_of_fields
from web.mcp.results import AskResult, DocumentResult, DocumentsResult, PassagesResult
from web.schemas.fields import MAX_SOURCE, MAX_TAG, Day, Text

__all__ = ["Arguments", "Filtered", "Result"]

Result = AskResult | PassagesResult | DocumentResult | DocumentsResult


def _listed(value: Any) -> Any:
    """Return a list that a host sent as a string: as JSON, or as its one member."""
    if not isinstance(value, str):
        return value
    try:
        parsed = read_json(value)
    except ValueError:
        return [value]
    return parsed if isinstance(parsed, list) else [value]


_Listed = BeforeValidator(_listed)


class Arguments(BaseModel):
    """What a tool takes; what it does not know is an error, and null is as good as left out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, data: Any) -> Any:
        sent = check_number_of_fields(data)
        return {name: value for name, value in sent.items() if value is not None} if isinstance(sent, dict) else sent

    def run(self, assistant: Assistant) -> Result:
        """Do what the tool does."""
        raise NotImplementedError


class Filtered(Arguments):
    """What a tool takes that looks among documents."""

    sources: Annotated[
        tuple[Annotated[Text, Field(max_length=MAX_SOURCE)], ...],
        FIRST_MISTAKE,
        Field(
            max_length=1_000,
            description="Only documents from these sources: a whole source, as results name it, or its last parts after"
            ' a "/", such as a file name.',
        ),
        _Listed,
    ] = ()
    tags: Annotated[
        tuple[Annotated[Text, Field(max_length=MAX_TAG)], ...],
        FIRST_MISTAKE,
        Field(max_length=100, description="Only documents with one of these tags."),
        _Listed,
    ] = ()
    authors: Annotated[
        tuple[Annotated[Text, Field(max_length=MAX_TAG)], ...],
        FIRST_MISTAKE,
        Field(max_length=100, description="Only documents that one of these wrote: a name, or words of it."),
        _Listed,
    ] = ()
    after: Annotated[Day, Field(description="Only documents published on this day or later: YYYY-MM-DD.")] = ""
    before: Annotated[Day, Field(description="Only documents published on this day or earlier: YYYY-MM-DD.")] = ""

    def filters(self) -> Filters:
        """Return them as the assistant takes them.

        Raises:
            FilterError: a date cannot be read.
        """
        return Filters(self.sources, self.after or None, self.before or None, self.tags, self.authors)
