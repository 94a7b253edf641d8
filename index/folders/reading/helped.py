"""The files of a plan are read by others, and it is kept account of what those brought in."""

from collections.abc import Sequence
from contextlib import closing

from index.documents import Origin
from index.errors import DocumentError
from index.folders.files import FoundFile
from index.folders.reading.helpers import Helpers
from index.folders.reading.ledger import Ledger
from index.store import Index

__all__ = ["HelpedReading"]

_NOTED_FILES = 64
"""So many files that others have done are remembered in one commit."""


class HelpedReading:
    """Has the files of a plan read elsewhere, as ``FileReader`` reads them here.

    Args:
        index: that they come into; nobody holds its write lock.
        ledger: of what each file gives.
        helpers: who read them.
        tags: given to every document beside those that it has.
        folder_tags: whether the names of the folders in which a file lies become its tags.
    """

    def __init__(
        self, index: Index, ledger: Ledger, helpers: Helpers, tags: Sequence[str], *, folder_tags: bool
    ) -> None:
        self._index, self._ledger, self._helpers = index, ledger, helpers
        self._tags, self._folder_tags = tags, folder_tags
        self._hashes = {found.source: sha256 for found, sha256 in ledger.plan.read}

    def read_all(self) -> bool:
        """Have every file read; tell whether all were. If not, the rest is to be planned anew."""
        ledger = self._ledger
        is_whole = self._read([found for found, _ in ledger.plan.read]) and self._read(ledger.heirs())
        ledger.writer.finish()
        if is_whole:
            ledger.remove_dropped()
        return is_whole

    def _read(self, files: Sequence[FoundFile]) -> bool:
        ledger, done = self._ledger, 0
        if not files:
            return True
        with closing(self._helpers.read(files, self._tags, folder_tags=self._folder_tags)) as outcomes:
            for done, (found, outcome) in enumerate(outcomes, start=1):
                had = ledger.begin(found)
                sha256 = self._hashes.get(found.source) or ledger.hash_of(found)
                if isinstance(outcome, DocumentError):
                    ledger.fail(found, sha256, had, outcome)
                else:
                    for document in outcome.documents:
                        ledger.origins[document.id] = (document.source, Origin("folder", found.source))
                        its_hash = self._index.documents.content_hash(document.id, document.version)
                        ledger.writer.count(document, its_hash)
                    # A file that was written to after it was hashed is not what was given away: the next run reads it.
                    read_again = outcome.sha256 != sha256
                    has = [document.id for document in outcome.documents]
                    ledger.end(found, "" if read_again else sha256, had, has, outcome.failures, outcome.skipped)
                ledger.report(ledger.writer.chunks)
                if done % _NOTED_FILES == 0:
                    ledger.writer.commit()
        return done == len(files)
