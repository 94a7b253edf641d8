"""The settings that answers need, beside those of the index."""

from functools import lru_cache

from pydantic import Field, SecretStr

from index.settings import IndexSettings

__all__ = ["Settings", "get_settings"]


class Settings(IndexSettings):
    """Settings of answers and of the index; each is read as ``IndexSettings`` says.

    Attributes:
        threshold: confidence below which an answer abstains, 0 to 1; the model's own when unset.
        max_question_characters: longer questions are refused.
        llm_url: where a language model answers in the shape of OpenAI's API; none is asked when unset.
        llm_model: its name there; the first that the endpoint lists when unset.
        llm_key: for that endpoint.
        llm_timeout_seconds: to write one answer, retries included; after that the evidence itself is shown.
        llm_retries: of a request that failed for a reason that passes.
        llm_prompt_tokens: of evidence in a prompt, counted by the index's encoder.
        resident_seconds: how long the process that “footnote ask” and “footnote search” start stays after the last
            question, so that the next finds the models loaded; it takes some 500 MB. 0 has each command answer by
            itself.
    """

    threshold: float | None = Field(default=None, ge=0, le=1)
    max_question_characters: int = Field(default=2_000, ge=1, le=2_000)
    llm_url: str | None = None
    llm_model: str | None = None
    llm_key: SecretStr | None = None
    llm_timeout_seconds: float = Field(default=60.0, gt=0)
    llm_retries: int = Field(default=2, ge=0, le=10)
    llm_prompt_tokens: int = Field(default=1_500, ge=200)
    resident_seconds: float = Field(default=300.0, ge=0)


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """Return the settings, read once."""
    return Settings()
