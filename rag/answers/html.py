"""An answer and its passages as HTML, for notebooks.

Text of documents is untrusted: it is escaped, makes no links, and is kept from being set as mathematics.
"""

import html
from collections.abc import Iterator, Sequence

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

__all__ = ["answer_html", "as_html", "boxed", "passages_html"]


def answer_html(answer: Answer) -> str:
    """Return an answer: sentences with marks, then the footnotes; of an abstention what comes closest."""
    shown = view(answer)
    looked_up = f"<p>{Label.LOOKED_UP}: {as_html(shown.looked_up)}</p>" if shown.looked_up else ""
    said = _abstained(shown.abstention) if shown.abstention else "".join(_paragraphs(shown))
    return boxed(looked_up + said)


def passages_html(passages: Sequence[Passage]) -> str:
    """Return passages as a numbered list."""
    return f"<ol>{''.join(_passage(each, each.text) for each in passages)}</ol>"


def boxed(inner: str) -> str:
    """Return HTML in the element that holds all that is shown of Footnote."""
    # Both names that MathJax knows for “leave this alone”.
    return f'<div class="footnote tex2jax_ignore mathjax_ignore">{inner}</div>'


def as_html(text: str) -> str:
    """Return text as HTML that shows it, shut off from the direction of what stands around it."""
    escaped = html.escape(visible(text))
    # An element of its own, so that no two delimiters of a formula stand in one run of text.
    for delimiter in ("$", "\\"):
        escaped = escaped.replace(delimiter, f"<span>{delimiter}</span>")
    return f"<bdi>{escaped}</bdi>"


def _abstained(abstention: Abstention) -> str:
    said = f"<p><b>{as_html(abstention.words)}</b> {as_html(abstention.reason)}</p>"
    if abstention.nearest:
        return f"{said}<p>{Label.NEAREST}:</p><ol>{''.join(map(_nearest, abstention.nearest))}</ol>"
    closest = "".join(_passage(each, each.excerpt) for each in abstention.closest)
    return f"{said}<p>{Label.CLOSEST}:</p><ol>{closest}</ol>" if closest else said


def _nearest(sentence: NearestView) -> str:
    words = "".join(f"<mark>{as_html(text)}</mark>" if is_met else as_html(text) for text, is_met in sentence.pieces)
    return f"<li>{words}{''.join(f'<br>{_where(footnote.citation)}' for footnote in sentence.footnotes)}</li>"


def _passage(passage: Passage, words: str) -> str:
    scored = f"<b>{as_html(passage.title)}</b>{_day(passage)} ({passage.score:.3f})"
    return f"<li>{scored}<br>{as_html(words)}{_same(passage)}</li>"


def _paragraphs(shown: AnswerView) -> Iterator[str]:
    yield from _said(shown)
    if shown.writing:
        yield f"<p><small>{as_html(shown.writing)}</small></p>"
    if shown.unanswered:
        yield f"<p>{Label.NOT_SAID}: {as_html(', '.join(f'“{part}”' for part in shown.unanswered))}</p>"
    for conflict in shown.conflicts:
        yield f"<p>{conflict.label}: {' · '.join(map(_side, conflict.sides))}</p>"
    yield f"<ol>{''.join(_footnote(each, quoted=not shown.is_said(each)) for each in shown.footnotes)}</ol>"


def _said(shown: AnswerView) -> Iterator[str]:
    """Yield the lead and the sentences, as they stand together."""
    lead = f"<b>{as_html(shown.lead)}</b>" if shown.lead else ""
    if shown.layout is Layout.PROSE:
        yield f"<p>{' '.join([*([lead] if lead else []), *map(_sentence, shown.sentences)])}</p>"
        return
    yield f"<p>{lead}</p>" if lead else ""
    if shown.layout is Layout.SIDES:
        heads = "".join(f"<th>{as_html(side.heading)}</th>" for side in shown.groups)
        sides = "".join(f"<td>{_items(side)}</td>" for side in shown.groups)
        yield f"<table><tr>{heads}</tr><tr>{sides}</tr></table>"
    elif shown.layout is Layout.DOCUMENTS:
        yield f"<ul>{''.join(f'<li>{_headed(each)}</li>' for each in shown.groups)}</ul>"
    elif shown.layout is Layout.SECTIONS:
        yield from (f"<p>{_headed(each, '<br>')}</p>" for each in shown.groups)
    else:
        for group in shown.groups:
            yield f"<p><b>{as_html(group.heading)}</b></p>" if group.heading else ""
            yield f"<p>{' '.join(map(_sentence, group.opening))}</p>" if group.opening else ""
            yield _items(group)


def _items(group: GroupView) -> str:
    return f"<ul>{''.join(map(_item, group.sentences))}</ul>"


def _item(sentence: SentenceView) -> str:
    bare = ' style="list-style: none"' if sentence.has_mark else ""
    return f"<li{bare}>{_sentence(sentence)}</li>"


def _headed(group: GroupView, gap: str = ": ") -> str:
    head = f"<b>{as_html(group.heading)}</b>{gap}" if group.heading else ""
    return head + " ".join(map(_sentence, group.sentences))


def _sentence(sentence: SentenceView) -> str:
    marks = "".join(f"[{footnote.number}]" for footnote in sentence.footnotes)
    return f"{as_html(sentence.text)}<sup>{marks}</sup>"


def _side(side: Side) -> str:
    citation = side.footnote.citation
    return f"{as_html(side.value)} ({as_html(citation.title)}{_day(citation)})"


def _footnote(footnote: Footnote, *, quoted: bool) -> str:
    quote = f"<q>{as_html(footnote.citation.quote)}</q><br>" if quoted else ""
    return f"<li>{quote}{_where(footnote.citation)}</li>"


def _where(citation: Citation) -> str:
    page = f", page {citation.page}" if citation.page else ""
    return (
        f"<small><b>{as_html(citation.title)}</b>{_day(citation)}{page}"
        f" · {as_html(citation.source)}, characters {citation.start}–{citation.end}</small>"
    )


def _same(passage: Passage) -> str:
    names = ", ".join(copy.source for copy in passage.copies)
    return f"<br><small>The same in {as_html(names)}</small>" if names else ""


def _day(place: Place) -> str:
    return f", {as_html(place.published_at[:10])}" if place.published_at else ""
