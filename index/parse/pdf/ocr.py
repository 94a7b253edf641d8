"""The text of pictured pages, recognised by an installed Tesseract."""

import csv
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from index.parse.pdf.words import PdfLine, PdfWord

__all__ = ["ENVIRONMENT", "Recogniser", "command", "is_pictured", "recognised_lines", "recogniser", "tesseract", "use"]

Recogniser = Callable[[bytes, float], bytes]
"""From a picture in a format of Tesseract's and the seconds that it may take to Tesseract's table of words.

Raises TimeoutError.
"""

_DOTS_AN_INCH = 200
_POINTS_AN_INCH = 72
_LEAST_CONFIDENCE = 30.0
"""Per cent; what Tesseract is less sure of is mostly specks and lines."""

_SECONDS_A_PAGE = 60.0
_LEAST_SECONDS = 1.0
_MOST_PIXELS = 10_000_000
"""Of a page's picture, however large the page is: A3 has 8 million at 200 dots an inch, and larger ones get fewer."""

_LONGEST_SIDE = 30_000
"""Dots; Tesseract takes 32,767."""

_MOST_OBJECTS = 10_000
"""On a page that are looked at for a picture."""

_MOST_LANGUAGES = 3
_WORD_LEVEL = "5"

ENVIRONMENT = {"OMP_THREAD_LIMIT": "1"} | {
    name: os.environ[name] for name in ("LD_LIBRARY_PATH", "TESSDATA_PREFIX") if name in os.environ
}
"""All that Tesseract is told of the user's environment: where its libraries and its data are, if that was set."""

_given: Recogniser | None = None


@cache
def tesseract() -> str | None:
    """Return the path of Tesseract, where it is installed; a folder that moves with the user is not looked in."""
    places = [place for place in os.environ.get("PATH", "").split(os.pathsep) if Path(place).is_absolute()]
    return shutil.which("tesseract", path=os.pathsep.join(places))


@cache
def command(program: str) -> list[str]:
    """Return what reads a picture from its input and writes a table of words, in the languages that it knows here."""
    listed = subprocess.run([program, "--list-langs"], capture_output=True, env=ENVIRONMENT, check=False).stdout
    names = sorted(listed.decode("utf-8", "replace").splitlines()[1:], key=lambda name: name != "eng")
    languages = "+".join([name for name in names if name != "osd"][:_MOST_LANGUAGES])
    return [program, "-", "-", "-l", languages, "--dpi", str(_DOTS_AN_INCH), "tsv"]


def use(own: Recogniser | None) -> None:
    """Let pictures be read by something else than a program that this process starts."""
    global _given  # noqa: PLW0603 — a process has one way to read pictures
    _given = own


def recogniser() -> Recogniser | None:
    """Return what reads pictures here; None where Tesseract is not installed."""
    return _given or (_run if tesseract() else None)


def is_pictured(page: Any) -> bool:
    """Tell whether a page (a ``pypdfium2.PdfPage``) has a picture on it, as far as may be looked."""
    import pypdfium2.raw as pdfium

    objects = islice(page.get_objects(max_depth=3), _MOST_OBJECTS)
    return any(each.type == pdfium.FPDF_PAGEOBJ_IMAGE for each in objects)


def recognised_lines(page: Any, recognise: Recogniser, until: float) -> list[PdfLine]:
    """Return the lines of a page (a ``pypdfium2.PdfPage``) as ``page_lines`` does, read off its picture.

    Args:
        page: to look at.
        recognise: what reads pictures.
        until: moment of ``time.monotonic`` to be done by.

    Raises:
        TimeoutError: the time is up, or the page takes too much.
    """
    if until - time.monotonic() < _LEAST_SECONDS:
        raise TimeoutError
    width, height = (max(1.0, side) for side in page.get_size())
    dots_a_point = (_MOST_PIXELS / width / height) ** 0.5, _LONGEST_SIDE / max(width, height)
    dots = min(_DOTS_AN_INCH, *(_POINTS_AN_INCH * each for each in dots_a_point))
    bitmap = page.render(scale=dots / _POINTS_AN_INCH, grayscale=True)
    header = f"P5 {bitmap.width} {bitmap.height} 255\n".encode()
    rows = bitmap.to_numpy().reshape(bitmap.height, bitmap.width)
    table = recognise(header + rows.tobytes(), max(0.0, min(_SECONDS_A_PAGE, until - time.monotonic())))
    if not table:  # it has a head at least, unless its writer was ended
        raise TimeoutError
    return _lines_of(table, dots)


def _lines_of(table: bytes, dots_an_inch: float) -> list[PdfLine]:
    """Return the lines in Tesseract's table of words, whose places are dots."""
    lines: dict[tuple[str, ...], list[PdfWord]] = {}
    for row in csv.DictReader(table.decode("utf-8", "replace").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row["text"] or "").strip()
        if row["level"] == _WORD_LEVEL and text and float(row["conf"]) >= _LEAST_CONFIDENCE:
            place = tuple(row[key] for key in ("block_num", "par_num", "line_num"))
            left, top, width, height = (
                float(row[key]) * _POINTS_AN_INCH / dots_an_inch for key in ("left", "top", "width", "height")
            )
            lines.setdefault(place, []).append(PdfWord(text, left, top, left + width, top + height))
    return [PdfLine(tuple(words), _size(words)) for words in lines.values()]


def _size(words: list[PdfWord]) -> float:
    """Return the height of a line, in steps of three points: letters on paper differ by what they reach up and down."""
    return max(3.0, 3.0 * round((max(w.bottom for w in words) - min(w.top for w in words)) / 3))


def _run(picture: bytes, seconds: float) -> bytes:
    path = tesseract()
    assert path is not None  # noqa: S101 — asked before
    try:
        done = subprocess.run(
            command(path), input=picture, capture_output=True, env=ENVIRONMENT, check=False, timeout=seconds
        )
    except subprocess.TimeoutExpired as error:
        raise TimeoutError from error
    return done.stdout
