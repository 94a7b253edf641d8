"""Lists as lines of plain text, while they are read."""

from dataclasses import dataclass

__all__ = ["PLAIN", "ListStyle", "OpenList", "OpenTerms", "boxed", "counted"]

_INDENT = "  "
_LONGEST_TERM = 80
"""Characters of a term that stands in front of what it means; what is longer, or asks, is a paragraph above that."""


_BOXES = {" ": "☐ ", "-": "☐ ", "x": "☒ ", "X": "☒ ", "*": "☒ "}

_MOST_LETTERS = 30
"""After "zz…z" of so many letters Word begins with "a" again."""

_ROMAN = tuple(
    zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), "M CM D CD C XC L XL X IX V IV I".split(), strict=True)
)


@dataclass(frozen=True, slots=True)
class ListStyle:
    """How the items of a list are numbered.

    Attributes:
        form: “1”, “a”, “A”, “i” or “I”.
        before: what stands in front of the number.
        behind: what stands behind it.
        levels: how many levels it tells, with a full stop between: 2 for “1.3”.
    """

    form: str = "1"
    before: str = ""
    behind: str = "."
    levels: int = 1


PLAIN = ListStyle()


def boxed(sign: str) -> str:
    """Return the box that stands for the sign between the brackets of “[x]”; nothing where there is no sign."""
    return _BOXES.get(sign, "")


def counted(count: int, form: str) -> str:
    """Return a number in one of the forms that a list may have; in figures where the form is no other, or has none."""
    if count < 1:
        return str(count)
    if form in ("a", "A"):
        letter = chr(ord("a") + (count - 1) % 26) * (1 + (count - 1) // 26 % _MOST_LETTERS)
        return letter if form == "a" else letter.upper()
    if form in ("i", "I"):
        return _roman(count) if form == "I" else _roman(count).lower()
    return str(count)


def _roman(number: int) -> str:
    pieces: list[str] = []
    for value_of_sign, sign in _ROMAN:
        times, number = divmod(number, value_of_sign)
        pieces.append(sign * min(times, 10))
    return "".join(pieces)


class OpenList:
    """A list whose items are still coming, with the lists inside it; false when no list is open.

    An item is one line that begins with "• " or its number; its further paragraphs are lines under its text, and lists
    inside it are indented.
    """

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._counters: list[int | None] = []
        self._steps: list[int] = []
        self._styles: list[ListStyle] = []
        self._marker = ""

    def __bool__(self) -> bool:
        """Tell whether a list is open."""
        return bool(self._counters)

    @property
    def following(self) -> int | None:
        """The number of the innermost list's next item; None where it has no numbers."""
        return self._counters[-1] if self._counters else None

    def begin(self, number: int | None, style: ListStyle = PLAIN, *, step: int = 1) -> None:
        """Begin a list, inside the open one if there is one.

        Args:
            number: of its first item.
            style: of the numbers.
            step: from one number to the next; -1 where they count down.
        """
        self._counters.append(number)
        self._steps.append(step)
        self._styles.append(style)

    def item(self, number: int | None = None) -> None:
        """Begin an item, with a number of its own where it has one, from which the next ones count on."""
        if self._counters:
            known = self._counters[-1]
            number = known if known is None or number is None else number
            self._counters[-1] = None if number is None else number + self._steps[-1]
            self._marker = f"{'•' if number is None else self._number()} "

    def _number(self) -> str:
        """Return the number of the item that was begun last, with those around it that its style tells."""
        style = self._styles[-1]
        levels = list(zip(self._counters, self._steps, self._styles, strict=True))[-max(1, style.levels) :]
        told = [counted(following - step, each.form) for following, step, each in levels if following is not None]
        return f"{style.before}{'.'.join(told)}{style.behind}"

    def add(self, text: str) -> None:
        """Add a paragraph of the item."""
        indent = _INDENT * (len(self._counters) - 1)
        first, *rest = text.split("\n")
        self._lines.append(indent + (self._marker or _INDENT) + first)
        self._lines += [indent + _INDENT + line for line in rest]
        self._marker = ""

    def end_item(self) -> None:
        """End the item, which may have had no text."""
        self._marker = ""

    def end(self) -> str:
        """End the innermost list; return the whole list's text when it was the outermost, else nothing."""
        if self._counters:
            self._counters.pop()
            self._steps.pop()
            self._styles.pop()
        if self._counters:
            return ""
        text, self._lines = "\n".join(self._lines), []
        return text


class OpenTerms:
    """Terms whose meaning is still to come, “Weight: 3 kg”; false when no term waits for one."""

    def __init__(self) -> None:
        self._waiting: list[str] = []
        self.repeated = ""
        """The term that was explained last: of its further meanings each has it in front."""

    def __bool__(self) -> bool:
        """Tell whether a term waits for its meaning."""
        return bool(self._waiting)

    def begin(self) -> None:
        """Begin a term: what was explained before has no further meanings."""
        self.repeated = ""

    def take(self, term: str) -> bool:
        """Take in a term, and tell whether it is one that can stand in front of its meaning."""
        if not 0 < len(term) <= _LONGEST_TERM or term.endswith("?"):
            return False
        self._waiting.append(term)
        return True

    def repeat(self) -> None:
        """Begin a meaning, which is a further one of the last term where no other waits."""
        if self.repeated and not self._waiting:
            self._waiting = [self.repeated]

    def in_front_of(self, text: str) -> str:
        """Return a meaning's first paragraph with its terms in front."""
        self.repeated, self._waiting = ", ".join(self._waiting), []
        return f"{self.repeated}{' ' if self.repeated.endswith(':') else ': '}{text}"

    def end(self) -> str:
        """Return the terms that have no meaning in words, a line each, and forget them."""
        terms, self._waiting = self._waiting, []
        return "\n".join(terms)
