"""The fields and bodies that the API takes are made of."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from index.hardening.legibility import legible
from rag.answers.place import MOST_PASSAGES
from rag.retrieval.question import MAX_CHARACTERS
from web.errors.validation import check_number_of_fields

__all__ = ["MAX_SOURCE", "MAX_TAG", "Asked", "Day", "Name", "Strict", "Text", "TopK"]

MAX_SOURCE = 1_000
MAX_TAG = 100


def _whole(text: str) -> str:
    """Refuse half of a surrogate pair, which JSON can carry and neither UTF-8 nor SQLite can."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"character {error.start + 1} is half of a surrogate pair") from error
    return text


Text = Annotated[str, AfterValidator(_whole)]
Name = Annotated[Text, AfterValidator(legible)]
# Their own errors say more than one of length would: the schema tells it, and they refuse what is longer.
Asked = Annotated[Text, Field(json_schema_extra={"maxLength": MAX_CHARACTERS})]
Day = Annotated[Text, Field(json_schema_extra={"maxLength": 10})]
TopK = Annotated[int, Field(ge=1, le=MOST_PASSAGES, description="How many passages the answer shows.")]


class Strict(BaseModel):
    """A body whose unknown fields are errors: what would not be honoured is not accepted."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _of_few_fields(cls, sent: Any) -> Any:
        return check_number_of_fields(sent)
