"""RapidOCR, a library of the extra ``ocr`` whose models come in its wheel; it neither downloads nor starts anything."""

import hashlib
import importlib.util
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from index.errors import UnreadableDocument
from index.parse.pdf.ocr.bands import bands
from index.parse.pdf.ocr.engine import DOTS_AN_INCH
from index.parse.pdf.ocr.ink import ink_of, letter_rows, word_columns
from index.parse.pdf.words import PdfWord

__all__ = ["RapidOcr", "is_rapid_ocr_installed"]

_DETECTOR = "PP-OCRv6_det_small.onnx", "090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f"
_RECOGNISER = "PP-OCRv6_rec_small.onnx", "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884"
"""Files of the wheel with their SHA-256, also as the wheel's own list of licences has them."""

_INSTALL = "Run “pip install --force-reinstall --no-deps rapidocr==3.10.0”"

_DETECTION_DOTS = 110
"""An inch: enough to find where lines are, and a third of the computing that the picture itself takes."""

_NO_LIMIT = 100_000
"""Of a side: the picture is as large as is wanted already."""

_LEAST_CONFIDENCE = 0.5
_LONGEST_LINE = 200
"""Heights; what is longer is no line of text."""

_SMALLEST_SIDE = 32
"""Dots; on what is lower or narrower stands no line of text."""

_LONGEST_HEAD = 64
_INPUT, _OUTPUT = 0, 1

_Point = tuple[float, float]
_Corners = tuple[_Point, _Point, _Point, _Point]
"""Upper left, upper right, lower right and lower left."""

_Word = tuple[Any, ...]
"""Its text, then left, top, right and bottom."""


@dataclass(frozen=True, slots=True)
class _SeenLine:
    """A line as it was recognised.

    Attributes:
        text: of it.
        columns: for each letter that is no space, the one of the columns at which it was recognised.
        count: of the columns, over the whole line.
        corners: of the line.
    """

    text: str
    columns: Sequence[int]
    count: float
    corners: _Corners


def is_rapid_ocr_installed() -> bool:
    """Tell whether the library is there, without loading it."""
    return importlib.util.find_spec("rapidocr") is not None


class RapidOcr:
    """The library with the models of its wheel, on one thread; it tells of words in JSON."""

    name = "RapidOCR"
    program = None
    knows_order = False
    places_ink = False

    def load(self) -> None:
        """Load the library and the models, once."""
        _models()

    def read(self, picture: bytes, seconds: float) -> bytes:  # noqa: ARG002 — who waits for it looks at the clock
        """Return the words on a picture in JSON, or why none can be told."""
        models = _models()
        if isinstance(models, UnreadableDocument):
            return json.dumps({"error": [models.problem, models.remedy]}).encode()
        found = [list(line) for line in _recognised(models, picture)]
        return json.dumps({"lines": found}).encode()

    def serve(self) -> None:
        """Answer the picture on the standard input to the standard output."""
        with os.fdopen(_INPUT, "rb", closefd=False) as source:
            answer = memoryview(self.read(source.read(), 0.0))
        while answer:
            answer = answer[os.write(_OUTPUT, answer) :]

    def lines(self, answer: bytes) -> list[list[PdfWord]]:
        """Return the lines of words in an answer.

        Raises:
            UnreadableDocument: the library cannot be used.
        """
        told = json.loads(answer)
        if "error" in told:
            raise UnreadableDocument(*told["error"])
        return [[PdfWord(str(text), *map(float, place)) for text, *place in line] for line in told["lines"]]


@cache
def _models() -> Any:
    """Return the library's engine with its models (a ``rapidocr.RapidOCR``), or why it cannot be used."""
    try:
        return _loaded()
    except UnreadableDocument as error:
        return error
    except Exception as error:  # noqa: BLE001 — whatever is wrong with what is installed costs its pages, not the run
        return UnreadableDocument(f"RapidOCR cannot be started ({type(error).__name__}: {str(error)[:200]})", _INSTALL)


def _loaded() -> Any:
    import cv2
    import numpy as np
    import rapidocr

    cv2.setNumThreads(1)
    folder = Path(str(rapidocr.__file__)).parent / "models"
    models = rapidocr.RapidOCR(
        params={
            # With a path for each model that is used, nothing is looked for elsewhere.
            "Det.model_path": str(_checked(folder, *_DETECTOR)),
            "Rec.model_path": str(_checked(folder, *_RECOGNISER)),
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "Global.use_cls": False,
            "Global.log_level": "critical",
            "Global.return_word_box": True,
            "Global.max_side_len": _NO_LIMIT,
            "Det.limit_type": "max",
            "Det.limit_side_len": _NO_LIMIT,
            # Lines of unlike lengths together are made as long as the longest: one by one takes half the time.
            "Rec.rec_batch_num": 1,
        }
    )
    # What is loaded at the first picture is loaded by this one, which is ours.
    blank = np.full((64, 320, 3), 255, np.uint8)
    models(blank, use_rec=False)
    models.recognize_txt([blank])
    return models


