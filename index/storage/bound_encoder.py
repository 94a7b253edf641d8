"""The encoder of an index, which has one for all its life."""

import threading

from index.address import Location
from index.encoding.encoder import BUNDLED, Encoder
from index.encoding.load import load_encoder
from index.errors import EncoderMismatch
from index.storage.databases.database import Database

__all__ = ["BoundEncoder"]


class BoundEncoder:
    """The encoder that an index was made with, or is to be made with; loaded when something has to be encoded.

    Args:
        place: of the index.
        database: its truth.
        chosen: an encoder or the name of one; by default the one that the index was made with, or the bundled.

    Raises:
        EncoderMismatch: the index was made with an encoder of another name.
    """

    def __init__(self, place: Location, database: Database, chosen: Encoder | str | None) -> None:
        made_with = database.meta("encoder")
        self._place, self._database = place, database
        self._encoder: Encoder | str = chosen or made_with or BUNDLED
        self._checked = False
        self._loading = threading.Lock()
        if made_with and made_with != self.name:
            raise self._mismatch(made_with, self.name)

    @property
    def name(self) -> str:
        """Its name, without loading it."""
        return self._encoder if isinstance(self._encoder, str) else self._encoder.name

    @property
    def fingerprint(self) -> str:
        """That of the encoder which the index was made with; empty as long as nothing is in it."""
        return self._database.meta("fingerprint") or ""

    def loaded(self) -> Encoder:
        """Return the encoder, loaded the first time.

        Raises:
            EncoderError: it cannot be loaded.
            EncoderMismatch: it has changed since the index was made.
        """
        with self._loading:
            if isinstance(self._encoder, str):
                self._encoder = load_encoder(self._encoder)
            if not self._checked:
                made_with = self.fingerprint
                if made_with and made_with != self._encoder.fingerprint:
                    was = f"{self._encoder.name} ({made_with[:12]})"
                    raise self._mismatch(was, f"{self._encoder.name} ({self._encoder.fingerprint[:12]})")
                self._checked = True
            return self._encoder

    def bind(self) -> None:
        """Remember which encoder the vectors are from, before the first of them are written."""
        encoder = self.loaded()
        with self._database.noting() as connection:
            connection.executemany(
                "INSERT INTO meta VALUES (?, ?) ON CONFLICT DO NOTHING",
                [("encoder", encoder.name), ("fingerprint", encoder.fingerprint), ("dim", str(encoder.dim))],
            )

    def _mismatch(self, was: str, now: str) -> EncoderMismatch:
        return EncoderMismatch(
            f"The index in {self._place} was made with the encoder {was}, not {now}",
            "Open it with that encoder, or make a new index with “footnote index PATH --index NEW_FOLDER”",
        )
