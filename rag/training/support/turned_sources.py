"""Ways to make a cited sentence deny or doubt what it said, so that what repeats it without that goes too far."""

import re
from collections.abc import Callable, Sequence

from rag.english.word_lists import FINITE_BE, any_of
from rag.training.support.corruptions import Scene, negated

__all__ = ["TURNED"]

_BE = re.compile(rf"\b({any_of(FINITE_BE)})\b(?! not| n)")
_MAY_BE = {"is": "be", "are": "be", "was": "have been", "were": "have been"}
_MODALS = ("may", "might")
_HAD = re.compile(r"\b(has|have|had|will|is|are|was|were)\b(?! not| n)")
_ADVERBS = ("possibly", "reportedly", "probably", "allegedly", "perhaps", "presumably", "apparently", "supposedly")
_DOUBTS = (
    "Rumour has it that ", "According to unconfirmed reports, ", "Some people claim that ", "It was once thought that ",
    "It has been suggested that ", "There are plans under which ", "Nobody could confirm that ", "It is not true that ",
)  # fmt: skip


def _doubted(scene: Scene) -> str:
    """Say that what is may be."""
    modal = _MODALS[scene.half]
    return _BE.sub(lambda found: f"{modal} {_MAY_BE[found[1]]}", scene.sentence, count=1)


def _hedged(scene: Scene) -> str:
    """Put an adverb of doubt behind the first verb that takes one."""
    adverb = scene.chance.choice(_ADVERBS[scene.half :: 2])
    return _HAD.sub(lambda found: f"{found[1]} {adverb}", scene.sentence, count=1)


def _hearsay(scene: Scene) -> str:
    """Put in front that somebody else says so, or that it is not so."""
    first = scene.sentence.split()[0]
    common = first.lower() in {"the", "a", "an", "in", "it", "he", "she", "they", "this", "these", "there", "by", "at"}
    rest = scene.sentence[0].lower() + scene.sentence[1:] if common else scene.sentence
    return scene.chance.choice(_DOUBTS[scene.half :: 2]) + rest


TURNED: Sequence[tuple[str, Callable[[Scene], str]]] = (
    ("denial left out", negated),
    ("possibility left out", _doubted),
    ("hedge left out", _hedged),
    ("hearsay left out", _hearsay),
)
"""What is wrong with the sentence beside its source, and the function that makes the source of it; what that returns is
the sentence itself, or empty, where there is nothing to change."""
