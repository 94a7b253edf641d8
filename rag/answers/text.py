"""An answer and its passages as plain text, for terminals and for ``print``."""

import json
from collections.abc import Iterator

from index.hardening.legibility import visible
from rag.answers.answer import Answer
from rag.answers.place import Citation, Passage, Place
from rag.answers.view import (
    Abstention,
    AnswerView,
    Footnote,
    GroupView,
    Label,
    Layout,
    NearestView,
    SentenceView,
    Side,
    view,
)

__all__ = ["answer_text", "passage_text"]


def answer_text(answer: Answer) -> str:
    """Return an answer with its marks, then its footnotes; of an abstention the reason, and what comes closest.

    Where the question was put so that it stands alone, that comes first.
    """
    shown = view(answer)
    looked_up = [f"{Label.LOOKED_UP}: {shown.looked_up}"] if shown.looked_up else []
    said = _abstained(shown.abstention) if shown.abstention else "\n\n".join(_paragraphs(shown))
    return visible("\n\n".join([*looked_up, said]))


def passage_text(number: int, passage: Passage) -> str:
    """Return a passage with its number."""
    return _passage(number, passage, passage.text)


def _passage(number: int, passage: Passage, words: str) -> str:
    text = " ".join(words.split())
    same = f"\n   The same in {', '.join(copy.source for copy in passage.copies)}" if passage.copies else ""
    return visible(f"{number}. {passage.title}{_day(passage)}  ({passage.score:.3f})\n   {text}{same}")


def _abstained(abstention: Abstention) -> str:
    lines = [abstention.words, *([abstention.reason] if abstention.reason else []), ""]
    if abstention.nearest:
        lines += [f"{Label.NEAREST}:", *map(_nearest, abstention.nearest)]
    elif abstention.closest:
        closest = enumerate(abstention.closest, start=1)
        lines += [f"{Label.CLOSEST}:", *(_passage(number, each, each.excerpt) for number, each in closest)]
    return "\n".join(lines).rstrip()


def _nearest(sentence: NearestView) -> str:
    """Return a sentence, the words that the question meets between asterisks, with where it stands."""
    words = "".join(f"*{text}*" if is_met else text for text, is_met in sentence.pieces)
    places = (
        f"    {each.citation.title}{_day(each.citation)} · {_where(each.citation)}" for each in sentence.footnotes
    )
    return "\n".join([f"[{sentence.footnotes[0].number}] {words}", *places])


def _paragraphs(shown: AnswerView) -> Iterator[str]:
    yield from _said(shown)
    if shown.writing:
        yield shown.writing
    if shown.unanswered:
        yield f"{Label.NOT_SAID}: {', '.join(f'“{part}”' for part in shown.unanswered)}"
    for conflict in shown.conflicts:
        yield f"{conflict.label}: {' · '.join(map(_side, conflict.sides))}"
    yield "\n".join(_footnote(each, quoted=not shown.is_said(each)) for each in shown.footnotes)


def _said(shown: AnswerView) -> Iterator[str]:
    """Yield the paragraphs of the lead and the sentences."""
    if shown.layout is Layout.PROSE:
        yield shown.lead + "".join(each.gap + _sentence(each) for each in shown.sentences)
        return
    if shown.lead:
        yield shown.lead
    if shown.layout is Layout.DOCUMENTS:
        yield "\n".join(f"- {each.heading and f'{each.heading}: '}{_in_a_line(each)}" for each in shown.groups)
        return
    for group in shown.groups:
        opening = " ".join(map(_sentence, group.opening))
        items = "\n".join([*([opening] if opening else []), *map(_item, group.sentences)])
        words = _in_a_line(group) if shown.layout is Layout.SECTIONS else items
        yield f"{group.heading}\n{words}" if group.heading else words


def _in_a_line(group: GroupView) -> str:
    return " ".join(map(_sentence, group.sentences))


def _item(sentence: SentenceView) -> str:
    return f"{'' if sentence.has_mark else '- '}{_sentence(sentence)}"


def _sentence(sentence: SentenceView) -> str:
    return f"{sentence.text} {_marks(sentence.footnotes)}"


def _footnote(footnote: Footnote, *, quoted: bool) -> str:
    citation = footnote.citation
    quote = [f"    {json.dumps(citation.quote, ensure_ascii=False)}"] if quoted else []
    return "\n".join([f"[{footnote.number}] {citation.title}{_day(citation)}", *quote, f"    {_where(citation)}"])


def _where(citation: Citation) -> str:
    page = f", page {citation.page}" if citation.page else ""
    return f"{citation.source}{page}, characters {citation.start}–{citation.end}"


def _marks(footnotes: tuple[Footnote, ...]) -> str:
    return "".join(f"[{footnote.number}]" for footnote in footnotes)


def _side(side: Side) -> str:
    citation = side.footnote.citation
    return f"{side.value} ({citation.title}{_day(citation)})"


def _day(place: Place) -> str:
    return f", {place.published_at[:10]}" if place.published_at else ""
