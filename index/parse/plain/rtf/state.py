"""How letters are meant at a place of a file in Rich Text Format."""

from dataclasses import dataclass

from index.parse.raised.markup import Height

__all__ = ["RtfState"]

_HEIGHTS = {"super": Height.RAISED, "up": Height.RAISED, "sub": Height.LOWERED, "dn": Height.LOWERED}
_MOST_SKIPPED = 100


@dataclass(slots=True)
class RtfState:
    """How letters are meant within a group; a group inside begins with what is true around it.

    Attributes:
        destination: what the group is for, where it is no part of the text around it.
        is_skipped: whether nothing of it is text.
        has_star: whether programs that do not know the next word leave the group out.
        font: its number.
        height: where the letters stand.
        is_hidden: whether they are hidden or deleted.
        skips: how many letters stand behind one of Unicode, for programs that do not know it.
        style: of the paragraph.
        outline: the level of the outline that the paragraph states, from 0; None where it states none.
        is_in_table: whether the paragraph is one of a cell.
        depth: of a list within others, from 0.
    """

    destination: str = ""
    is_skipped: bool = False
    has_star: bool = False
    font: int = 0
    height: Height = Height.LEVEL
    is_hidden: bool = False
    skips: int = 1
    style: int = 0
    outline: int | None = None
    is_in_table: bool = False
    depth: int = 0

    def take(self, word: str, number: int | None, default_font: int) -> bool:
        """Take in a control word; return whether it is one that says how letters or paragraphs are meant."""
        match word:
            case "f":
                self.font = number or 0
            case "super" | "up" | "sub" | "dn":
                self.height = Height.LEVEL if number == 0 else _HEIGHTS[word]
            case "nosupersub":
                self.height = Height.LEVEL
            case "plain":
                self.height, self.is_hidden, self.font = Height.LEVEL, False, default_font
            case "v" | "deleted":
                self.is_hidden = number != 0
            case "uc":
                self.skips = min(max(0, 1 if number is None else number), _MOST_SKIPPED)
            case "pard":
                self.style, self.outline, self.is_in_table, self.depth = 0, None, False, 0
            case "s":
                self.style = number or 0
            case "outlinelevel":
                self.outline = number or 0
            case "ilvl":
                self.depth = number or 0
            case "intbl":
                self.is_in_table = number != 0
            case _:
                return False
        return True
