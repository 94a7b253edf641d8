"""How many words of pages that are pictures come out, by engine and by how the pages were scanned.

python tests/benchmarks/parsing/ocr.py TEXTS [--engine rapidocr|tesseract ...] [--files N] [--font FILE.ttf [--letters]]

TEXTS is a folder of PDFs with text, whose pages are drawn and become scans; or, with a font to set them in, a file of
texts, ``{text}`` a line. Each comes in four forms: straight at 300 dots an inch, the same turned by 1.5°, at 150 dots,
and grey: black on white with less contrast and noise. Each scan is read as users' files are, in a confined child.

Words right is the share of a file's words that come out as they are, in their order: the longest common subsequence of
the words expected, which are those that Footnote reads in the PDF itself, and of those that came. ``--letters`` counts
letters in the place of words, for writing without spaces. Seconds a page are by the clock, with starting the engine,
the peak is that of the largest of the processes that read.
"""

import io
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
import pypdfium2
from PIL import Image, ImageDraw, ImageFont

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from index.limits import Limits, OcrChoice
from index.parse.formats import read
from index.sandbox.pool import ParserPool
from tests.benchmarks.parsing.containment import Watch

POINTS, DOTS, COARSE_DOTS = 72, 300, 150
A4 = (595.0, 842.0)
MARGIN, TYPE, LEADING = 60, 10, 14
"""Points."""

FORMS = ("straight", "rotated", "150 dpi", "grey")
ENGINES: tuple[OcrChoice, ...] = ("rapidocr", "tesseract")


@dataclass(frozen=True)
class Pages:
    """A document: what it says, and each page drawn at 300 dots an inch."""

    text: str
    drawn: list[Image.Image]


@dataclass
class Sum:
    """What was counted of a form."""

    expected: int = 0
    right: int = 0
    came: int = 0
    pages: int = 0
    seconds: float = 0.0
    peak: float = 0.0


def of_pdf(path: Path) -> Pages:
    """Return the pages of a PDF."""
    data = path.read_bytes()
    [document] = read(data, path.name, path.name).documents
    drawn = [page.render(scale=DOTS / POINTS, grayscale=True).to_pil() for page in pypdfium2.PdfDocument(data)]
    return Pages(document.text, drawn)


def of_texts(path: Path, font: Path, letters: bool) -> Iterator[Pages]:
    """Yield a page for each text of a file, as much of it as there is room for."""
    scale = DOTS / POINTS
    face = ImageFont.truetype(str(font), round(TYPE * scale))
    for line in path.read_text(encoding="utf-8").splitlines():
        page = Image.new("L", (round(A4[0] * scale), round(A4[1] * scale)), 255)
        draw = ImageDraw.Draw(page)
        rows = list(wrapped(json.loads(line)["text"], letters, face, (A4[0] - 2 * MARGIN) * scale))
        room = int((A4[1] - 2 * MARGIN) / LEADING)
        for number, row in enumerate(rows[:room]):
            draw.text((MARGIN * scale, (MARGIN + LEADING * number) * scale), row, fill=0, font=face)
        yield Pages(" ".join(rows[:room]), [page])


def wrapped(text: str, letters: bool, face: ImageFont.FreeTypeFont, width: float) -> Iterator[str]:
    """Yield the lines of a text, divided at spaces, or behind any letter."""
    text = text.replace("\ufeff", "")
    pieces = list(text) if letters else [f"{word} " for word in text.split()]
    row = ""
    for piece in pieces:
        if row and face.getlength((row + piece).rstrip()) > width:
            yield row.rstrip()
            row = ""
        row += piece
    yield row.rstrip()


def in_form(page: Image.Image, form: str) -> Image.Image:
    """Return a drawn page as a scanner could give it."""
    if form == "rotated":
        return page.rotate(1.5, Image.Resampling.BICUBIC, fillcolor=255)
    if form == "150 dpi":
        return page.resize((page.width * COARSE_DOTS // DOTS, page.height * COARSE_DOTS // DOTS), Image.Resampling.BOX)
    if form == "grey":
        noise = np.random.default_rng(1).normal(0, 12, (page.height, page.width))
        return Image.fromarray(np.clip(70 + np.asarray(page) * (140 / 255) + noise, 0, 255).astype(np.uint8))
    return page


def scanned(pages: Pages, form: str) -> bytes:
    """Return a PDF of the pages as pictures."""
    made = pypdfium2.PdfDocument.new()
    for drawn in pages.drawn:
        width, height = (side * POINTS / DOTS for side in drawn.size)
        picture = pypdfium2.PdfImage.new(made)
        picture.set_bitmap(pypdfium2.PdfBitmap.from_pil(in_form(drawn, form)))
        picture.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
        page = made.new_page(width, height)
        page.insert_obj(picture)
        page.gen_content()
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def common(expected: list[str], came: list[str]) -> int:
    """Return the length of the longest common subsequence."""
    numbers: dict[str, int] = {}
    first, second = (np.array([numbers.setdefault(word, len(numbers)) for word in words]) for words in (expected, came))
    lengths = np.zeros(len(second) + 1, int)
    for word in first:
        longer = np.maximum(lengths[1:], lengths[:-1] + (second == word))
        lengths = np.concatenate(([0], np.maximum.accumulate(longer)))
    return int(lengths[-1])


def units(text: str, letters: bool) -> list[str]:
    """Return a text's words, or its letters."""
    return list("".join(text.split())) if letters else text.split()


def measured(documents: list[Pages], engine: OcrChoice, form: str, letters: bool) -> Sum:
    """Return what one engine makes of the documents in one form."""
    total = Sum()
    with ParserPool(1, Limits(ocr=engine)) as pool:
        pool.read_bytes(b"warm", "a.txt", "a.txt")
        server = pool._idle.queue[-1]
        assert server is not None
        watch = Watch(server._process.pid)
        watch.start()
        for pages in documents:
            scan = scanned(pages, form)
            started = time.perf_counter()
            found = pool.read_bytes(scan, "scan.pdf", "scan.pdf").documents
            total.seconds += time.perf_counter() - started
            expected, came = units(pages.text, letters), units(found[0].text, letters)
            total.expected += len(expected)
            total.came += len(came)
            total.right += common(expected, came)
            total.pages += len(pages.drawn)
        total.peak = watch.end()
    return total


@click.command()
@click.argument("texts", type=click.Path(exists=True, path_type=Path))
@click.option("--engine", "engines", multiple=True, type=click.Choice(ENGINES), help="Both by default.")
@click.option("--files", default=None, type=int, help="How many, taken evenly from all.")
@click.option("--font", default=None, type=click.Path(exists=True, path_type=Path), help="To set texts in.")
@click.option("--letters", is_flag=True, help="Count letters, not words.")
def main(texts: Path, engines: tuple[OcrChoice, ...], files: int | None, font: Path | None, letters: bool) -> None:
    """Print a JSON object a line, for each engine and form."""
    documents = list(of_texts(texts, font, letters)) if font else [of_pdf(path) for path in sorted(texts.glob("*.pdf"))]
    documents = documents[:: max(1, len(documents) // files) if files else 1][:files]
    for engine in engines or ENGINES:
        for form in FORMS:
            total = measured(documents, engine, form, letters)
            found = {
                "engine": engine,
                "form": form,
                "right": round(total.right / total.expected, 4),
                "of_those_that_came": round(total.right / max(1, total.came), 4),
                "pages": total.pages,
                "seconds_a_page": round(total.seconds / total.pages, 2),
                "peak_mb": round(total.peak),
            }
            click.echo(json.dumps(found))


if __name__ == "__main__":
    main()
