"""Lists as lines of plain text, while they are read."""

__all__ = ["OpenList", "OpenTerms"]

_INDENT = "  "
_LONGEST_TERM = 80
"""Characters of a term that stands in front of what it means; what is longer, or asks, is a paragraph above that."""


class OpenList:
    """A list whose items are still coming, with the lists inside it; false when no list is open.

    An item is one line that begins with "• " or its number; its further paragraphs are lines under its text, and lists
    inside it are indented.
    """

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._counters: list[int | None] = []
        self._marker = ""

    def __bool__(self) -> bool:
        """Tell whether a list is open."""
        return bool(self._counters)

    @property
    def following(self) -> int | None:
        """The number of the innermost list's next item; None where it has no numbers."""
        return self._counters[-1] if self._counters else None

    def begin(self, number: int | None) -> None:
        """Begin a list, inside the open one if there is one; a number is that of its first item."""
        self._counters.append(number)

    def item(self) -> None:
        """Begin an item."""
        if self._counters:
            number = self._counters[-1]
            self._marker = "• " if number is None else f"{number}. "
            self._counters[-1] = None if number is None else number + 1

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
