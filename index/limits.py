"""What one file may cost, so that no file can hurt the machine."""

import dataclasses
import time
from dataclasses import dataclass
from typing import Literal

from index.errors import UnreadableDocument

__all__ = ["Limits", "OcrChoice", "too_large"]

OcrChoice = Literal["auto", "rapidocr", "tesseract", "none"]
"""What reads pages that are pictures."""

_MB = 1_000_000
_SHARE_OF_PICTURES = 0.8
"""Of the seconds that a file may take: what was read has to be put together, and sent."""


@dataclass(frozen=True)
class Limits:
    """What a parser may use for one file, with everything that is inside it.

    Attributes:
        seconds: by the clock, from when the file is handed over.
        cpu_seconds: of computing.
        memory_bytes: of address space beyond what the parser's process has when it is idle.
        file_bytes: of the file itself.
        pages: of a document that has pages.
        inflated_bytes: that compressed files may become, all that is in an archive together.
        depth: how many archives and mails may lie in one another.
        characters: of text in all.
        documents: that are in it, counting files that cannot be read.
        ocr: what reads pages that are pictures; “auto” is RapidOCR where it is installed, or else Tesseract.
        settings: how the names of those begin that set ``seconds`` and ``cpu_seconds``; and, without what stands behind
            the last “_”, the names of those that set ``characters`` and ``documents``.
        spent_bytes: of ``inflated_bytes``, what the files around this one and beside it have used.
        spent_characters: the same of ``characters``.
        spent_documents: the same of ``documents``.
        pictures_until: moment of ``time.monotonic`` until which pictures are read; not yet said when 0.
    """

    seconds: float = 900.0
    cpu_seconds: int = 240
    memory_bytes: int = 2_000 * _MB
    file_bytes: int = 1_000 * _MB
    pages: int = 10_000
    inflated_bytes: int = 500 * _MB
    depth: int = 3
    characters: int = 50_000_000
    documents: int = 200_000
    ocr: OcrChoice = "auto"
    settings: str = "FOOTNOTE_MAX_PARSER"
    spent_bytes: int = 0
    spent_characters: int = 0
    spent_documents: int = 0
    pictures_until: float = 0.0

    def begun(self) -> "Limits":
        """Return the limits from now on, of the file itself and of all that is in it.

        Pictures are read by another program, whose computing the system does not count as the parser's: it may go on
        for as long as the parser may compute, and ends before the time is up in which the file is to be read.
        """
        if self.pictures_until:
            return self
        seconds = min(self.cpu_seconds, _SHARE_OF_PICTURES * self.seconds)
        return dataclasses.replace(self, pictures_until=time.monotonic() + seconds)

    @property
    def characters_setting(self) -> str:
        """The setting that says how many characters are taken."""
        return f"{self.settings.removesuffix('_PARSER')}_CHARACTERS"

    @property
    def documents_setting(self) -> str:
        """The setting that says how many documents are taken of a file."""
        return f"{self.settings.removesuffix('_PARSER')}_DOCUMENTS"

    def inside(self, inflated_bytes: int, characters: int, documents: int) -> "Limits":
        """Return the limits of a file in this file, when so much of what they share is spent already."""
        return dataclasses.replace(
            self,
            depth=self.depth - 1,
            spent_bytes=self.spent_bytes + inflated_bytes,
            spent_characters=self.spent_characters + characters,
            spent_documents=self.spent_documents + documents,
        )


def too_large(name: str, file_bytes: int) -> UnreadableDocument:
    """Return the error of a file that is not read because it has too many bytes."""
    return UnreadableDocument(
        f"“{name}” has more than {file_bytes:,} bytes", "Divide it, or raise FOOTNOTE_MAX_FILE_BYTES"
    )
