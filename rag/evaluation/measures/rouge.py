"""ROUGE (Lin 2004) with Google's library, which only evaluations of overviews need."""

import importlib.util
import re
from collections.abc import Sequence
from functools import cache
from typing import Any

__all__ = ["ROUGE", "is_installed", "rouge"]

ROUGE = {"rouge_1": "rouge1", "rouge_2": "rouge2", "rouge_l": "rougeL"}
"""Our names, and the library's."""

_WORDS = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+?(?=[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\b|_)"
)
"""Each character of a script without spaces, and words of the others."""

_MOST_LOST = 0.1
"""The library's own tokens are of ASCII alone: where more of the letters are others, ours are compared."""


def is_installed() -> bool:
    """Tell whether the library is there: it comes with ``pip install "footnote[eval]"``."""
    return importlib.util.find_spec("rouge_score") is not None


def rouge(answer: str, references: Sequence[str]) -> dict[str, float]:
    """Return the F1 of ROUGE-1, -2 and -L, 0 to 1, each of the reference that gives the most; words are stemmed.

    Args:
        answer: may be empty, and is worth nothing then.
        references: whole answers; at least one.

    Raises:
        ModuleNotFoundError: ``is_installed`` is false.
    """
    scorer = _scorer(_is_foreign("".join(references)))
    found = scorer.score_multi(references, answer)
    return {name: float(found[key].fmeasure) for name, key in ROUGE.items()}


@cache
def _scorer(is_foreign: bool) -> Any:
    from rouge_score.rouge_scorer import RougeScorer  # a second to import, and not part of every installation

    return RougeScorer(list(ROUGE.values()), use_stemmer=True, tokenizer=_Words() if is_foreign else None)


class _Words:
    """What the library calls a tokenizer."""

    def tokenize(self, text: str) -> list[str]:
        return _WORDS.findall(text.casefold())


def _is_foreign(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return sum(not letter.isascii() for letter in letters) > _MOST_LOST * len(letters)
