"""Days that words of a text name."""

import datetime
from dataclasses import dataclass

__all__ = ["DAY", "FIRST_DAY", "Period", "month_end"]

DAY = datetime.timedelta(days=1)
FIRST_DAY = datetime.date(1000, 1, 1)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from a first to a last, and where the words for them stand.

    Attributes:
        first: day.
        last: day, included.
        start: first code point of the words.
        end: one past the last.
        alone: whether they can mean nothing else.
        dated: whether they say the year.
        counted: whether they count from today: no document says them of these days.
    """

    first: datetime.date
    last: datetime.date
    start: int
    end: int
    alone: bool
    dated: bool = True
    counted: bool = False


def month_end(day: datetime.date) -> datetime.date:
    """Return the last day of a day's month."""
    return (day.replace(day=28) + 4 * DAY).replace(day=1) - DAY
