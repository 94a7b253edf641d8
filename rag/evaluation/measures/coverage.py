"""How much of what was wanted an answer has."""

from collections.abc import Sequence, Set

__all__ = ["groups_met", "has_enough"]


def groups_met(text: str, groups: Sequence[Sequence[str]]) -> int:
    """Return of how many groups an alternative stands in a text, as it is written but for line breaks and asterisks."""
    words = " ".join(text.replace("*", "").split())
    return sum(any(alternative in words for alternative in group) for group in groups)


def has_enough(cited: Set[str], wanted: Sequence[str], least: int, *, alone: bool = False) -> bool:
    """Tell whether so many of the documents that were wanted are cited.

    Args:
        cited: ids of documents.
        wanted: ids of documents.
        least: how many of them have to be cited.
        alone: whether half of those cited have to be of them.
    """
    both = cited & set(wanted)
    return len(both) >= least and (not alone or 2 * len(both) >= len(cited))
