"""Which language a text is in. The only importer of py3langid."""

import functools
import io
import lzma
import re
from array import array
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from py3langid.langid import LanguageIdentifier

__all__ = ["asked_in", "language_of", "likeliest", "warm"]

_LOOKED_AT = 2_000
"""Characters that a guess is made from: more change nothing, and cost."""

_ROOM_FOR_ROWS = 5
_WORDS_OF_PROSE = 4
_ENOUGH_LETTERS = 200
_SURE = 0.9
"""So much text, and so sure a guess, overrule what a document says of itself: templates often say English."""

_FEW_LETTERS, _SOME_LETTERS = 20, 40
"""Of less text no guess is made; of few letters one must be more probable than of some."""

_LIKELY, _LIKELIER = 0.5, 0.7
"""How probable a guess must be. Of lists in English (parts, drugs, people, codes) the best guess has 0.05 to 0.3; of
702 sentences of 40 to 160 letters in four other languages one in a hundred has less than 0.5."""

_ENGLISH_LEAD = 5.0
"""Of 1,275 English questions among documents in eleven languages, 5 were taken for another, now 1; of 780 others, as
many as before (2)."""

_ASKED_IN = frozenset("de en es fr it ja nl pt zh".split())
_ASKED_LEAD = 10.0
"""Languages that people may ask in though no document is in them, and how much likelier than English one must be: none
of 5,118 English questions, many of a word or two, is taken for another then (at 5 three are), and 8 of 807 in six of
the other languages are taken for English (bench/kinds, bench/natural)."""

_ENGLISH_ALONE = frozenset(
    "the what which how does did who whom whose when where why were have there their this that these those with"
    " from should would could you your they them about before between because if and been being into than then"
    " while".split()
)
"""Words of English that are none of another language that people ask in, unless it cites a title or a name."""

_ENGLISH_SHARE = 0.12
"""The share of a text's words from which they show that it is in English, without a look at it by the model, which has
68 MB and takes half a second to load: so of 72 to 96 % of the English questions of sixteen sets (bench/kinds: 80), and
of none of 4,033 in nine other languages."""

_WORD = re.compile(r"[^\W\d_]+")

_NEEDS_PROOF = frozenset({"la"})
"""Latin is what drugs, plants and bones are named in: it must be a sure guess, of however much text."""

_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LETTERS_A_SIGN = 3
"""A sign of Chinese, Japanese or Korean says as much as about three letters."""

_TYPE_CODE = {2: "H", 4: "I", 8: "L"}
_SAME = {"nb": "no", "nn": "no", "wuu": "zh", "yue": "zh", "zxx": ""}
"""What stems alike, or is written alike; "zxx" is no language."""


def language_of(text: str, declared: str = "") -> str:
    """Return the ISO 639 code of a document's language; empty when neither it nor the document tells.

    Args:
        text: of the document.
        declared: the code that the document gives, or nothing.
    """
    start = _prose(text[: _ROOM_FOR_ROWS * _LOOKED_AT])[:_LOOKED_AT]
    letters = sum(character.isalpha() for character in start)
    letters += (_LETTERS_A_SIGN - 1) * len(_DENSE.findall(start))
    if letters < _FEW_LETTERS or (declared and letters < _ENOUGH_LETTERS):
        return declared
    found, probability = _ranked(start)[0]
    return found if probability >= _needed(found, letters, declared) else declared


def _needed(guess: str, letters: int, declared: str) -> float:
    """Return how probable a guess must be to be believed."""
    if declared or guess in _NEEDS_PROOF:
        return _SURE
    return _LIKELY if letters >= _SOME_LETTERS else _LIKELIER


def _prose(text: str) -> str:
    """Return the text without cells of tables that are too short to be in a language, such as names."""
    if " | " not in text:
        return text
    parts = (part for line in text.split("\n") for part in (line.split(" | ") if " | " in line else [line]))
    return "\n".join(part for part in parts if len(part.split()) >= _WORDS_OF_PROSE)


def asked_in(text: str, among: Collection[str]) -> str:
    """Return which language a question is in: one of the documents', or one that people ask about any in.

    Args:
        text: the question.
        among: ISO 639 codes of the documents' languages; may be empty.
    """
    return likeliest(text, _ASKED_IN.union(among), _ASKED_LEAD)


def likeliest(text: str, among: Collection[str], lead: float = _ENGLISH_LEAD) -> str:
    """Return which of some languages a short text is in; of only one, that, without a look at the text.

    Where English is one of them, another must be much likelier: bare names and catchwords look like anything.

    Args:
        text: such as a question.
        among: ISO 639 codes; at least one.
        lead: how many times as likely as English another must be.
    """
    if len(among) == 1:
        return next(iter(among))
    if "en" in among and _is_plainly_english(text):
        return "en"
    found = {code: probability for code, probability in _ranked(text) if code in among}
    best = max(found, key=lambda code: found[code], default=min(among))
    return "en" if found.get("en", 0.0) * lead > found.get(best, 0.0) else best


def _is_plainly_english(text: str) -> bool:
    """Tell whether words show that a text is in English; capital letters inside of it are titles' and names'."""
    words = _WORD.findall(text)
    found = sum(word.lower() in _ENGLISH_ALONE for place, word in enumerate(words) if not place or word.islower())
    return found > _ENGLISH_SHARE * len(words)


def warm() -> None:
    """Load the model, so that the first question need not wait for it."""
    _identifier()


def _ranked(text: str) -> list[tuple[str, float]]:
    """Return codes and probabilities, the likeliest first; what is written alike is one."""
    found: dict[str, float] = {}
    for code, probability in _identifier().rank(text):
        same = _SAME.get(code, code)
        found[same] = found.get(same, 0.0) + probability
    return sorted(found.items(), key=lambda item: -item[1])


@functools.cache
def _identifier() -> "LanguageIdentifier":
    """Return langid's model (Lui and Baldwin 2012), which takes a second to load.

    Its own loader unpacks it into a temporary file, without which nothing could be asked where a disk is full.
    """
    import numpy as np
    from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

    packed = Path(MODEL_DIR, MODEL_FILE).read_bytes()
    with np.load(io.BytesIO(lzma.decompress(packed)), allow_pickle=False) as model:
        return LanguageIdentifier(
            model["ptc"],
            model["pc"],
            model["classes"].tolist(),
            _whole_numbers(model["nextmove"]),
            model["out_feat"].tolist(),
            norm_probs=True,
            tk_row=_whole_numbers(model["nextmove_row"]),
        )


def _whole_numbers(values: "npt.NDArray[np.unsignedinteger[Any]]") -> "array[int]":
    """Return unsigned numbers as the standard library has them, which gives each of them sooner."""
    return array(_TYPE_CODE[values.dtype.itemsize], values.tobytes())
