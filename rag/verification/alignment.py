"""Which words of the cited texts those of a sentence repeat, and how near the others come, by their token vectors."""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from difflib import SequenceMatcher

import numpy as np
import numpy.typing as npt

from index.encoding.encoder import Encoder, Encoding, FloatArray
from rag.english.words import Word

__all__ = ["TokenAligner", "align"]

_REMEMBERED = 128


def align(ours: Sequence[Word], theirs: Sequence[Word]) -> dict[int, int]:
    """Return which word of the cited text each word of a sentence repeats, by its place.

    The longest runs first (Ratcliff and Metzener 1988, as difflib has it); then what is left over, nearest to its
    neighbours' places.
    """
    places: dict[int, int] = {}
    matcher = SequenceMatcher(None, [w.term for w in ours], [w.term for w in theirs], autojunk=False)
    for mine, other, size in matcher.get_matching_blocks():
        places.update({mine + step: other + step for step in range(size)})
    used = set(places.values())
    for place, word in enumerate(ours):
        if place in places or not word.tells:
            continue
        same = [there for there, other in enumerate(theirs) if other.term == word.term and there not in used]
        if same:
            anchor = places.get(place - 1, places.get(place + 1, 0))
            places[place] = min(same, key=lambda there: abs(there - anchor))
            used.add(places[place])
    return places


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
