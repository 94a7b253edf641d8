"""Tesseract, a program that is installed beside Footnote."""

import csv
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

from index.parse.pdf.ocr.engine import DOTS_AN_INCH
from index.parse.pdf.words import PdfWord

__all__ = ["Tesseract", "tesseract"]

_LEAST_CONFIDENCE = 30.0
"""Per cent; what Tesseract is less sure of is mostly specks and lines."""

_MOST_LANGUAGES = 3
_WORD_LEVEL = "5"

_ENVIRONMENT = {"OMP_THREAD_LIMIT": "1"} | {
    name: os.environ[name] for name in ("LD_LIBRARY_PATH", "TESSDATA_PREFIX") if name in os.environ
}
"""All that Tesseract is told of the user's environment: where its libraries and its data are, if that was set."""


@cache
def tesseract() -> str | None:
    """Return the path of Tesseract, where it is installed; a folder that moves with the user is not looked in."""
    places = [place for place in os.environ.get("PATH", "").split(os.pathsep) if Path(place).is_absolute()]
    return shutil.which("tesseract", path=os.pathsep.join(places))


class Tesseract:
    """The program; it tells of words in a table.

    Args:
        program: its path.
    """

    name = "Tesseract"
    knows_order = True
    places_ink = True

    def __init__(self, program: str) -> None:
        self.program = program

    def load(self) -> None:
        """Ask which languages it knows."""
        _command(self.program)

    def read(self, picture: bytes, seconds: float) -> bytes:
        """Return its table of the words on a picture.

        Raises:
            TimeoutError: it takes longer.
        """
        command = _command(self.program)
        try:
            done = subprocess.run(
                command, input=picture, capture_output=True, env=_ENVIRONMENT, check=False, timeout=seconds
            )
        except subprocess.TimeoutExpired as error:
            raise TimeoutError from error
        return done.stdout

    def serve(self) -> None:
        """Become the program, which reads a picture from its input and writes its table."""
        command = _command(self.program)
        os.execve(command[0], command, _ENVIRONMENT)  # noqa: S606 — a list of our own making

    def lines(self, answer: bytes) -> list[list[PdfWord]]:
        """Return the lines in its table of words."""
        lines: dict[tuple[str, ...], list[PdfWord]] = {}
        rows = answer.decode("utf-8", "replace").splitlines()
        for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE):
            text = (row["text"] or "").strip()
            if row["level"] == _WORD_LEVEL and text and float(row["conf"]) >= _LEAST_CONFIDENCE:
                place = tuple(row[key] for key in ("block_num", "par_num", "line_num"))
                left, top, width, height = (float(row[key]) for key in ("left", "top", "width", "height"))
                lines.setdefault(place, []).append(PdfWord(text, left, top, left + width, top + height))
        return list(lines.values())


@cache
def _command(program: str) -> list[str]:
    """Return what reads a picture from its input and writes a table of words, in the languages that it knows here."""
    listed = subprocess.run([program, "--list-langs"], capture_output=True, env=_ENVIRONMENT, check=False).stdout
    names = sorted(listed.decode("utf-8", "replace").splitlines()[1:], key=lambda name: name != "eng")
    languages = "+".join([name for name in names if name != "osd"][:_MOST_LANGUAGES])
    return [program, "-", "-", "-l", languages, "--dpi", str(DOTS_AN_INCH), "tsv"]
