"""The languages that format codes name, by Windows' numbers or by their tags (ECMA-376, part 1, section 18.8.31)."""

import locale
import re
from functools import lru_cache

from index.text.forms.calendar_names import known_locale

__all__ = ["locale_of"]

_NUMBER = re.compile(r"[0-9A-Fa-f]{3,8}")
_LANGUAGE, _COUNTRY = 0x3FF, 0xFFFF
"""The bits of the number that tell the language, and the language with its country; those above tell the calendar."""


@lru_cache(maxsize=500)
def locale_of(written: str) -> str:
    """Return the locale that a format names, “407” or “de-DE”; empty where its language is not said, or unknown.

    No language is said where dates are written as the reader's own machine writes them: “F800”, “x-sysdate”.
    """
    if not _NUMBER.fullmatch(written):
        return "" if written.lower().startswith("x-") else known_locale(written.partition(",")[0])
    number = int(written, 16)
    named = locale.windows_locale.get(number & _COUNTRY)
    if named is None:
        language = number & _LANGUAGE
        named = next((name for code, name in locale.windows_locale.items() if code & _LANGUAGE == language), "")
    return known_locale(named)
