"""The words of a PDF page, the lines that they make, and the rows of its tables."""

from dataclasses import dataclass, field

__all__ = ["Cell", "PdfLine", "PdfWord", "TableRow"]


@dataclass(frozen=True, slots=True)
class PdfWord:
    """Letters without white space between them; places in points from the page's upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PdfLine:
    """Words on one base line, in the order of the page's content.

    Attributes:
        words: at least one.
        size: of the type, in points, as most of the line has it.
        bold: whether most of the line is.
        labels: of a line of a form, which words begin a label with its value; nothing of it goes on in another line.
        turned: how many quarters its letters are turned to the right.
        left: where its leftmost word begins; ``top``, ``right`` and ``bottom`` likewise.
    """

    words: tuple[PdfWord, ...]
    size: float
    bold: bool = False
    labels: tuple[int, ...] = ()
    turned: int = 0
    left: float = field(init=False, compare=False)
    top: float = field(init=False, compare=False)
    right: float = field(init=False, compare=False)
    bottom: float = field(init=False, compare=False)

    @property
    def is_field(self) -> bool:
        """Whether it is a line of a form."""
        return bool(self.labels)

    @property
    def text(self) -> str:
        """The words with one space between them."""
        return " ".join(word.text for word in self.words)

    def __post_init__(self) -> None:
        """Measure the line once: it is asked for often."""
        for name, pick in (("left", min), ("top", min), ("right", max), ("bottom", max)):
            object.__setattr__(self, name, pick(getattr(word, name) for word in self.words))


Cell = tuple[tuple[PdfWord, ...], ...]
"""Lines of words; no line in an empty cell."""


@dataclass(frozen=True, slots=True)
class TableRow(PdfLine):
    """A row of a table, which stands among the lines of a page as one of them.

    Attributes:
        cells: one a column, empty ones too, those at the end left out.
        columns: left and right of each column.
        table: a number that rows of one table on a page have in common.
    """

    cells: tuple[Cell, ...] = ()
    columns: tuple[tuple[float, float], ...] = ()
    table: int = 0
