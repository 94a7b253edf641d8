"""Sides that are versions of one document, or numbers of one series: “the old and the new rules”, “Q1 and Q2”."""

import dataclasses
import re
from collections.abc import Mapping, Sequence, Set

import numpy as np

from index.encoding.encoder import FloatArray
from index.search.analysis import analyse
from index.storage.records import DocumentSummary
from index.store import Index
from index.text.dates import MONTHS
from rag.english.comparatives import measured_by
from rag.english.numbered_periods import numbered_periods
from rag.english.word_lists import (
    ASKS_FOR_THE_GIST,
    BASE_FORMS,
    COMPARING,
    FUNCTION_WORDS,
    GENERAL_VERBS,
    IN_FORCE,
    NEWEST,
    OF_SIZE,
    OLDEST,
    ORDINALS,
    WRITTEN_THINGS,
    any_of,
)
from rag.english.words import read_words
from rag.evidence.sentences import find
from rag.investigation.found import Investigation
from rag.investigation.investigator import Investigator
from rag.investigation.query import Query
from rag.kinds.answer_kind import dated_title
from rag.kinds.comparison.side_evidence import SideFound
from rag.kinds.overview.document_text import DocumentText, read_document
from rag.kinds.overview.focus import beyond_name
from rag.kinds.overview.quoting import quoted
from rag.kinds.overview.scope import name_terms
from rag.retrieval.filters import documents_in
from rag.retrieval.question import Question

__all__ = ["versions_compared"]

_LOOKED_AT = 30
"""Passages whose documents may be the versions that are meant."""

_EARLIER = frozenset("old older previous previously earlier former before".split())
"""Which version is spoken of beside the one that holds now; what speaks of that alone compares nothing."""

_AGES = NEWEST | OLDEST | IN_FORCE | _EARLIER | frozenset("new newer after".split())
_CHANGES = re.compile(r"\b(?:chang\w+|version\w*|edition\w*|revis\w+|updat\w+|amend\w+)\b", re.IGNORECASE)
_COMPARES = frozenset("compare compared comparison differ difference differences different versus".split())
_IDLE = frozenset(
    analyse(
        " ".join(
            FUNCTION_WORDS
            | GENERAL_VERBS
            | ASKS_FOR_THE_GIST
            | OF_SIZE
            | COMPARING
            | _COMPARES
            | _AGES
            | frozenset(ORDINALS)
            | frozenset("version versions edition editions revised updated quarter half".split())
        )
    )
)
_FIGURES = re.compile(rf"[\d\W_]+|\b(?:{any_of(month.lower() for month in MONTHS)})\b")
_YEAR = re.compile(r"(?:19|20)\d\d")
_VERSION = re.compile(r"\b(?:version|revision|edition|rev\.?|v)\W{0,2}(?P<number>\d+(?:\.\d+)?)", re.IGNORECASE)
_OPENING = 300
"""Characters at the beginning of a document in which it says which version it is."""

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
    meant = _meant(index, query, whole)
    if meant is None:
        return []
    documents, known = meant
    texts = [read_document(index, each.id) for each in documents]
    if not all(text.sentences for text in texts):
        return []
    asked = _asked(whole.found.question, known)
    pairs = _on_what_is_asked(query, asked, documents, texts, investigator) if asked else _changed(texts)
    sides = []
    for place, (document, text) in enumerate(zip(documents, texts, strict=True)):
        kept = sorted(each for pair in pairs if (each := pair[place]) is not None)
        sides.append(SideFound(dated_title(document), quoted(index, text.only(kept), whole.found), is_met=True))
    return [side for side in sides if side.evidence]


def _meant(
    index: Index, query: Query, whole: Investigation
) -> tuple[tuple[DocumentSummary, DocumentSummary], frozenset[str]] | None:
    """Return the two documents that a question means, the earlier first, with the terms by which it may name them."""
    near = {_without_figures(each.row.title) for each in whole.found.candidates[:_LOOKED_AT]} - {""}
    series: dict[str, list[DocumentSummary]] = {}
    for each in documents_in(index, query.filters):
        if (key := _without_figures(each.title)) in near:
            series.setdefault(key, []).append(each)
    words = {word.lower for word in read_words(query.text)}
    said = frozenset(analyse(query.text)) | numbered_periods(query.text)
    called = frozenset(analyse(" ".join(words & WRITTEN_THINGS)))
    found = []
    for key, members in series.items():
        own = frozenset(analyse(key)) - _IDLE
        named = own <= said or bool(called & own)
        two = _told_apart(members, said) if len(members) > 1 else None
        by_age = named and (not words.isdisjoint(_EARLIER) or _CHANGES.search(query.text))
        if two is None and len(members) > 1 and by_age:
            two = _newest(index, members)
        if two:
            found.append((len(own & said), two, own | _marks(two[0]) | _marks(two[1])))
    most = max((count for count, *_ in found), default=0)
    best = [each for each in found if each[0] == most]
    if len(best) != 1:
        return None
    [(_, (one, other), known)] = best
    return _in_time(index, one, other), known


