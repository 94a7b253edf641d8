"""What recognises words on a picture of a page, whichever program it is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from index.parse.pdf.words import PdfWord

__all__ = ["DOTS_AN_INCH", "OcrEngine", "PictureReader", "Recogniser"]

DOTS_AN_INCH = 200
"""Of a picture, as long as its page is no larger than a large page."""

Recogniser = Callable[[bytes, float], bytes]
"""From a picture (a grey one in Netpbm's binary form, PGM) and the seconds that it may take to an engine's answer.

Raises TimeoutError.
"""


class OcrEngine(Protocol):
    """Recognises the words on pictures; where parsers are confined, in a process of its own for each picture.

    Attributes:
        name: as people call it.
        program: that such a process becomes; None where it goes on with what is loaded.
        knows_order: whether its lines come in the order of reading, and each of them whole.
        places_ink: whether its words reach as far as their ink, “one” less far than “Only”.
    """

    @property
    def name(self) -> str: ...  # noqa: D102 — an attribute

    @property
    def program(self) -> str | None: ...  # noqa: D102 — an attribute

    @property
    def knows_order(self) -> bool: ...  # noqa: D102 — an attribute

    @property
    def places_ink(self) -> bool: ...  # noqa: D102 — an attribute

    def load(self) -> None:
        """Load what is costly, in the process that others are forked from; what fails is told by each answer."""

    def read(self, picture: bytes, seconds: float) -> bytes:
        """Return the answer to a picture, as a ``Recogniser`` does, with no process between that would be confined."""

    def serve(self) -> None:
        """Answer the picture on the standard input to the standard output; the process does nothing afterwards."""

    def lines(self, answer: bytes) -> list[list[PdfWord]]:
        """Return the lines of words that an answer tells of, with their places in dots of the picture.

        Raises:
            UnreadableDocument: the engine cannot run.
        """


@dataclass(frozen=True, slots=True)
class PictureReader:
    """An engine, and the way on which pictures come to it."""

    engine: OcrEngine
    recognise: Recogniser

    def lines(self, picture: bytes, seconds: float) -> list[list[PdfWord]]:
        """Return the lines of words on a picture.

        Raises:
            TimeoutError: it takes longer, or whoever reads it was ended.
            UnreadableDocument: the engine cannot run.
        """
        answer = self.recognise(picture, seconds)
        if not answer:  # it says something at least, unless its writer was ended
            raise TimeoutError
        return self.engine.lines(answer)