def _checked(folder: Path, name: str, sha256: str) -> Path:
    """Return the path of a model once its hash is compared.

    Raises:
        UnreadableDocument: it is missing, or another file.
    """
    path = folder / name
    if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
        raise UnreadableDocument(f"{name} of RapidOCR is not the file that Footnote was measured with", _INSTALL)
    return path


def _recognised(models: Any, picture: bytes) -> Iterator[Iterator[_Word]]:
    """Yield the lines on a picture, each with its words and their places."""
    import cv2
    import numpy as np

    width, height = map(int, picture[:_LONGEST_HEAD].split(maxsplit=3)[1:3])
    if min(width, height) < _SMALLEST_SIDE:
        return
    grey = np.frombuffer(picture, np.uint8)[-width * height :].reshape(height, width)
    image = cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR)
    places = _detected(models, image)
    if not len(places):
        return
    crops = models.crop_text_regions(image, places)
    pairs = [(place, crop) for place, crop in zip(places, crops, strict=True) if _may_be_line(crop)]
    if not pairs:
        return
    told = models.recognize_txt([crop for _, crop in pairs])
    for (place, crop), text, sureness, info in zip(pairs, told.txts, told.scores, told.word_results, strict=True):
        if sureness >= _LEAST_CONFIDENCE and text.strip():
            columns = [column for word in info.word_cols for column in word]
            yield _words(_SeenLine(text, columns, info.line_txt_len, _corners(place, crop)), crop)


def _detected(models: Any, image: Any) -> Any:
    """Return the four corners of each line on a picture, as an array."""
    import cv2
    import numpy as np

    scale = _DETECTION_DOTS / DOTS_AN_INCH
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    found = [np.zeros((0, 4, 2), np.float32)]
    for left, top, right, bottom in bands(small[:, :, 0], _DETECTION_DOTS):
        boxes = models(small[top:bottom, left:right], use_rec=False).boxes
        if boxes is not None:
            found.append(np.asarray(boxes, np.float32) + np.array([left, top], np.float32))
    return np.concatenate(found) / scale


def _may_be_line(crop: Any) -> bool:
    height, width = crop.shape[:2]
    return bool(height > 0 and 0 < width <= _LONGEST_LINE * height)


def _corners(place: Any, crop: Any) -> _Corners:
    """Return where the corners of a line's own picture stand on that of the page."""
    corners = [(float(x), float(y)) for x, y in place]
    (left, top), (right, _), _, (_, bottom) = corners
    # What is much higher than wide was turned to the left before it was read.
    is_turned = crop.shape[1] > crop.shape[0] and abs(bottom - top) > abs(right - left)
    first, second, third, fourth = corners[1:] + corners[:1] if is_turned else corners
    return first, second, third, fourth


def _words(line: _SeenLine, crop: Any) -> Iterator[_Word]:
    """Yield the words of a line with their places on the page's picture, in dots."""
    import cv2
    import numpy as np

    height, width = crop.shape[:2]
    words = line.text.split()
    middles = [(column + 0.5) * width / line.count for column in line.columns]
    starts = [*accumulate(map(len, words), initial=0)]
    if starts[-1] != len(middles):  # some letter has no column: all share the line alike
        middles = [(number + 0.5) * width / starts[-1] for number in range(starts[-1])]
    outer = [(middles[start], middles[end - 1]) for start, end in pairwise(starts)]
    ink = ink_of(crop[:, :, 0])
    if ink is None:
        top, bottom, columns = 0.0, float(height), outer
    else:
        top, bottom = letter_rows(ink, line.text)
        # Of the lines above and below something may be on the picture.
        columns = word_columns(ink[max(0, int(top)) : max(1, int(bottom))], outer)
    transform = cv2.getPerspectiveTransform(_sides(width, height), np.array(line.corners, np.float32))
    for word, (begins, ends) in zip(words, columns, strict=True):
        box = np.array([[(begins, top), (ends, top), (ends, bottom), (begins, bottom)]], np.float32)
        points = cv2.perspectiveTransform(box, transform)[0]
        yield word, *map(float, (*points.min(axis=0), *points.max(axis=0)))


def _sides(width: int, height: int) -> Any:
    """Return the corners of a picture as a line's are told."""
    import numpy as np

    return np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
