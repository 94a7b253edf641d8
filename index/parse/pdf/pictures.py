"""A page of a PDF as a picture, with words of it marked."""

import io
import math
from collections.abc import Sequence

from index.errors import UnreadableDocument

__all__ = ["PageBox", "page_picture"]

PageBox = tuple[float, float, float, float]
"""Left, top, right and bottom as shares of the page's width and height, 0 to 1."""

_DOTS_A_POINT = 2.0
_LONGEST_SIDE = 3_000
_MOST_PIXELS = 4_000_000
"""As A3 has at that scale."""

_MARK = (255, 221, 87)


def page_picture(data: bytes, name: str, number: int, marks: Sequence[PageBox]) -> bytes:
    """Return a page as PNG with the marked places tinted, as with a marker.

    It has 144 dots an inch, or at most 3,000 a side and 4 million in all.

    Args:
        data: the PDF.
        name: of it, for the error.
        number: of the page, from 1.
        marks: in any order.

    Raises:
        UnreadableDocument: it cannot be read, or has no such page.
    """
    import pypdfium2
    from PIL import Image, ImageChops

    try:
        document = pypdfium2.PdfDocument(data)
        page = document[number - 1]
        width, height = (max(1.0, side) for side in page.get_size())
        scale = min(_DOTS_A_POINT, _LONGEST_SIDE / max(width, height), math.sqrt(_MOST_PIXELS / width / height))
        picture = page.render(scale=scale).to_pil().convert("RGB")
    except (pypdfium2.PdfiumError, IndexError, ValueError) as error:
        raise UnreadableDocument(f"“{name}” has no page {number} to show", "Look at the file itself") from error
    tint = Image.new("RGB", picture.size, (255, 255, 255))
    width, height = picture.size
    for left, top, right, bottom in marks:
        place = round(left * width), round(top * height), round(right * width), round(bottom * height)
        tint.paste(_MARK, (place[0], place[1], max(place[0] + 1, place[2]), max(place[1] + 1, place[3])))
    file = io.BytesIO()
    ImageChops.multiply(picture, tint).save(file, "PNG")
    return file.getvalue()
