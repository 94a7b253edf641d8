"""Which language a text is in. The only importer of py3langid."""

import functools
from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

__all__ = ["language_of", "likeliest"]

_LOOKED_AT = 2_000
"""Characters that a guess is made from: more change nothing, and cost."""

_ROOM_FOR_ROWS = 5
_WORDS_OF_PROSE = 4
_ENOUGH_LETTERS = 200
_SURE = 0.9
"""So much text, and so sure a guess, overrule what a document says of itself: templates often say English."""

_SOME_LETTERS = 40
"""Of less text no guess is made."""

_SAME = {"nb": "no", "nn": "no", "wuu": "zh", "yue": "zh", "zxx": ""}
"""What stems alike, or is written alike; "zxx" is no language."""


def language_of(text: str, declared: str = "") -> str:
    """Return the ISO 639 code of a document's language; empty when neither it nor the document tells.

    Args:
        text: of the document.
        declared: the code that the document gives, or nothing.
    """
    start = _prose(text[: _ROOM_FOR_ROWS * _LOOKED_AT])[:_LOOKED_AT]
    letters = sum(character.isalpha() for character in start)
    if letters < _SOME_LETTERS:
        return declared
    found, probability = _ranked(start)[0]
    if declared and not (letters >= _ENOUGH_LETTERS and probability >= _SURE):
        return declared
    return found


def _prose(text: str) -> str:
    """Return the text without cells of tables that are too short to be in a language, such as names."""
    if " | " not in text:
        return text
    parts = (part for line in text.split("\n") for part in (line.split(" | ") if " | " in line else [line]))
    return "\n".join(part for part in parts if len(part.split()) >= _WORDS_OF_PROSE)


def likeliest(text: str, among: Collection[str]) -> str:
    """Return which of some languages a short text is in; of only one, that, without a look at the text.

    Args:
        text: such as a question.
        among: ISO 639 codes; at least one.
    """
    if len(among) == 1:
        return next(iter(among))
    return next((code for code, _ in _ranked(text) if code in among), min(among))


def _ranked(text: str) -> list[tuple[str, float]]:
    """Return codes and probabilities, the likeliest first."""
    return [(_SAME.get(code, code), probability) for code, probability in _identifier().rank(text)]


@functools.cache
def _identifier() -> "LanguageIdentifier":
    """Return langid's model (Lui and Baldwin 2012), which takes a second to load."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
