"""What rows are stamped with: ids and times that sort as they came."""

import datetime
import secrets
import time

__all__ = ["new_id", "now"]


def new_id() -> str:
    """Return 24 hex digits that sort behind those of before, and that nobody can guess."""
    return f"{time.time_ns():016x}{secrets.token_hex(4)}"


def now(ago: datetime.timedelta = datetime.timedelta()) -> str:
    """Return the time, or one so long ago, as ISO 8601 in UTC with microseconds: texts that sort as times do."""
    return (datetime.datetime.now(datetime.UTC) - ago).isoformat(timespec="microseconds")