def _without_figures(title: str) -> str:
    """Return a title without its figures and months: “Report Q1, May 2024” is “report q”."""
    return " ".join(_FIGURES.sub(" ", title.casefold()).split())


def _marks(document: DocumentSummary) -> frozenset[str]:
    """Return the terms of a document's name that may tell it from others of its series."""
    return frozenset(term for term in name_terms(document) if any(map(str.isdigit, term))) | numbered_periods(
        document.title
    )


def _told_apart(members: Sequence[DocumentSummary], said: Set[str]) -> tuple[DocumentSummary, DocumentSummary] | None:
    """Return the only two documents of which the question names a mark that no other has; None where they are not two.

    Marks are years, days, numbers, and months.
    """
    months = {f"month {n}" for n, month in enumerate(MONTHS, start=1) if not said.isdisjoint(analyse(month))}
    own = [_marks(each) & (said | months) for each in members]
    told = [
        member
        for place, member in enumerate(members)
        if own[place].difference(*(some for other, some in enumerate(own) if other != place))
    ]
    return (told[0], told[1]) if len(told) == 2 else None


def _newest(index: Index, members: Sequence[DocumentSummary]) -> tuple[DocumentSummary, DocumentSummary] | None:
    """Return the newest two documents of a series; None where nothing tells which they are."""
    ordered = sorted(((_age(index, each), each) for each in members), key=lambda pair: pair[0], reverse=True)
    ages = [age for age, _ in ordered]
    return (ordered[0][1], ordered[1][1]) if len(set(ages)) == len(ages) else None


def _in_time(index: Index, one: DocumentSummary, other: DocumentSummary) -> tuple[DocumentSummary, DocumentSummary]:
    return (other, one) if _age(index, other) < _age(index, one) else (one, other)


def _age(index: Index, document: DocumentSummary) -> tuple[float, str, str]:
    """Return what documents of a series are ordered by: the version that they call themselves, their date, a year."""
    text = index.documents.get(document.id).text[:_OPENING]
    version = _VERSION.search(f"{document.title}\n{text}")
    years = _YEAR.findall(f"{document.title} {document.source}")
    return float(version["number"]) if version else 0.0, document.published_at or "", max(years, default="")


def _asked(question: Question, known: Set[str]) -> dict[frozenset[str], float]:
    """Return the terms of each word that is asked about beside which documents are meant, with its share of the idf."""
    called = frozenset(analyse(" ".join(WRITTEN_THINGS)))
    asked = {
        frozenset([*word.terms, *analyse(measured_by(word.text.lower()))]): word.idf
        for word in question.words
        if not numbered_periods(word.text) and (known | _IDLE | called).isdisjoint(word.terms)
    }
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

    Where there are more than an answer shows, what has figures on both sides comes first, then what has a counterpart.
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
    return sorted(pairs, key=lambda pair: _rank(texts, pair))[:_MOST_CHANGED]


def _rank(texts: Sequence[DocumentText], pair: _Pair) -> int:
    said = [texts[side].sentences[place] for side, place in enumerate(pair) if place is not None]
    if len(said) < len(texts):
        return 2
    return 0 if all(re.search(r"\d", each.text) and (each.section or each.is_prose) for each in said) else 1


def _alike(one: DocumentText, other: DocumentText) -> FloatArray:
    """Return how much sentences of two texts speak of the same, (sentences, sentences)."""
    if not one.sentences or not other.sentences:
        return np.zeros((len(one.sentences), len(other.sentences)), np.float32)
    sections = [np.array([_without_figures(each.section) for each in text.sentences]) for text in (one, other)]
    same = (sections[0][:, None] == sections[1][None, :]) & (sections[0][:, None] != "")
    alike: FloatArray = one.vectors @ other.vectors.T + _SAME_SECTION * same.astype(np.float32)
    return alike


def _terms(text: str) -> frozenset[str]:
    """Return the terms of a text, of past forms those of what they are forms of too: “sold” answers “sell”."""
    bases = (BASE_FORMS[word] for word in re.findall(r"[a-z]+", text.lower()) if word in BASE_FORMS)
    return frozenset(analyse(" ".join([text, *bases])))


def _normal(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
