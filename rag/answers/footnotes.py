"""The footnotes of an answer: its citations, numbered, and which of them stands behind each sentence."""

from dataclasses import dataclass

from rag.answers.answer import Answer, Citation

__all__ = ["AnswerView", "Footnote", "Numbering", "view"]


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


class Numbering:
    """Numbers the citations of one answer: each span once, in the order in which they come."""

    def __init__(self) -> None:
        self._numbered: dict[tuple[str, int, int, int], Footnote] = {}

    def footnote(self, citation: Citation) -> Footnote:
        """Return the footnote of a citation, which is that of an earlier one of the same span."""
        key = (citation.document_id, citation.version, citation.start, citation.end)
        return self._numbered.setdefault(key, Footnote(len(self._numbered) + 1, citation))

    @property
    def footnotes(self) -> tuple[Footnote, ...]:
        """All so far, in the order of their numbers."""
        return tuple(self._numbered.values())


def view(answer: Answer) -> AnswerView:
    """Number the citations of an answer in the order in which the sentences cite them."""
    numbering = Numbering()
    sentences = []
    position = 0
    for sentence in answer.sentences:
        marks = tuple(numbering.footnote(citation) for citation in sentence.citations)
        sentences.append((answer.answer[position : sentence.start], sentence.text, marks))
        position = sentence.end
    return AnswerView(answer, tuple(sentences), numbering.footnotes)
