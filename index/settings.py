"""What can be set from outside for the index; ``rag.settings`` and ``web.settings`` add to it."""

import os
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

import platformdirs
from pydantic import BeforeValidator, Field, NonNegativeInt, PositiveFloat, PositiveInt, ValidationError
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from index.address import EngineChoice, Location, location_of
from index.errors import SettingsError
from index.limits import Limits, OcrChoice

__all__ = ["IndexSettings", "Listed", "settings_file"]


def _listed(given: object) -> object:
    return tuple(filter(None, map(str.strip, given.split(",")))) if isinstance(given, str) else given


Listed = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)]
"""A setting of this type is a list: in the environment with commas between its parts, in the file as TOML has it."""


class IndexSettings(BaseSettings):
    """Settings of the index; each is read from ``FOOTNOTE_`` and its name in capitals, or else from the settings file.

    That is a file in TOML with the names as they stand here, ``settings.toml`` under the user's configuration directory
    or the one that ``FOOTNOTE_SETTINGS`` names.

    Raises:
        SettingsError: a value cannot be used, or the file cannot be read.

    Attributes:
        index: folder of the index, by default under the user's data directory; or the address of a PostgreSQL database,
            ``postgresql://USER@HOST/DATABASE``, in which servers share one.
        replicas: folder in which this machine keeps what it derives from databases; by default under the user's cache
            directory.
        engine: where servers that share an index in PostgreSQL share LanceDB's search indexes too: ``s3://BUCKET/PREFIX``,
            with credentials where AWS's own programs look for them, or a folder that all of them see. By default each
            has FAISS and Tantivy for itself.
        engine_down: what to do while the engine cannot be used: “error” says so to whoever asks; “local” searches with
            FAISS and Tantivy of this machine's own, which are made of the database when they are first needed.
        encoder: for a new index (``index.encoding.load.load_encoder``); one that exists knows its own.
        max_file_bytes: of a file that is indexed.
        max_parser_seconds: to read one, by the clock.
        max_parser_cpu_seconds: of computing, to read one.
        max_parser_memory_bytes: to read one.
        max_pages: of a document that has pages.
        max_inflated_bytes: that what is in a compressed file may become.
        max_archive_depth: how many archives and mails may lie in one another.
        max_characters: of text in one file.
        max_documents: in one file, such as records of a ``.jsonl`` or files of an archive, those without text counted.
        ocr: what reads pages that are pictures: “rapidocr”, which ``pip install "footnote[ocr]"`` brings, “tesseract”,
            where that is installed, or “none”; “auto” takes the first of the two that is there.
        sandbox: “required” refuses to read files where this system cannot confine what reads them
            (``index.sandbox.protection``); “available” makes do with what there is, and says what is missing.
    """

    model_config = SettingsConfigDict(env_prefix="FOOTNOTE_", frozen=True, extra="ignore")

    index: Annotated[Location, BeforeValidator(location_of)] = Field(
        default_factory=lambda: platformdirs.user_data_path("footnote", appauthor=False) / "index"
    )
    replicas: Path = Field(
        default_factory=lambda: platformdirs.user_cache_path("footnote", appauthor=False) / "replicas"
    )
    engine: str | None = None
    engine_down: Literal["error", "local"] = "error"
    encoder: str | None = None
    max_file_bytes: PositiveInt = Limits.file_bytes
    max_parser_seconds: PositiveFloat = Limits.seconds
    max_parser_cpu_seconds: PositiveInt = Limits.cpu_seconds
    max_parser_memory_bytes: PositiveInt = Limits.memory_bytes
    max_pages: PositiveInt = Limits.pages
    max_inflated_bytes: PositiveInt = Limits.inflated_bytes
    max_archive_depth: NonNegativeInt = Limits.depth
    max_characters: PositiveInt = Limits.characters
    max_documents: PositiveInt = Limits.documents
    ocr: OcrChoice = Limits.ocr
    sandbox: Literal["available", "required"] = "available"

    def __init__(self, **values: Any) -> None:
        try:
            super().__init__(**values)
        except ValidationError as error:
            raise SettingsError(_told(error), f"Correct it in the environment or in {settings_file()}") from error

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 — pydantic's own signature
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 — the same
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the environment count before the file."""
        return init_settings, env_settings, _in_file(settings_cls)

    @property
    def engine_choice(self) -> EngineChoice | None:
        """Which search engine servers share; None where each has its own.

        Raises:
            SettingsError: its address is of a kind that is not known.
        """
        if not self.engine:
            return None
        if "://" in self.engine and not self.engine.startswith("s3://"):
            raise SettingsError(
                f"FOOTNOTE_ENGINE={self.engine} is neither a bucket nor a folder",
                "Name it s3://BUCKET/PREFIX, or a path",
            )
        address = self.engine if "://" in self.engine else str(Path(self.engine).expanduser().absolute())
        return EngineChoice(address.rstrip("/"), self.engine_down)

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
            documents=self.max_documents,
            ocr=self.ocr,
        )


def settings_file() -> Path:
    """Return where the settings file is, or would be."""
    named = os.environ.get("FOOTNOTE_SETTINGS")
    if named:
        return Path(named)
    return platformdirs.user_config_path("footnote", appauthor=False) / "settings.toml"


def _in_file(settings: type[BaseSettings]) -> TomlConfigSettingsSource:
    path = settings_file()
    if os.environ.get("FOOTNOTE_SETTINGS") and not path.is_file():
        raise SettingsError(f"There is no settings file {path}", "Check FOOTNOTE_SETTINGS")
    try:
        return TomlConfigSettingsSource(settings, path)
    # A fault in TOML is a ValueError, and so is one in UTF-8.
    except (OSError, ValueError, RecursionError) as error:
        kind = "is not TOML" if isinstance(error, tomllib.TOMLDecodeError) else "cannot be read"
        raise SettingsError(f"The settings file {path} {kind} ({error})", "Correct it, or move it away") from error


def _told(error: ValidationError) -> str:
    """Return what is wrong with settings, by name; not their values, which may be keys."""
    wrong = (f"{'.'.join(map(str, each['loc'])) or 'settings'}: {each['msg']}" for each in error.errors())
    return f"A setting cannot be used ({'; '.join(wrong)})"
