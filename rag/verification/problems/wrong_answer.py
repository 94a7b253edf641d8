"""Whether a sentence answers its question with other words than the cited ones do."""

from collections.abc import Sequence

from rag.english.words import Word, read_words
from rag.reading.cross_encoder import Reader

__all__ = ["other_answer"]

_FARTHEST = 2.5
"""How far what it answers with may be behind the likeliest answer, in log odds: no right answer of the even half of
squad2 and xquad is farther, and 4 of 9 wrong ones are."""

_REPEATS = 0.5
"""Share of the question that a sentence must repeat to be taken for its answer."""

_MOST_NEW = 8


def other_answer(
    reader: Reader, question: Sequence[Word], asked: str, ours: Sequence[Word], cited: Sequence[str]
) -> list[str]:
    """Return a problem where the cited words answer the question with something else.

    “The fair takes place in Bergen” names Bergen, as the cited words do: but as where its founder is from.

    Args:
        reader: knows English.
        question: its words.
        asked: its text.
        ours: the sentence's words.
        cited: texts; the answer is looked for in the one that has most of the sentence's words.
    """
    subject = {word.term for word in question if word.tells}
    said = {word.term for word in ours if word.tells}
    new = said - {word.term for word in question}
    if not subject or not new or len(new) > _MOST_NEW or len(said & subject) < _REPEATS * len(subject):
        return []
    read = [(text, read_words(text)) for text in cited]
    text, words = max(read, key=lambda pair: len(said & {word.term for word in pair[1]}))
    spans = [(word.start, word.end) for word in words if word.term in new]
    if spans and reader.margin(asked, text, spans) > _FARTHEST:
        return ["the cited words answer the question with something else"]
    return []
