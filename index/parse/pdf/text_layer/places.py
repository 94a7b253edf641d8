"""Where the letters of a PDF page stand."""

import ctypes
from typing import Any

from index.parse.pdf.text_layer.accents import Box

__all__ = ["NOWHERE", "Places"]

_UNITS = 20
"""Places are found in twentieths of a point."""

_FAR = 10_000.0

NOWHERE = (0.0, 0.0, 0.0, 0.0)
"""Of a letter that PDFium gives no place, such as the end of a line."""


class Places:
    """Where letters stand on a page as it is shown, turned and cropped."""

    def __init__(self, page: Any, raw: Any, pdfium: Any) -> None:
        self._raw, self._get = raw, pdfium.FPDFText_GetLooseCharBox
        self._rectangle = pdfium.FS_RECTF()
        width, height = (round(side * _UNITS) for side in page.get_size())
        x, y = ctypes.c_int(), ctypes.c_int()

        def shown(across: float, up: float) -> tuple[float, float]:
            pdfium.FPDF_PageToDevice(page.raw, 0, 0, width, height, 0, across, up, x, y)
            return x.value / _UNITS, y.value / _UNITS

        # A page is moved, turned and scaled as a whole: three points tell where all others go.
        origin, right, above = shown(0, 0), shown(_FAR, 0), shown(0, _FAR)
        self._origin = origin
        self._across = (right[0] - origin[0]) / _FAR, (right[1] - origin[1]) / _FAR
        self._up = (above[0] - origin[0]) / _FAR, (above[1] - origin[1]) / _FAR

    def of(self, index: int) -> Box:
        """Return left, top, right and bottom of a letter in the page's own places."""
        box = self._rectangle
        return (box.left, box.top, box.right, box.bottom) if self._get(self._raw, index, box) else NOWHERE

    def shown(self, boxes: list[Box]) -> Box:
        """Return what is around the boxes, in points from the upper left corner of the page as it is shown."""
        corners = [self._shown(x, y) for left, top, right, bottom in boxes for x, y in ((left, top), (right, bottom))]
        across, down = [x for x, _ in corners], [y for _, y in corners]
        return min(across), min(down), max(across), max(down)

    def _shown(self, x: float, y: float) -> tuple[float, float]:
        return (
            self._origin[0] + x * self._across[0] + y * self._up[0],
            self._origin[1] + x * self._across[1] + y * self._up[1],
        )
