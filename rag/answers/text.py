"""An answer and its passages as plain text, for terminals and for ``print``."""

import json
from collections.abc import Iterator

from index.hardening.legibility import visible
from rag.answers.answer import Answer
from rag.answers.place import Passage, Place
from rag.answers.view import Abstention, AnswerView, Footnote, Label, Side, view

__all__ = ["answer_text", "passage_text"]


def answer_text(answer: Answer) -> str:
    """Return an answer with its marks, then its footnotes; of an abstention the reason and the closest passages.

    Where the question was put so that it stands alone, that comes first.
    """
    shown = view(answer)
    looked_up = [f"{Label.LOOKED_UP}: {shown.looked_up}"] if shown.looked_up else []
    said = _abstained(shown.abstention) if shown.abstention else "\n\n".join(_paragraphs(shown))
    return visible("\n\n".join([*looked_up, said]))


def passage_text(number: int, passage: Passage) -> str:
    """Return a passage with its number."""
    text = " ".join(passage.text.split())
    same = f"\n   The same in {', '.join(copy.source for copy in passage.copies)}" if passage.copies else ""
    return visible(f"{number}. {passage.title}{_day(passage)}  ({passage.score:.3f})\n   {text}{same}")


def _abstained(abstention: Abstention) -> str:
    lines = [abstention.words, abstention.reason, ""]
    lines += [f"{Label.CLOSEST}:"] if abstention.closest else []
    closest = enumerate(abstention.closest, start=1)
    return "\n".join([*lines, *(passage_text(number, passage) for number, passage in closest)]).rstrip()


def _paragraphs(shown: AnswerView) -> Iterator[str]:
    yield "".join(f"{each.gap}{each.text} {_marks(each.footnotes)}" for each in shown.sentences)
    if shown.writing:
        yield shown.writing
    if shown.unanswered:
        yield f"{Label.NOT_SAID}: {', '.join(f'“{part}”' for part in shown.unanswered)}"
    for conflict in shown.conflicts:
        yield f"{Label.DISAGREEMENT}: {' · '.join(map(_side, conflict))}"
    yield "\n".join(map(_footnote, shown.footnotes))


def _footnote(footnote: Footnote) -> str:
    citation = footnote.citation
    page = f", page {citation.page}" if citation.page else ""
    return (
        f"[{footnote.number}] {citation.title}{_day(citation)}\n"
        f"    {json.dumps(citation.quote, ensure_ascii=False)}\n"
        f"    {citation.source}{page}, characters {citation.start}–{citation.end}"
    )


def _marks(footnotes: tuple[Footnote, ...]) -> str:
    return "".join(f"[{footnote.number}]" for footnote in footnotes)


def _side(side: Side) -> str:
    citation = side.footnote.citation
    return f"{side.value} ({citation.title}{_day(citation)})"


def _day(place: Place) -> str:
    return f", {place.published_at[:10]}" if place.published_at else ""
