"""Into how many lists the vectors of a table are put, and into how many a question looks."""

import math

__all__ = ["FEWEST_LISTED", "lists_looked_into", "number_of_lists"]

FEWEST_LISTED = 5_000
"""Vectors that are kept in lists; fewer are all read for a question."""

_ALL_LISTS = 100_000
"""Up to so many vectors a question looks into all lists: eight bits a dimension are compared with it, as fast."""

_LIST = 8_192
"""Vectors of a list, as LanceDB has it: when it takes in what is new, it joins lists that are much shorter."""

_LOOKED_INTO = 3
"""Beyond, one in so many lists."""


def number_of_lists(vectors: int) -> int:
    """Return how many lists so many vectors lie in."""
    return max(1, round(vectors / _LIST))


def lists_looked_into(vectors: int) -> int:
    """Return how many of the lists that so many vectors lie in a question looks into."""
    lists = number_of_lists(vectors)
    return lists if vectors <= _ALL_LISTS else math.ceil(lists / _LOOKED_INTO)
