"""What is inside another file: the members of an archive, the attachments of a mail."""

from dataclasses import dataclass

from index.errors import UnreadableDocument

__all__ = ["Member"]


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a file.

    Attributes:
        name: its path in there, as written there; it never reaches the file system.
        data: its bytes.
        problem: why it has no bytes.
    """

    name: str
    data: bytes
    problem: UnreadableDocument | None = None
