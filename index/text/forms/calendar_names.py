"""What the months and the days of the week are called in other languages, as CLDR has it."""

import copy
from functools import lru_cache
from typing import Any, Literal

__all__ = ["Width", "day_names", "known_locale", "month_names"]

Width = Literal["wide", "abbreviated", "narrow"]


def known_locale(tag: str) -> str:
    """Return the name under which the names of a language are known: “de_AT” for “de-AT”; empty where none are.

    Args:
        tag: of the language, with its country or without.
    """
    from babel import Locale, UnknownLocaleError

    parts = tag.replace("-", "_").split("_")
    for written in ("_".join(parts), parts[0]):
        try:
            return str(Locale.parse(written))
        except (UnknownLocaleError, ValueError, TypeError):
            continue
    return ""


def month_names(locale: str, width: Width, *, is_alone: bool = False) -> tuple[str, ...]:
    """Return the names of the twelve months.

    Args:
        locale: one that ``known_locale`` returned.
        width: how much of a name is written.
        is_alone: whether no day stands beside the month, which bends it in some languages: “5 марта”, but “март”.

    Raises:
        OSError: there is no such locale.
    """
    names = _calendar(locale)["months"]["stand-alone" if is_alone else "format"][width]
    return tuple(str(names[month]) for month in range(1, 13))


def day_names(locale: str, width: Width) -> tuple[str, ...]:
    """Return the names of the days of the week, beginning with Monday.

    Args:
        locale: one that ``known_locale`` returned.
        width: how much of a name is written.

    Raises:
        OSError: there is no such locale.
    """
    names = _calendar(locale)["days"]["format"][width]
    return tuple(str(names[day]) for day in range(7))


@lru_cache(maxsize=64)
def _calendar(locale: str) -> Any:
    """Return the names of a locale, as a copy.

    Babel puts what a locale inherits into the data that it inherits from: once somebody asked for Chinese months,
    “stand-alone” Turkish ones would be Chinese too (Babel 2.18).
    """
    from babel.localedata import LocaleDataDict, load

    data = load(locale)
    return LocaleDataDict({part: copy.deepcopy(data[part]) for part in ("months", "days")})
