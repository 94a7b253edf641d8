"""What a comparative compares by: the “weight” of what is “heavier”."""

from collections.abc import Iterator

from rag.english.word_lists import MEASURED

__all__ = ["measured_by"]


def measured_by(word: str) -> str:
    """Return the name that sheets have for what a comparative, a superlative or its adjective is a degree of.

    Args:
        word: in lower case, such as “heavier”.

    Returns:
        Empty where it is none that is known.
    """
    return next((MEASURED[base] for base in _bases(word) if base in MEASURED), "")


def _bases(word: str) -> Iterator[str]:
    """Yield what a word may be a degree of, itself first."""
    yield word
    for ending in ("er", "est"):
        if stem := word.removesuffix(ending):
            if stem == word:
                continue
            yield stem  # “faster”
            yield f"{stem}e"  # “wider”
            if stem.endswith("i"):
                yield f"{stem[:-1]}y"  # “heavier”
            if len(stem) > 1 and stem[-1] == stem[-2]:
                yield stem[:-1]  # “bigger”
