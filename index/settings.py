"""What can be set from outside, and the only reader of the environment (with ``rag.settings``, which adds to it)."""

from pathlib import Path

import platformdirs
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

__all__ = ["IndexSettings"]


class IndexSettings(BaseSettings):
    """Settings of the index; each is read from ``FOOTNOTE_`` and its name in capitals.

    Attributes:
        index: folder of the index; by default under the user's data directory.
        encoder: for a new index (``index.encoders.load_encoder``); one that exists knows its own.
    """

    model_config = SettingsConfigDict(env_prefix="FOOTNOTE_", frozen=True, extra="ignore")

    index: Path = Field(default_factory=lambda: platformdirs.user_data_path("footnote", appauthor=False) / "index")
    encoder: str | None = None
