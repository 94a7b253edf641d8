"""A passage as it is read: its title and heading in front of it, and what in all of that may be evidence."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.encoding.bundled.onnx_model import Tokens
from index.text.lines import Span

__all__ = ["PassageText", "cited_text", "passage_text", "token_units"]


@dataclass(frozen=True, slots=True)
class PassageText:
    """What is read beside a question.

    Attributes:
        text: title, heading, the head of a table that the passage goes on with, and the passage.
        units: spans in ``text`` of all that may be evidence, in order: each of those in front, then the sentences.
        leads: how many of the units stand in front of the passage.
    """

    text: str
    units: tuple[Span, ...]
    leads: int

    @property
    def start(self) -> int:
        """The first code point of the passage itself."""
        return self.units[self.leads][0] if self.leads < len(self.units) else len(self.text)


def passage_text(leads: Sequence[str], passage: str, sentences: Sequence[Span]) -> PassageText:
    """Return a passage as it is read.

    Args:
        leads: what stands in front, such as title and heading; what is empty is left out.
        passage: its own text.
        sentences: spans in ``passage``, in order.
    """
    text, units = "", []
    for lead in filter(None, (lead.strip() for lead in leads)):
        units.append((len(text), len(text) + len(lead)))
        text += lead + ("\n" if lead[-1] in ".?!:" else ".\n")
    leading = len(units)
    units += [(len(text) + first, len(text) + last) for first, last in sentences]
    return PassageText(text + passage, tuple(units), leading)


def cited_text(cited: Sequence[str]) -> PassageText:
    """Return cited words as they are read beside what cites them, each text a line and a unit; empty ones are left out.

    Args:
        cited: quoted texts, then what stands on their citations, such as title and date.
    """
    text, units = "", []
    for each in filter(None, (each.strip() for each in cited)):
        units.append((len(text), len(text) + len(each)))
        text += each + "\n"
    return PassageText(text.rstrip(), tuple(units), 0)


def token_units(tokens: Tokens, units: Sequence[Span]) -> npt.NDArray[np.int64]:
    """Return the unit that each token lies in, (tokens,); -1 for those of the question, and between units.

    Args:
        tokens: of the question and, as its pair, what is read.
        units: spans in what is read, in order.
    """
    starts = np.array([first for first, _ in units])
    ends = np.array([last for _, last in units])
    offsets = np.array(tokens.offsets)
    of_text = (np.array(tokens.type_ids) == 1) & ~np.array(tokens.special_tokens_mask, bool)
    unit = np.searchsorted(starts, offsets[:, 0], side="right") - 1
    inside = of_text & (unit >= 0) & (offsets[:, 0] < ends[unit])
    return np.where(inside, unit, -1)
