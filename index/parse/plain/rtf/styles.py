"""What the paragraph styles of a file in Rich Text Format make of paragraphs: headings of a level, or the title."""

import re

__all__ = ["LEVELS", "RtfStyles"]

LEVELS = 6
_HEADING = re.compile(
    r"(?:heading|überschrift|titre|título|titolo|kop|rubrik|overskrift|otsikko|nagłówek|nadpis|заголовок) ([1-9])",
    re.IGNORECASE,
)
"""What Word and LibreOffice call their styles, whose outline level they leave out for readers that know the names."""

_TITLES = ("title", "titre", "titel", "título", "titolo", "название")


class RtfStyles:
    """The paragraph styles of a file, by their numbers."""

    def __init__(self) -> None:
        self._levels: dict[int, int] = {}
        self._titles: set[int] = set()

    def add(self, style: int, name: str, outline: int | None) -> None:
        """Take in a style.

        Args:
            style: its number.
            name: as the file has it.
            outline: the level of the outline that it stands on, from 0; None where it says none.
        """
        found = _HEADING.match(name)
        level = int(found[1]) if found else 0 if outline is None else outline + 1
        if 0 < level <= LEVELS:
            self._levels[style] = level
        if name.strip().lower() in _TITLES:
            self._titles.add(style)

    def is_title(self, style: int) -> bool:
        """Tell whether a style is that of the document's title."""
        return style in self._titles

    def level(self, style: int, outline: int | None) -> int:
        """Return the level of a heading, 1 to 6; 0 of anything else.

        Args:
            style: of the paragraph.
            outline: what the paragraph itself says of its level, from 0; None where it says nothing.
        """
        if style in self._titles:
            return 1
        if outline is not None:
            return outline + 1 if 0 <= outline < LEVELS else 0
        return self._levels.get(style, 0)
