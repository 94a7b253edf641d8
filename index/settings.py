"""What can be set from outside, and the only reader of the environment (with ``rag.settings``, which adds to it)."""

from pathlib import Path

import platformdirs
from pydantic import Field, NonNegativeInt, PositiveFloat, PositiveInt
from pydantic_settings import BaseSettings, SettingsConfigDict

from index.limits import Limits

__all__ = ["IndexSettings"]


class IndexSettings(BaseSettings):
    """Settings of the index; each is read from ``FOOTNOTE_`` and its name in capitals.

    Attributes:
        index: folder of the index; by default under the user's data directory.
        encoder: for a new index (``index.encoders.load_encoder``); one that exists knows its own.
        max_file_bytes: of a file that is indexed.
        max_parser_seconds: to read one, by the clock.
        max_parser_cpu_seconds: of computing, to read one.
        max_parser_memory_bytes: to read one.
        max_pages: of a document that has pages.
        max_inflated_bytes: that what is in a compressed file may become.
        max_archive_depth: how many archives and mails may lie in one another.
        max_characters: of text in one file.
    """

    model_config = SettingsConfigDict(env_prefix="FOOTNOTE_", frozen=True, extra="ignore")

    index: Path = Field(default_factory=lambda: platformdirs.user_data_path("footnote", appauthor=False) / "index")
    encoder: str | None = None
    max_file_bytes: PositiveInt = Limits.file_bytes
    max_parser_seconds: PositiveFloat = Limits.seconds
    max_parser_cpu_seconds: PositiveInt = Limits.cpu_seconds
    max_parser_memory_bytes: PositiveInt = Limits.memory_bytes
    max_pages: PositiveInt = Limits.pages
    max_inflated_bytes: PositiveInt = Limits.inflated_bytes
    max_archive_depth: NonNegativeInt = Limits.depth
    max_characters: PositiveInt = Limits.characters

    @property
    def limits(self) -> Limits:
        """What one file may cost."""
        return Limits(
            seconds=self.max_parser_seconds,
            cpu_seconds=self.max_parser_cpu_seconds,
            memory_bytes=self.max_parser_memory_bytes,
            file_bytes=self.max_file_bytes,
            pages=self.max_pages,
            inflated_bytes=self.max_inflated_bytes,
            depth=self.max_archive_depth,
            characters=self.max_characters,
        )
