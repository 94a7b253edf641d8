"""How near the words of a sentence come to those of the texts that it cites, by their token vectors."""

import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from index.encoding.encoder import Encoder, Encoding, FloatArray
from rag.english.words import Word

__all__ = ["TokenAligner"]

_REMEMBERED = 128


class TokenAligner:
    """MaxSim (Khattab and Zaharia 2020, section 3.3), word by word; remembers the last texts; safe to share.

    Args:
        encoder: with token vectors.
    """

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: OrderedDict[str, Encoding] = OrderedDict()
        self._lock = threading.Lock()

    def cosines(self, sentence: str, words: Sequence[Word], texts: Sequence[str]) -> FloatArray:
        """Return, (words, texts), the mean over a word's tokens of the best cosine in each text.

        A word past what the encoder sees has 0.
        """
        ours = self._encoding(sentence)
        best = np.stack([_best(ours.tokens, self._encoding(text).tokens) for text in texts], axis=1)
        found = np.zeros((len(words), len(texts)), np.float32)
        for number, word in enumerate(words):
            inside = (ours.spans[:, 0] < word.end) & (ours.spans[:, 1] > word.start)
            if inside.any():
                found[number] = best[inside].mean(axis=0)
        return found

    def _encoding(self, text: str) -> Encoding:
        with self._lock:
            if text in self._known:
                self._known.move_to_end(text)
                return self._known[text]
        made = self._encoder.encode_passages([text])[0]  # outside the lock: two may make the same, and no one waits
        with self._lock:
            self._known[text] = made
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return made


def _best(ours: FloatArray, theirs: FloatArray) -> npt.NDArray[np.float32]:
    similar: npt.NDArray[np.float32] = (ours @ theirs.T).max(axis=1)
    return similar
