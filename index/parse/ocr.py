"""The text of pictured pages, recognised by an installed Tesseract."""

import csv
import os
import shutil
import subprocess
from functools import cache
from typing import Any

from index.parse.pdf_words import Line, Word

__all__ = ["is_pictured", "recognised_lines", "tesseract"]

_DOTS_AN_INCH = 200
_POINTS_AN_INCH = 72
_LEAST_CONFIDENCE = 30.0
"""Per cent; what Tesseract is less sure of is mostly specks and lines."""

_MOST_LANGUAGES = 3
_WORD_LEVEL = "5"


@cache
def tesseract() -> str | None:
    """Return the path of Tesseract, where it is installed."""
    return shutil.which("tesseract")


@cache
def _languages() -> str:
    """Return the languages that Tesseract knows here, in the form in which it takes them."""
    listed = _run("--list-langs").decode("utf-8", "replace").splitlines()[1:]
    return "+".join([name for name in sorted(listed, key=lambda n: n != "eng") if name != "osd"][:_MOST_LANGUAGES])


def is_pictured(page: Any) -> bool:
    """Tell whether a page (a ``pypdfium2.PdfPage``) has a picture on it."""
    import pypdfium2.raw as pdfium

    return any(True for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))


def recognised_lines(page: Any) -> list[Line]:
    """Return the lines of a page (a ``pypdfium2.PdfPage``) as ``page_lines`` does, read off its picture."""
    bitmap = page.render(scale=_DOTS_AN_INCH / _POINTS_AN_INCH, grayscale=True)
    header = f"P5 {bitmap.width} {bitmap.height} 255\n".encode()
    rows = bitmap.to_numpy().reshape(bitmap.height, bitmap.width)
    table = _run("-", "-", "-l", _languages(), "--dpi", str(_DOTS_AN_INCH), "tsv", picture=header + rows.tobytes())
    lines: dict[tuple[str, ...], list[Word]] = {}
    for row in csv.DictReader(table.decode("utf-8", "replace").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row["text"] or "").strip()
        if row["level"] == _WORD_LEVEL and text and float(row["conf"]) >= _LEAST_CONFIDENCE:
            place = tuple(row[key] for key in ("block_num", "par_num", "line_num"))
            left, top, width, height = (
                float(row[key]) * _POINTS_AN_INCH / _DOTS_AN_INCH for key in ("left", "top", "width", "height")
            )
            lines.setdefault(place, []).append(Word(text, left, top, left + width, top + height))
    return [Line(tuple(words), _size(words)) for words in lines.values()]


def _size(words: list[Word]) -> float:
    """Return the height of a line, in steps of three points: letters on paper differ by what they reach up and down."""
    return max(3.0, 3.0 * round((max(w.bottom for w in words) - min(w.top for w in words)) / 3))


def _run(*arguments: str, picture: bytes = b"") -> bytes:
    path = tesseract()
    assert path is not None  # noqa: S101 — asked before
    environment = os.environ | {"OMP_THREAD_LIMIT": "1"}
    done = subprocess.run([path, *arguments], input=picture, capture_output=True, env=environment, check=False)
    return done.stdout
