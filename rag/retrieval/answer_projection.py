"""What brings the vector of a question near to those of the sentences that answer it, in any language."""

import io
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from index.encoding.encoder import FloatArray, unit_rows

__all__ = ["AnswerProjection", "shipped_projection"]

_FILE = "data/answer_projection.npz"


@dataclass(frozen=True, slots=True, eq=False)
class AnswerProjection:
    """Moves the vectors of questions, and those of sentences, so that what answers lies near what is asked.

    Vectors of sentences say what a sentence means, and one that answers does not mean what the question does. Both are
    moved by an addition of low rank, which was learned (``fit_meaning``); sentences of all languages lie in one space,
    and so what is learned in one helps in the others.

    Attributes:
        question: (dim, rank) and (rank, dim), whose product moves a question.
        sentence: the same for a sentence.
        weights: (4,) of the moved vectors' cosine, of the cosine as it comes, and of that of the sentences around.
        learned_from: names of the question sets.
    """

    question: tuple[FloatArray, FloatArray]
    sentence: tuple[FloatArray, FloatArray]
    weights: FloatArray
    learned_from: tuple[str, ...] = ()

    def nearness(self, question: FloatArray, sentences: FloatArray) -> FloatArray:
        """Return how near each of a passage's sentences comes to answering, (n,), about as large as a cosine.

        Args:
            question: (dim,) of unit norm.
            sentences: (n, dim) of unit norm, in the order of the passage.
        """
        moved = unit_rows(question[None] + question[None] @ self.question[0] @ self.question[1])[0]
        answers = unit_rows(sentences + sentences @ self.sentence[0] @ self.sentence[1])
        cosines = sentences @ question
        padded = np.pad(cosines, 1)
        seen = np.stack([answers @ moved, cosines, padded[:-2], padded[2:]])
        total: FloatArray = (self.weights / self.weights[0]) @ seen
        return total


@cache
def shipped_projection() -> AnswerProjection:
    """Return the one that comes with Footnote."""
    with np.load(io.BytesIO(files("rag").joinpath(_FILE).read_bytes()), allow_pickle=False) as file:
        arrays = {name: file[name].astype(np.float32) for name in file.files if name != "learned_from"}
        return AnswerProjection(
            (arrays["question.down"], arrays["question.up"]),
            (arrays["sentence.down"], arrays["sentence.up"]),
            arrays["weights"],
            tuple(map(str, file["learned_from"])),
        )
