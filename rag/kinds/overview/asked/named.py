"""What a question names that an overview is wanted of: documents, or a section of one."""

import functools
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from index.search.analysis import analyse, search_terms
from index.storage.records import ChunkRow, DocumentSummary
from index.store import Index
from index.text.forms.dates import dates
from index.text.headings import innermost
from rag.english.numbered_periods import numbered_periods
from rag.evidence.doubts.recency.editions import is_later, named_edition, newest_editions
from rag.evidence.doubts.recency.versions import without_figures
from rag.kinds.overview.asked.likely_names import file_stem, likeliest_named, name_words
from rag.kinds.overview.asked.scope import NAMED, Wording
from rag.retrieval.candidates import Candidate
from rag.retrieval.question import Question

__all__ = ["name_terms", "named_documents", "section_of", "versions_of"]

_NAMES_KEPT = 50_000
"""Documents whose names need not be taken apart for each question."""

_SECTION = 0.6
_REST = 0.2
"""The share that a section's name and its document's have together at least, and that its heading adds."""

_SEVERAL = 2
"""Words of the question in a heading from which half of its weight is enough."""

_LONGEST_HEADING = 12
_IN_TEXT = 0.45
"""What a word counts that a document says, and its name does not, beside a word of its name."""

_PASSAGE_SHARE = 0.35
"""What the share of the best passages counts that lie in a document, beside the words of its name."""

_EXACT = 0.3
"""What the share of a name's words counts that are asked about: of two that have a word, the shorter is meant."""

_PASSAGES = 8
_AS_GOOD = 0.05
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
    likeliest = likeliest_named(index, listed, asked)
    considered = [each for each in listed if each.id in likeliest or each.id in said or each.id in share]
    considered = considered or list(listed[:1])
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
        inner = "" if row.heading == row.title else innermost(row.heading)
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


@functools.lru_cache(_NAMES_KEPT)
def _name_terms(title: str, source: str, published_at: str) -> frozenset[str]:
    stem, name = file_stem(source), name_words(title, source)
    found = set(search_terms(name)) | numbered_periods(name)
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
