"""What two versions of one document, or two numbers of one series, say beside one another."""

import dataclasses
import re
from collections.abc import Mapping, Sequence, Set

import numpy as np

from index.encoding.encoder import FloatArray
from index.search.analysis import analyse
from index.storage.records import DocumentSummary
from index.store import Index
from index.text.forms.dates import YEAR
from rag.english.comparatives import measured_by
from rag.english.numbered_periods import numbered_periods
from rag.english.word_lists import BASE_FORMS, WRITTEN_THINGS
from rag.english.words import read_words, without_possessive
from rag.evidence.sentences import Evidence, find
from rag.evidence.tables.heads import head_of
from rag.investigation.found import Investigation
from rag.investigation.investigator import Investigator
from rag.investigation.query import Query
from rag.kinds.answer_kind import names_apart
from rag.kinds.comparison.rows.tables_compared import tables_compared
from rag.kinds.comparison.side_evidence import SideFound
from rag.kinds.comparison.versions.meant import NOT_OF_WHICH, series_name, versions_meant
from rag.kinds.overview.asked.focus import beyond_name
from rag.kinds.overview.asked.named import name_terms
from rag.kinds.overview.document_text import DocumentText, read_document
from rag.kinds.overview.quoting import quoted
from rag.retrieval.question import Question

__all__ = ["versions_compared"]

_ALIKE = 0.6
"""Cosine from which two sentences speak of the same."""

_SAME_SECTION = 0.15
"""What counts beside the cosine where two sentences stand under the same heading."""

_ENOUGH = 0.5
"""The share of what is asked about that a sentence, with its heading, has at least."""

_AS_GOOD = 0.1
"""How far behind the best pair of sentences another may be."""

_MOST_ASKED, _MOST_CHANGED = 3, 12
"""Pairs of sentences on what is asked about, and on all that changed."""

_OF_VALUES = frozenset(analyse("price cost fee charge rate"))
_OF_TIME = frozenset(analyse("year month week season"))
_NOT_ASKED = NOT_OF_WHICH.union(analyse(" ".join(WRITTEN_THINGS)))
_Pair = tuple[int | None, int | None]


def versions_compared(query: Query, whole: Investigation, investigator: Investigator) -> list[SideFound]:
    """Return what two versions of one document, or two of a series, say; nothing where a question means no such two.

    Where it asks for something, that is what each says of it; else what each says that the other does not, the
    sentences that speak of the same at the same place.

    Args:
        query: as asked.
        whole: what was found for it.
        investigator: within one snapshot of its index.
    """
    index = investigator.index
    meant = versions_meant(index, query, whole)
    if meant is None:
        return []
    documents, known = meant
    named = _named(query, known, documents, whole)
    apart = names_apart(documents)
    names = [named.get(each.id, name) for each, name in zip(documents, apart, strict=True)]
    if rows := _of_tables(index, whole.found.question, known, documents):
        return [SideFound(name, own, is_met=True) for name, own in zip(names, rows, strict=True) if own]
    texts = [read_document(index, each.id) for each in documents]
    if not all(text.sentences for text in texts):
        return []
    asked = _asked(index, whole.found.question, known)
    pairs = _on_what_is_asked(query, asked, documents, texts, investigator) if asked else []
    if not pairs and (not asked or _names_both(query, documents)):
        changed = _changed(texts)
        under = _under_asked(texts, changed, frozenset(analyse(query.text)) - _NOT_ASKED)
        pairs = (under or ([] if asked else changed))[:_MOST_CHANGED]
    sides = []
    for place, (name, text) in enumerate(zip(names, texts, strict=True)):
        kept = sorted(each for pair in pairs if (each := pair[place]) is not None)
        sides.append(SideFound(name, quoted(index, text.only(kept), whole.found), is_met=True))
    return [side for side in sides if side.evidence]


def _of_tables(
    index: Index, question: Question, known: Set[str], documents: Sequence[DocumentSummary]
) -> list[tuple[Evidence, ...]]:
    """Return the rows in which like tables of two versions differ, where nothing is asked but what their columns say.

    “How have the mooring prices changed since last year?” asks for all rows of a table with prices.
    """
    beside = _OF_TIME.union(*(name_terms(each) for each in documents))
    asked = [own for own in _asked(index, question, known) if beside.isdisjoint(own)]
    tables = tables_compared(index, question, [each.id for each in documents]) if asked else []
    first = next((row for rows in tables for row in rows), None)
    if first is None or first.header is None:
        return []
    columns = _OF_VALUES.union(analyse(head_of(index, first.row, first.header)))
    return tables if all(not own.isdisjoint(columns) for own in asked) else []


def _named(query: Query, known: Set[str], documents: Sequence[DocumentSummary], whole: Investigation) -> dict[str, str]:
    """Return what a question calls documents by that have one title, by their ids; empty where it calls none so."""
    own = whole.found.namesakes
    said = [word for word in read_words(query.text) if word.term in known]
    called = {
        each.id: " ".join(dict.fromkeys(without_possessive(word.text) for word in said if word.term in own[each.id]))
        for each in documents
        if each.id in own
    }
    return called if all(called.values()) else {}


def _asked(index: Index, question: Question, known: Set[str]) -> dict[frozenset[str], float]:
    """Return the terms of each word that is asked about beside which documents are meant, with its share of the idf.

    What no document has counts only where none has any: how rare it is nobody knows.
    """
    asked = {
        frozenset([*word.terms, *analyse(measured_by(word.text.lower()))]): word.idf
        for word in question.words
        if not numbered_periods(word.text) and (known | _NOT_ASKED).isdisjoint(word.terms)
    }
    there = {own: idf for own, idf in asked.items() if any(map(index.search.document_frequency, own))}
    asked = there or asked
    total = sum(asked.values())
    return {own: idf / total for own, idf in asked.items()} if total else {}


