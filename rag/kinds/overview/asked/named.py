"""What a question names that an overview is wanted of: documents, or a section of one."""

import functools
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence, Set

from index.search.analysis import analyse, places_with, search_terms
from index.storage.records import ChunkRow, DocumentSummary
from index.store import Index
from index.text.forms.dates import dates
from rag.english.numbered_periods import numbered_periods
from rag.evidence.doubts.recency.editions import is_later, named_edition, newest_editions
from rag.evidence.doubts.recency.versions import without_figures
from rag.kinds.overview.asked.scope import NAMED, Wording
from rag.retrieval.candidates import Candidate
from rag.retrieval.question import Question

__all__ = ["name_terms", "named_documents", "section_of", "versions_of"]

_NAMES_KEPT = 50_000
"""Documents whose names need not be taken apart for each question."""

_MOST_CONSIDERED = 1_000
"""So many documents, whose names have most of what is asked about, are looked at closely."""

_SECTION = 0.6
_REST = 0.2
"""The share that a section's name and its document's have together at least, and that its heading adds."""

_SEVERAL = 2
"""Words of the question in a heading from which half of its weight is enough."""

_LONGEST_HEADING = 12
_BETWEEN = " › "
_IN_TEXT = 0.45
"""What a word counts that a document says, and its name does not, beside a word of its name."""

_PASSAGE_SHARE = 0.35
"""What the share of the best passages counts that lie in a document, beside the words of its name."""

_EXACT = 0.3
"""What the share of a name's words counts that are asked about: of two that have a word, the shorter is meant."""

_PASSAGES = 8
_AS_GOOD = 0.05
_DIGIT = re.compile(r"[0-9]")
_NUMBER = re.compile(r"[0-9]+")
_MIXED = re.compile(r"[^\W\d_]\d|\d[^\W\d_]")
"""Letters and digits without a joint, as codes have them, whose parts are terms as well."""

_JOINTS = re.compile(r"[-_.]+")
_BETWEEN_LETTERS = re.compile(r"[\W_]+")
_VERSION = re.compile(r"\d+(?:\.\d+)+")
_YEAR_AND_MONTH = re.compile(r"(?<!\d)(\d{4})[-_.](0[1-9]|1[0-2])(?!\d)")


def named_documents(
    index: Index,
    asked: Wording,
    listed: Sequence[DocumentSummary],
    candidates: Sequence[Candidate],
    *,
    by_passages: bool,
) -> list[DocumentSummary]:
    """Return the documents that a question names by title, source or date, the best first; none where it names none.

    Several are returned only where they are named alike, such as two versions, the newest first.

    Args:
        index: within one snapshot.
        asked: what the question asks about.
        listed: the documents in its scope.
        candidates: passages for the question, best first: where they lie counts as well.
        by_passages: whether one is meant in any case, so that its passages may tell it alone.
    """
    said, share = _said(index, candidates), _shares(candidates)
    asked_terms = frozenset(term for own in asked.terms.values() for term in own)
    scores: dict[str, float] = {}
    named: dict[str, float] = {}
    likeliest = _likeliest(listed, asked)
    considered = [
        each for place, each in enumerate(listed) if place in likeliest or each.id in said or each.id in share
    ] or list(listed[:1])
    for document in considered:
        name = name_terms(document)
        named[document.id] = asked.share(name)
        in_text = asked.without(name).share(said.get(document.id, ()))
        precise = _EXACT * len(name & asked_terms) / max(1, len(name))
        scores[document.id] = (
            named[document.id] + precise + _IN_TEXT * in_text + _PASSAGE_SHARE * share.get(document.id, 0.0)
        )
    best = max(considered, key=lambda each: scores[each.id], default=None)
    if best is None:
        return []
    is_named = named[best.id] >= NAMED
    if not is_named and not (by_passages and asked.are_in(said.get(best.id, set()))):
        return []
    alike = [each for each in considered if is_named and named[each.id] >= named[best.id] - _AS_GOOD] or [best]
    if len(alike) > 1 and _are_versions(alike):
        return newest_editions(index, alike)
    as_named = [each for each in considered if named[each.id] == named[best.id] and _are_versions([each, best])]
    return newest_editions(index, as_named)[:1]


def section_of(asked: Wording, question: Question, rows: Sequence[ChunkRow]) -> ChunkRow | None:
    """Return the first chunk of the section that a question names; None where it names none.

    Its heading and its document's name together have what is asked about, and the heading more than the name. Of
    sections that are named as well, such as those of two versions, it is the newest document's.

    Args:
        asked: what the question asks about.
        question: whose numbers of versions stand in the heading, where it has some.
        rows: where it may be, the likeliest first.
    """
    best: tuple[float, ChunkRow] | None = None
    numbers = [re.compile(rf"(?<![\d.]){re.escape(number)}(?!\d)") for number in _VERSION.findall(question.text)]
    for row in rows:
        name = name_terms(row)
        inner = "" if row.heading == row.title else row.heading.rpartition(_BETWEEN)[2]
        heading = set(search_terms(inner)) - name
        share = asked.share(name | heading)
        if numbers and inner:
            share = 1.0 if all(number.search(inner) for number in numbers) else 0.0
        added = [word for word, own in asked.terms.items() if not heading.isdisjoint(own)]
        least = _SECTION if len(added) < _SEVERAL else NAMED
        is_named = share >= least and (numbers or asked.share(heading) >= _REST)
        if inner and is_named and len(inner.split()) <= _LONGEST_HEADING:
            is_newer = best is not None and is_later(named_edition(row), named_edition(best[1]))
            if best is None or share > best[0] or (share == best[0] and is_newer):
                best = share, row
    return best[1] if best else None


