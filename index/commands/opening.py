"""How a command finds the index that it means."""

from index.address import Location
from index.hardening.terminal import say
from index.sandbox.protection import check_sandbox
from index.settings import IndexSettings
from index.store import Index

__all__ = ["open_index", "report_notices", "report_protection"]


def open_index(place: Location | None, encoder: str | None = None, *, create: bool = False) -> Index:
    """Open the index that a command means; what opening repaired is said on stderr by ``report_notices``."""
    settings = IndexSettings()
    return Index.open(
        place or settings.index,
        encoder or settings.encoder,
        create=create,
        replicas=settings.replicas,
        engine=settings.engine_choice,
    )


def report_notices(index: Index) -> None:
    """Say on stderr what had to be repaired, and what waits to be encoded."""
    for notice in (*index.search.notices, index.waits()):
        if notice:
            say(f"footnote: {notice}", err=True)


def report_protection(settings: IndexSettings) -> None:
    """Say on stderr what this system cannot keep from the files that are about to be read.

    Raises:
        SettingsError: the settings demand more.
    """
    notice = check_sandbox(settings).notice
    if notice:
        say(f"footnote: {notice}", err=True)