def _on_what_is_asked(
    query: Query,
    asked: Mapping[frozenset[str], float],
    documents: Sequence[DocumentSummary],
    texts: Sequence[DocumentText],
    investigator: Investigator,
) -> list[_Pair]:
    """Return the pairs of sentences that say what is asked, by their places; none where none has enough of it."""
    shares, values = [], []
    for document, text in zip(documents, texts, strict=True):
        filters = dataclasses.replace(query.filters, sources=(document.source,))
        found = investigator.passages(dataclasses.replace(query, filters=filters))
        everything = find(beyond_name(found.question, name_terms(document)), found.candidates, len(found.candidates))
        compared = {(each.row.id, each.start): each.maxsim for each in everything}
        said = [_terms(f"{each.section} {each.text}") for each in text.sentences]
        share = np.array([sum(idf for own, idf in asked.items() if not own.isdisjoint(some)) for some in said])
        shares.append(share)
        values.append(share + [compared.get((each.row.id, each.start), 0.0) for each in text.sentences])
    alike = _alike(*texts)
    worth = np.where(
        (shares[0][:, None] >= _ENOUGH) & (shares[1][None, :] >= _ENOUGH) & (alike >= _ALIKE),
        values[0][:, None] + values[1][None, :] + alike,
        -np.inf,
    )
    pairs: list[_Pair] = []
    best = worth.max()
    while np.isfinite(worth).any() and worth.max() >= best - _AS_GOOD and len(pairs) < _MOST_ASKED:
        row, column = divmod(int(worth.argmax()), worth.shape[1])
        mine, their = texts[0].sentences[row], texts[1].sentences[column]
        if not pairs:
            section = mine.section
            pairs.append((row, column))
        elif mine.text != their.text and mine.section == section:
            pairs.append((row, column))
        worth[row, :] = worth[:, column] = -np.inf
    return pairs


def _changed(texts: Sequence[DocumentText]) -> list[_Pair]:
    """Return the sentences of two texts that the other does not have, by their places, those of the same together.

    What has figures on both sides comes first, then what has a counterpart.
    """
    said = [{_normal(each.text) for each in text.sentences} for text in texts]
    new = [
        [
            place
            for place, each in enumerate(text.sentences)
            if _normal(each.text) not in other and each.text.casefold() != each.row.title.casefold()
        ]
        for text, other in zip(texts, reversed(said), strict=True)
    ]
    alike = _alike(*(text.only(places) for text, places in zip(texts, new, strict=True)))
    pairs: list[_Pair] = []
    while alike.size and alike.max() >= _ALIKE:
        row, column = divmod(int(alike.argmax()), alike.shape[1])
        pairs.append((new[0][row], new[1][column]))
        alike[row, :] = alike[:, column] = -np.inf
    paired = [{pair[side] for pair in pairs} for side in range(2)]
    pairs += [(None, place) for place in new[1] if place not in paired[1] and texts[1].sentences[place].is_prose]
    pairs += [(place, None) for place in new[0] if place not in paired[0] and texts[0].sentences[place].is_prose]
    return sorted(pairs, key=lambda pair: _rank(texts, pair))


def _names_both(query: Query, documents: Sequence[DocumentSummary]) -> bool:
    """Tell whether a question names each of two documents by a year of its name."""
    said = frozenset(analyse(query.text))
    marks = [frozenset(filter(YEAR.fullmatch, name_terms(each))) for each in documents]
    return all(said & own - other for own, other in zip(marks, reversed(marks), strict=True))


def _under_asked(texts: Sequence[DocumentText], pairs: list[_Pair], said: Set[str]) -> list[_Pair]:
    """Return the pairs under headings of which a question has a word.

    “Which fees went up?” does not ask what changed under “Opening hours”.
    """

    def is_under(pair: _Pair) -> bool:
        places = [(text, place) for text, place in zip(texts, pair, strict=True) if place is not None]
        return any(not said.isdisjoint(analyse(text.sentences[place].section)) for text, place in places)

    return [pair for pair in pairs if is_under(pair)]


def _rank(texts: Sequence[DocumentText], pair: _Pair) -> int:
    said = [texts[side].sentences[place] for side, place in enumerate(pair) if place is not None]
    if len(said) < len(texts):
        return 2
    return 0 if all(re.search(r"\d", each.text) and (each.section or each.is_prose) for each in said) else 1


def _alike(one: DocumentText, other: DocumentText) -> FloatArray:
    """Return how much sentences of two texts speak of the same, (sentences, sentences)."""
    if not one.sentences or not other.sentences:
        return np.zeros((len(one.sentences), len(other.sentences)), np.float32)
    sections = [np.array([series_name(each.section) for each in text.sentences]) for text in (one, other)]
    same = (sections[0][:, None] == sections[1][None, :]) & (sections[0][:, None] != "")
    alike: FloatArray = one.vectors @ other.vectors.T + _SAME_SECTION * same.astype(np.float32)
    return alike


def _terms(text: str) -> frozenset[str]:
    """Return the terms of a text, of past forms those of what they are forms of too: “sold” answers “sell”."""
    bases = (BASE_FORMS[word] for word in re.findall(r"[a-z]+", text.lower()) if word in BASE_FORMS)
    return frozenset(analyse(" ".join([text, *bases])))


def _normal(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