def versions_of(
    index: Index, document: ChunkRow | DocumentSummary, listed: Iterable[DocumentSummary]
) -> list[DocumentSummary]:
    """Return the documents that have a document's title but for its figures, the newest first; itself among them."""
    same = [each for each in listed if without_figures(each.title) == without_figures(document.title)]
    return newest_editions(index, same)


def _are_versions(documents: Sequence[DocumentSummary]) -> bool:
    return len({without_figures(document.title) for document in documents}) == 1


def name_terms(document: DocumentSummary | ChunkRow) -> frozenset[str]:
    """Return the terms of a document's title, of its source's name, and of its date, with the month as a word."""
    return _name_terms(document.title, document.source, document.published_at or "")


def _likeliest(documents: Sequence[DocumentSummary], asked: Wording) -> Set[int]:
    """Return the places of the documents whose names may have most of what is asked about: all, or the first of many.

    Of many documents it takes a small part of the time of ``name_terms``.
    """
    names = [f"{each.title} {_stem(each.source)}" for each in documents]
    places = places_with(names, {term for own in asked.terms.values() for term in own if term.isalpha()})
    coded = [(place, name.lower()) for place, name in enumerate(names) if _MIXED.search(name)]
    shares: defaultdict[int, float] = defaultdict(float)
    for word, own in asked.terms.items():
        # Of a code some terms are letters that stand nowhere as a word.
        written = [term for term in own if not places.get(term)]
        found = set[int]().union(*(places[term] for term in own if term.isalpha()))
        found |= {place for place, name in coded if any(term in name for term in own)}
        if written:
            found |= _places_written(documents, names, written)
        for place in found:
            shares[place] += asked.weight[word]
    if len(shares) > _MOST_CONSIDERED:
        # Of names that have as much of it, the shorter one is meant.
        best = sorted(shares, key=lambda place: (-shares[place], len(names[place]), place))
        return set(best[:_MOST_CONSIDERED])
    return shares.keys()


def _places_written(documents: Sequence[DocumentSummary], names: Sequence[str], terms: Sequence[str]) -> set[int]:
    """Return the places of the documents that may have one of some terms which are no words.

    Dates, amounts and codes have a number in common with what they are written as, or are written as they stand.
    """
    numbers = {str(int(number)) for term in terms for number in _NUMBER.findall(term)}
    has_number = re.compile(rf"(?<!\d)0*(?:{'|'.join(sorted(numbers))})(?!\d)").search if numbers else None
    joined = {_BETWEEN_LETTERS.sub("", term.lower()) for term in terms}
    periods = {term for term in terms if numbered_periods(term)}
    found = (
        {place for place, name in enumerate(names) if not periods.isdisjoint(numbered_periods(name))}
        if periods
        else set()
    )
    for place, (document, name) in enumerate(zip(documents, names, strict=True)):
        if has_number and (has_number(name) or has_number(document.published_at or "")):
            found.add(place)
        elif _DIGIT.search(name) or not numbers:
            letters = _BETWEEN_LETTERS.sub("", name.lower())
            if any(term in letters for term in joined):
                found.add(place)
    return found


def _stem(source: str) -> str:
    """Return the words of a source's name, without its ending."""
    return _JOINTS.sub(" ", _file_stem(source))


def _file_stem(source: str) -> str:
    """Return a source's name without its ending; of very many it takes a tenth of the time of ``PurePath.stem``."""
    name = (source.rpartition("#")[2] or source).rstrip("/").rpartition("/")[2]
    stem, dot, ending = name.rpartition(".")
    return stem if dot and ending and stem else name


@functools.lru_cache(_NAMES_KEPT)
def _name_terms(title: str, source: str, published_at: str) -> frozenset[str]:
    stem = _file_stem(source)
    found = set(search_terms(f"{title} {_stem(source)}")) | numbered_periods(f"{title} {_stem(source)}")
    if of_month := _YEAR_AND_MONTH.search(stem):
        found |= {of_month[1], f"month {int(of_month[2])}"}
    day = re.search(r"\d{4}-\d\d-\d\d", stem) or re.match(r"\d{4}-\d\d-\d\d", published_at)
    if day:
        year, month, number = day[0].split("-")
        found |= {year, str(int(number)), f"month {int(month)}"}
        found |= {term for _, _, terms in dates(day[0]) for term in terms}
    return frozenset(found)


def _said(index: Index, candidates: Sequence[Candidate]) -> dict[str, set[str]]:
    """Return the terms of the passages of each document."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for candidate in candidates:
        row = candidate.row
        found[row.document_id].update(analyse(index.chunks.headed_text(row), row.language))
    return dict(found)


def _shares(candidates: Sequence[Candidate]) -> dict[str, float]:
    """Return the share of the best passages that lies in each document, the first weighing most, of sum 1."""
    weights: defaultdict[str, float] = defaultdict(float)
    for rank, candidate in enumerate(candidates[:_PASSAGES]):
        weights[candidate.row.document_id] += 1 / math.log2(rank + 2)
    total = sum(weights.values())
    return {document: weight / total for document, weight in weights.items()} if total else {}
