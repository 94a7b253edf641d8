"""Every error that Footnote raises on purpose, rooted in one class.

    FootnoteError
    ├── DocumentError            a file or record cannot become a document
    │   ├── UnsupportedFormat    no parser reads this kind of file
    │   ├── UnreadableDocument   the bytes are not what the name promises, or cannot be read
    │   ├── EmptyDocument        it was read, and there is no text in it
    │   └── PictureTooSlow       a page of it takes too long to be drawn
    ├── DocumentNotFound         no document, or no such version, has this id
    ├── DocumentConflict         another document is in its place, and stays there
    ├── EncoderError             the encoder cannot be made or run
    ├── SettingsError            a setting cannot be used
    ├── JobNotFound              no upload has this id, or it ended long ago
    ├── JobEnded                 an upload that is done or has failed cannot be cancelled
    ├── Abandoned                the process ended each time that it was at work on an upload
    ├── StorageFull              the disk has no room for what is sent
    ├── Busy                     as much is at work as the settings allow
    ├── Unexpected               a mistake of Footnote's own
    └── StoreError               the index as a whole
        ├── IndexMissing         there is no index in that folder
        ├── IndexGone            it was removed or replaced since it was opened
        ├── EncoderMismatch      it was built with another encoder
        ├── IndexLocked          another process is writing to it
        ├── IndexUnwritable      the disk is full, or nothing may be written there
        ├── IndexUnreachable     the PostgreSQL server that holds it cannot be reached
        ├── EngineUnreachable    the search engine that servers share cannot be used
        └── IndexDamaged         the tables, which are the truth, cannot be read

The layers above add their own under the same root (``rag.errors``, ``web.errors.tree``); what each is over HTTP is in
one table (``web.errors.problems``), which a test proves complete.
"""

__all__ = [
    "Abandoned",
    "Busy",
    "DocumentConflict",
    "DocumentError",
    "DocumentNotFound",
    "EmptyDocument",
    "EncoderError",
    "EncoderMismatch",
    "EngineUnreachable",
    "FootnoteError",
    "IndexDamaged",
    "IndexGone",
    "IndexLocked",
    "IndexMissing",
    "IndexUnreachable",
    "IndexUnwritable",
    "JobEnded",
    "JobNotFound",
    "PictureTooSlow",
    "SettingsError",
    "StorageFull",
    "StoreError",
    "Unexpected",
    "UnreadableDocument",
    "UnsupportedFormat",
]


class FootnoteError(Exception):
    """Something went wrong that the user can do something about.

    What it quotes may come from anywhere: half of a surrogate pair, which UTF-8 cannot hold, is told by its number.

    Args:
        problem: what happened, one sentence without a full stop at the end.
        remedy: what to do about it, one imperative sentence without a full stop at the end.
    """

    def __init__(self, problem: str, remedy: str) -> None:
        self.problem, self.remedy = map(_encodable, (problem, remedy))
        super().__init__(f"{self.problem}. {self.remedy}.")


def _encodable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()


class DocumentError(FootnoteError):
    """A file or record cannot become a document."""


class UnsupportedFormat(DocumentError):
    """No parser reads this kind of file."""


class UnreadableDocument(DocumentError):
    """The bytes are not what the name promises, or cannot be read."""


class EmptyDocument(DocumentError):
    """The document was read, and there is no text in it."""


class PictureTooSlow(DocumentError):
    """A page takes more time or computing to be drawn than is given to it."""


class DocumentNotFound(FootnoteError):
    """No document, or no such version of it, has this id."""


class DocumentConflict(FootnoteError):
    """Another document, which came another way, is in the place of the one that is to come or to come back."""


class EncoderError(FootnoteError):
    """The encoder cannot be made or run."""


class SettingsError(FootnoteError):
    """A setting in the environment or in the settings file cannot be used."""


class JobNotFound(FootnoteError):
    """No upload has this id, or it ended long ago."""


class JobEnded(FootnoteError):
    """An upload that is done or has failed cannot be cancelled."""


class Abandoned(FootnoteError):
    """The process ended each time that it was at work on an upload."""


class StorageFull(FootnoteError):
    """The disk has no room for what is sent."""


class Busy(FootnoteError):
    """As much is at work as the settings allow."""


class Unexpected(FootnoteError):
    """A mistake of Footnote's own, whose trace is in the server's log."""

    def __init__(
        self,
        problem: str = "Footnote could not do this because of a mistake of its own",
        remedy: str = "Look into the server's log",
    ) -> None:
        super().__init__(problem, remedy)


class StoreError(FootnoteError):
    """The index as a whole cannot do what was asked."""


class IndexMissing(StoreError):
    """There is no index in that folder."""


class IndexGone(StoreError):
    """The index was removed or replaced while it was open."""


class EncoderMismatch(StoreError):
    """The index was built with another encoder."""


class IndexLocked(StoreError):
    """Another process is writing to the index."""


class IndexDamaged(StoreError):
    """The tables, which are the truth, cannot be read."""


class IndexUnreachable(StoreError):
    """The PostgreSQL server that holds the index cannot be reached."""


class EngineUnreachable(StoreError):
    """The search engine that servers share cannot be used."""


class IndexUnwritable(StoreError):
    """The disk is full, or nothing may be written there; what is in the index stays as it is."""
