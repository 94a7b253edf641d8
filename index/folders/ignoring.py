"""What an ignore file leaves out of its folder: patterns of .gitignore, matched without going back and forth."""

import re
from pathlib import Path
from typing import Any, AnyStr

from pathspec import GitIgnoreSpec
from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

from index.text.names import composed

__all__ = ["IGNORE_FILE", "read_ignore_file"]

IGNORE_FILE = ".footnoteignore"
"""Lists what to leave out of its folder and those below, in the syntax of .gitignore."""

_MOST_BYTES = 1_000_000
_LONGEST_LINE = 1_000
_MOST_LINES = 10_000
_MOST_DEEP = 3
"""Of “**” in a line: each may stand for any number of folders, and all ways to share them out would be tried."""

_MOST_DEEP_LINES = 1_000
"""Of lines with more than one “**”: such a line costs the square of a path's depth, or its cube."""

_STARS_TOGETHER = re.compile(r"(?:\[\^/\]\*){2,}")
"""Of a pattern's expression: “**” within a part of the path, which means what “*” does."""

_STAR_BEFORE_ANOTHER = re.compile(
    r"\[\^/\]\*((?:\[\^/\](?!\*)|\\.|\[\^?\]?(?:\\.|[^\]\\/])*\](?!\*)|[^\[\](){}*+?|\\/^$.])+)(?=\[\^/\]\*)"
)
"""In a pattern's expression, “*” with what follows it up to another “*” of the same part of the path."""


def read_ignore_file(path: Path) -> GitIgnoreSpec:
    """Return the patterns of an ignore file.

    Raises:
        ValueError: it is too large, or a line of it is not a pattern, or would take too long to match.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise ValueError(f"it has more than {_MOST_BYTES:,} bytes")
    # What they are compared with is in this form too.
    lines = composed(data.decode("utf-8", "replace")).splitlines()
    if len(lines) > _MOST_LINES:
        raise ValueError(f"it has more than {_MOST_LINES:,} lines")
    for number, line in enumerate(lines, 1):
        if len(line) > _LONGEST_LINE or line.count("**") > _MOST_DEEP:
            raise ValueError(
                f"line {number} has more than {_LONGEST_LINE:,} characters or more than {_MOST_DEEP} “**”: divide it"
            )
    if sum(line.count("**") > 1 for line in lines) > _MOST_DEEP_LINES:
        raise ValueError(f"more than {_MOST_DEEP_LINES:,} of its lines have more than one “**”")
    return GitIgnoreSpec.from_lines(lines, pattern_factory=_Pattern)


class _Pattern(GitIgnoreSpecPattern):
    """A pattern that takes no step back: the first place where what follows a “*” fits is as good as any later one."""

    @classmethod
    def pattern_to_regex(cls, pattern: AnyStr) -> tuple[AnyStr | None, bool | None]:
        """Return the expression of a pattern, and whether it leaves out or takes in again."""
        expression, include = super().pattern_to_regex(pattern)
        linear: Any = None
        if isinstance(expression, str):
            linear = _STAR_BEFORE_ANOTHER.sub(r"(?>[^/]*?\1)", _STARS_TOGETHER.sub("[^/]*", expression))
        return linear, include
