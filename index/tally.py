"""How often what has happened, for whoever watches a process."""

import threading
from collections import Counter

__all__ = ["Tally"]


class Tally:
    """Counts by name, from the beginning on; safe to use from several threads."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._changing = threading.Lock()

    def add(self, name: str) -> None:
        """Count one more of a name."""
        with self._changing:
            self._counts[name] += 1

    def counts(self) -> Counter[str]:
        """Return the counts as they are; 0 for a name that nothing was counted of."""
        with self._changing:
            return self._counts.copy()
