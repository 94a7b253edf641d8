"""What goes into the database and what comes out of it: frozen rows."""

from dataclasses import dataclass

from index.parse.structure.contents import Failure

__all__ = [
    "ChunkRow",
    "DocumentSummary",
    "DocumentVersion",
    "FileRecord",
    "LexicalRow",
]


@dataclass(frozen=True, slots=True)
class ChunkRow:
    """A stored chunk without its vectors and text, with what a passage says of its document.

    ``head`` is the span of the head of the table that it goes on with, and ``head_text`` its words.
    """

    id: int
    document_id: str
    version: int
    start: int
    end: int
    heading: str
    sentences: tuple[tuple[int, int], ...]
    title: str
    source: str
    published_at: str | None
    language: str
    tokens: bytes
    head: tuple[int, int] | None = None
    head_text: str = ""
    authors: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """That of the document; as ``DocumentSummary`` has it."""
        return _last_part(self.source)


@dataclass(frozen=True, slots=True)
class LexicalRow:
    """What the lexical index has of a chunk; ``heading`` with the head of the table that it goes on with."""

    id: int
    document_id: str
    title: str
    heading: str
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A current document as lists show it.

    ``added_at`` is when this version was stored, ISO 8601 in UTC; ``type`` is a word for its format, such as "pdf";
    ``language`` is an ISO 639 code, and empty when unknown; ``claimed_source`` is the source that the file itself says
    it has, which nobody has checked; ``authors`` are the names of who made it, as far as it says so.
    """

    id: str
    version: int
    title: str
    source: str
    published_at: str | None
    media_type: str
    characters: int
    chunks: int
    added_at: str
    tags: tuple[str, ...] = ()
    type: str = ""
    language: str = ""
    claimed_source: str = ""
    authors: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The last part of the source: a file's name, with what it is within an archive; empty for a folder's."""
        return _last_part(self.source)


@dataclass(frozen=True, slots=True)
class DocumentVersion:
    """One of a document's versions as a list shows it; ``added_at`` is when it was stored, ISO 8601 in UTC."""

    version: int
    title: str
    characters: int
    added_at: str
    current: bool


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file as it was when it was last read; whatever of it differs now, its bytes may differ too.

    Attributes:
        path: absolute, without links.
        size: in bytes.
        modified_ns: when its bytes were changed, by the file system's clock.
        changed_ns: when anything of it was changed.
        inode: its number in the file system.
        looked_at_ns: when it was looked at: a change right then may not show in the other times.
        sha256: of its bytes, in hex.
        document_ids: of what it gave.
        failures: why it gave no document, or which of the files in it gave none.
    """

    path: str
    size: int
    modified_ns: int
    changed_ns: int
    inode: int
    looked_at_ns: int
    sha256: str
    document_ids: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()


def _last_part(source: str) -> str:
    return source.rpartition("/")[2]
