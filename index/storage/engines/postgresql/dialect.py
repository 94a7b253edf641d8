"""The few words in which PostgreSQL's SQL differs from SQLite's, for statements that are written for both."""

import re
from functools import lru_cache

__all__ = ["for_postgresql"]

_WORDS = (
    # Which index a query uses is PostgreSQL's own affair.
    (re.compile(r"\s+INDEXED BY \w+"), ""),
    (re.compile(r"\bx''"), "''::bytea"),
    (re.compile(r"\bjson_each\((\w+)\)"), r"json_array_elements_text(\1::json) AS each(value)"),
    (re.compile(r"\bjson_extract\((\w+), '\$\.(\w+)'\)"), r"\1::json ->> '\2'"),
)
_PARAMETER = re.compile(r"\?(\d*)")


@lru_cache(maxsize=1_000)
def for_postgresql(query: str) -> str:
    """Return a statement as psycopg takes it; what it computes is the same.

    Parameters are ``%s`` there, and ``%(p1)s`` where they have numbers; a per cent sign is doubled. A question mark
    within a literal is not told from a parameter: no statement of ours has one.
    """
    for pattern, words in _WORDS:
        query = pattern.sub(words, query)
    return _PARAMETER.sub(lambda found: f"%(p{found[1]})s" if found[1] else "%s", query.replace("%", "%%"))
