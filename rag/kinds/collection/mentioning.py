"""Which documents mention something, all of them, and the sentence in which each does."""

from collections.abc import Mapping, Sequence

from index.search.analysis import analyse, words
from index.storage.records import ChunkRow, DocumentSummary
from index.store import Index
from index.text.headings import innermost
from rag.english.word_lists import FUNCTION_WORDS, HONORIFICS
from rag.evidence.leads import lead_row, lead_spans
from rag.evidence.sentences import Evidence, unscored
from rag.investigation.investigator import Investigator
from rag.investigation.query import Query
from rag.kinds.collection.documents_by_words import by_language

__all__ = ["mentioning", "near_in_meaning"]

_WHOLE_SENTENCE = 5
"""Words from which a sentence is more than a heading or an entry."""

_BETWEEN = 3
"""Words that may stand between those of a subject: “the budget of the new museum” mentions the museum's budget."""


_VERIFIED = 500
"""Documents whose sentences are read; of more, those count that have all words in one chunk."""

_RELEVANT = -2.5
_NEAR = 0.75
"""The reader's logit, and the MaxSim of its passage, from which a sentence speaks of a subject whose words it does not
have. Of 30 subjects whose words two collections of nine documents do not have, the seven that are there in other words
(pets: dogs) were found and none of the other 23 (zebras, burglary); the bounds were chosen on these."""


def mentioning(index: Index, subject: str, documents: Sequence[DocumentSummary]) -> dict[str, Evidence | None]:
    """Return the documents that mention a subject, by id, with a sentence that does; None where only a title does.

    A document mentions what stands in one of its sentences, title and headings included, in whatever form of its words;
    only where no document does, what stands in one chunk.

    Args:
        index: within one snapshot.
        subject: words.
        documents: the only ones to look through.
    """
    found: dict[str, Evidence | None] = {}
    near: dict[str, Evidence | None] = {}
    for language, some in by_language(documents).items():
        terms = _terms(subject, language)
        chunks = _chunks_with_all(index, terms, [each.id for each in some])
        for identity, ids in list(chunks.items()):
            if len(chunks) > _VERIFIED:
                found[identity] = None
                continue
            exact, piece = _sentence(index, terms, language, ids)
            (found if exact else near)[identity] = piece
    return found or near


def _chunks_with_all(index: Index, terms: Sequence[str], document_ids: Sequence[str]) -> Mapping[str, list[int]]:
    """Return the chunks that have every one of some terms, ascending, by document."""
    allowed = frozenset(document_ids)
    # To look among most documents takes longer than to look among all.
    among = None if len(allowed) > index.documents.count() / 2 else document_ids
    common: set[int] | None = None
    for term in terms:
        most = 2 * index.search.document_frequency(term)
        have = {identity for identity, _ in index.search.lexical([term], most, among)} if most else set()
        common = have if common is None else common & have
    found: dict[str, list[int]] = {}
    for identity, document in index.chunks.documents_of(sorted(common or ())).items():
        if document in allowed:
            found.setdefault(document, []).append(identity)
    return found


def _sentence(index: Index, terms: Sequence[str], language: str, ids: Sequence[int]) -> tuple[bool, Evidence | None]:
    """Return whether a sentence has all terms, with its title and heading, and what is best to quote.

    That is a sentence with all of the terms, no short one where a longer has them; else a heading that has them; else
    what has most of them.
    """
    rows = sorted(index.chunks.get(ids).values(), key=lambda row: row.start)
    best: tuple[tuple[int, bool], Evidence | None] = ((0, False), None)
    exact = False
    for row in rows:
        above = set(analyse(f"{row.title} {row.heading}", language))
        text = index.chunks.text(row)
        for start, end in row.sentences:
            own = analyse(text[start - row.start : end - row.start], language)
            met = set(own).intersection(terms)
            together = len(met) == len(terms) and _stand_together(own, terms)
            exact = exact or together or (len(met) < len(terms) and met.union(above).issuperset(terms))
            rank = len(met) + together, len(own) >= _WHOLE_SENTENCE
            if met and rank > best[0]:
                best = rank, unscored(row, start, end)
        if best[0] == (len(terms) + 1, True):
            break
    if best[0][0] < len(terms) and (heading := _heading(index, terms, language, rows)):
        return True, heading
    return exact, best[1]


def _terms(subject: str, language: str) -> tuple[str, ...]:
    """Return the terms of a subject, each once, without words that say nothing by themselves where others do.

    Nor does “Mr” before a name: what a letter says of Mr Finch, a form may say of Harold Finch.
    """
    spans = [subject[start:end] for start, end in words(subject)]
    telling = [word for word in spans if language != "en" or word.lower() not in FUNCTION_WORDS | HONORIFICS]
    return tuple(dict.fromkeys(analyse(" ".join(telling or spans), language)))


def _stand_together(own: Sequence[str], terms: Sequence[str]) -> bool:
    """Tell whether all of some terms stand in a short stretch of a sentence's terms."""
    places = [place for place, term in enumerate(own) if term in terms]
    reach = len(terms) + _BETWEEN
    return any(set(own[place : place + reach]).issuperset(terms) for place in places)


def _heading(index: Index, terms: Sequence[str], language: str, rows: Sequence[ChunkRow]) -> Evidence | None:
    """Return the first heading that has all of the terms, alone or with those above it, and stands in the text."""
    for row in rows:
        if not set(analyse(row.heading, language)).issuperset(terms):
            continue
        spans, inner = lead_spans(index, row), innermost(row.heading)
        leads = [(0, spans.title, row.title), (1, spans.heading, inner)]
        met = [
            (len(set(analyse(words, language)).intersection(terms)), place, span)
            for place, span, words in leads
            if span
        ]
        most, place, best = max(met, key=lambda lead: lead[0], default=(0, 0, None))
        if most and best:
            return unscored(lead_row(row, best, place), *best)
    return None


def near_in_meaning(
    investigator: Investigator, query: Query, subject: str, documents: Sequence[DocumentSummary]
) -> dict[str, Evidence | None]:
    """Return the documents that speak of a subject in other words, by id, each with the sentence that comes nearest.

    Args:
        investigator: within one snapshot of its index.
        query: whose filters hold.
        subject: words that no document has.
        documents: the only ones that count.
    """
    allowed = {each.id for each in documents}
    found = investigator.investigate(query.reworded(subject))
    maxsim = {candidate.row.id: candidate.scores.maxsim for candidate in found.found.candidates}
    near: dict[str, Evidence | None] = {}
    for piece in found.evidence:
        is_read = piece.relevance is not None and piece.relevance >= _RELEVANT
        if is_read and maxsim.get(piece.row.id, 0.0) >= _NEAR and piece.row.document_id in allowed:
            near.setdefault(piece.row.document_id, unscored(piece.row, piece.start, piece.end))
    return near
