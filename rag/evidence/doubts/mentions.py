"""Whether what a question names is mentioned where its answer would be: a neighbour's answer is none."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.storage.records import ChunkRow
from index.store import Index
from rag.evidence.doubts.named import Name, NameKind, close_names, is_mentioned, names
from rag.evidence.sentences import Evidence, quotes

__all__ = ["MOST_CONFIDENCE", "Missing", "look_up", "reason"]

MOST_CONFIDENCE = 0.02
"""How likely evidence answers at most where what the question names is not mentioned."""

_LOOKED_THROUGH = 20
"""Passages in which something close is looked for."""


@dataclass(frozen=True, slots=True)
class Missing:
    """What a question names and the document of the best evidence does not mention.

    Attributes:
        text: as asked.
        close: what the documents have that is close, as they write it.
        title: of the document, where another one may mention it; else empty.
    """

    text: str
    close: tuple[str, ...] = ()
    title: str = ""


def look_up(index: Index, question: str, evidence: Sequence[Evidence]) -> tuple[list[Evidence], tuple[Missing, ...]]:
    """Return evidence, that of passages which mention the codes and amounts asked about first, and what is missing.

    Within a passage, what speaks of another code or part comes last, and where the first evidence names the one asked
    about it goes: the row below is of another article. Missing is what the document of the first evidence mentions
    nowhere.

    Args:
        index: that the evidence is from.
        question: as asked.
        evidence: best first.
    """
    named = names(question)
    if not named or not evidence:
        return list(evidence), ()
    texts = {piece.row.id: index.chunks.headed_text(piece.row) for piece in evidence}
    wanted = [name for name in named if name.kind in (NameKind.CODE, NameKind.AMOUNT, NameKind.QUARTER)]
    count = {identity: sum(is_mentioned(name, text) for name in wanted) for identity, text in texts.items()}
    told = [name for name in named if name.kind not in (NameKind.YEAR, NameKind.QUARTER)]
    said = dict(zip(evidence, quotes(index, evidence), strict=True)) if told else {}
    strays = {piece for piece, words in said.items() if _names_another(told, words)}
    ordered = sorted(evidence, key=lambda piece: (-count[piece.row.id], piece in strays))
    if any(is_mentioned(name, said[ordered[0]]) for name in told):
        ordered = [piece for piece in ordered if piece not in strays]
    best = ordered[0].row
    missing = [name for name in named if not is_mentioned(name, texts[best.id])]
    if missing:
        whole = index.documents.get(best.document_id, best.version)
        words = f"{best.title}\n{whole.text}\n{best.published_at}"
        missing = [name for name in missing if not is_mentioned(name, words)]
    return ordered, tuple(_missing(index, name, best, list(texts.values())) for name in missing)


def reason(missing: Sequence[Missing]) -> str:
    """Return why there is no answer, one sentence for the reader."""
    title = missing[0].title
    here = [each for each in missing if each.title == title]
    close = tuple(dict.fromkeys(near for each in here for near in each.close))
    what = " or ".join(each.text for each in here)
    said = f"“{title}” does not mention {what}" if title else f"Nothing mentions {what}"
    return f"{said}; close: {', '.join(close)}." if close else f"{said}."


def _names_another(wanted: Sequence[Name], words: str) -> bool:
    """Tell whether words name a code or a part, and none of what is asked about."""
    if not any(name.kind in (NameKind.CODE, NameKind.PART) for name in names(words)):
        return False
    return not any(is_mentioned(name, words) for name in wanted)


def _missing(index: Index, name: Name, best: ChunkRow, texts: Sequence[str]) -> Missing:
    close = close_names(name, "\n".join(texts[:_LOOKED_THROUGH]))
    is_elsewhere = (
        name.kind is NameKind.PART
        or any(is_mentioned(name, text) for text in texts if name.kind is NameKind.QUARTER)  # in words, too
        or bool(index.search.lexical([name.term.lower()], 1))
    )
    return Missing(name.text, close, best.title if is_elsewhere else "")
