"""What can be written in several ways, in one form that it is found by: codes, dates and amounts."""

import re
from dataclasses import dataclass

from index.text.forms.amounts import amounts
from index.text.forms.codes import codes, spaced_codes
from index.text.forms.dates import dates

__all__ = ["NormalForm", "normal_forms"]

_DIGIT = re.compile("[0-9]")


@dataclass(frozen=True, slots=True)
class NormalForm:
    """Where something stands, and the terms that every way of writing it has.

    Attributes:
        start: first code point.
        end: one past the last.
        terms: without white space; the first stands for the whole.
    """

    start: int
    end: int
    terms: tuple[str, ...]


def normal_forms(text: str) -> list[NormalForm]:
    """Return the normal forms of what stands in a text; what is a date is no code, and spans may overlap."""
    if not _DIGIT.search(text):
        return []
    found = [NormalForm(*each) for each in dates(text)]
    is_date = bytearray(len(text))
    for each in found:
        is_date[each.start : each.end] = b"\1" * (each.end - each.start)
    found += [NormalForm(start, end, (digits,)) for start, end, digits in amounts(text)]
    for code in (*codes(text), *spaced_codes(text)):
        if not any(is_date[code.start : code.end]):
            found.append(NormalForm(code.start, code.end, code.terms))
    return found
