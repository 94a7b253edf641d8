"""What this system lets Footnote take from the processes that read files, and whether that is enough."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from index.errors import SettingsError
from index.sandbox.kernel import landlock, seccomp
from index.settings import IndexSettings

__all__ = ["Protection", "check_sandbox", "protection"]


@dataclass(frozen=True, slots=True)
class Protection:
    """How far files are read apart from everything else.

    Attributes:
        complete: whether nothing is missing.
        missing: what a file that takes over its parser could do for want of something in this system, in words.
    """

    complete: bool
    missing: tuple[str, ...]

    @property
    def notice(self) -> str | None:
        """A sentence about what is missing; None where nothing is."""
        if self.complete:
            return None
        return f"A file that takes over its parser {', and '.join(self.missing)}; SECURITY.md says more."


@cache
def protection() -> Protection:
    """Return what there is here."""
    missing = tuple(_missing())
    return Protection(not missing, missing)


def check_sandbox(settings: IndexSettings) -> Protection:
    """Return what there is here, for whoever is about to read files.

    Raises:
        SettingsError: the settings demand more.
    """
    found = protection()
    if settings.sandbox == "required" and not found.complete:
        raise SettingsError(
            f"FOOTNOTE_SANDBOX is “required”, but a file that takes over its parser {', and '.join(found.missing)}",
            "Use Linux 5.13 or later on x86-64 or AArch64, with Landlock and seccomp switched on, or unset it",
        )
    return found


def _missing() -> Iterator[str]:
    if landlock.version() == 0:
        yield "can read the files that you can read (this system has no Landlock)"
    if not seccomp.is_available():
        yield "can make any system call, to the network too (this system has no seccomp filters)"
