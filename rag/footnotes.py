"""The footnotes of an answer: its citations, numbered, and which of them stands behind each sentence."""

from dataclasses import dataclass

from rag.answers import Answer, Citation

__all__ = ["AnswerView", "Footnote", "view"]


@dataclass(frozen=True, slots=True)
class Footnote:
    """A citation with its number in the answer, from 1."""

    number: int
    citation: Citation


@dataclass(frozen=True, slots=True)
class AnswerView:
    """An answer with its marks, as a reader sees it.

    Attributes:
        answer: the answer.
        sentences: each with the white space before it, its text, and the footnotes that its marks stand for.
        footnotes: in the order of their numbers.
    """

    answer: Answer
    sentences: tuple[tuple[str, str, tuple[Footnote, ...]], ...]
    footnotes: tuple[Footnote, ...]


def view(answer: Answer) -> AnswerView:
    """Number the citations of an answer: each span once, in the order in which the sentences cite them."""
    numbered: dict[tuple[str, int, int, int], Footnote] = {}
    sentences = []
    position = 0
    for sentence in answer.sentences:
        marks = []
        for citation in sentence.citations:
            key = (citation.document_id, citation.version, citation.start, citation.end)
            marks.append(numbered.setdefault(key, Footnote(len(numbered) + 1, citation)))
        sentences.append((answer.answer[position : sentence.start], sentence.text, tuple(marks)))
        position = sentence.end
    return AnswerView(answer, tuple(sentences), tuple(numbered.values()))
