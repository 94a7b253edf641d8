"""Which of very many documents have names that may have what is asked about, before any name is looked at closely."""

import heapq
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from index.search.term_places import TermPlaces
from index.storage.records import DocumentSummary
from index.storage.tables.documents import DocumentTable
from index.store import Index
from rag.english.numbered_periods import numbered_periods
from rag.kinds.overview.asked.scope import Wording

__all__ = ["file_stem", "likeliest_named", "name_words", "worded_names"]

_MOST_CONSIDERED = 1_000
"""So many documents, whose names have most of what is asked about, are looked at closely."""

_DIGIT = re.compile(r"[0-9]")
_NUMBER = re.compile(r"[0-9]+")
_MIXED = re.compile(r"[^\W\d_]\d|\d[^\W\d_]")
"""Letters and digits without a joint, as codes have them, whose parts are terms as well."""

_JOINTS = re.compile(r"[-_.]+")
_BETWEEN_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, eq=False)
class _WordedNames:
    """The names of documents, a document a place.

    Attributes:
        ids: of the documents.
        names: of ``name_words``.
        days: on which they were published, as ISO 8601 from its year on; empty where nobody knows.
        joined: the letters and digits of each name alone, lower case.
        places: of the names, by their terms.
        coded: places of the names that have letters and digits without a joint, with the names, lower case.
    """

    ids: list[str]
    names: list[str]
    days: list[str]
    joined: list[str]
    places: TermPlaces
    coded: list[tuple[int, str]]


def likeliest_named(index: Index, documents: Sequence[DocumentSummary], asked: Wording) -> Set[str]:
    """Return the ids of the documents whose names may have most of what is asked about: all, or the first of many.

    Of many documents it takes a small part of the time of ``rag.kinds.overview.asked.named.name_terms``.

    Args:
        index: within one snapshot.
        documents: to choose from.
        asked: what a question asks about.
    """
    allowed = {each.id for each in documents}
    found: list[tuple[float, int, str, str]] = []
    for layer in index.documents.derived(worded_names):
        known = layer.made
        for place, share in _shares(known, asked).items():
            if (identity := known.ids[place]) in allowed and identity not in layer.hidden:
                # Of names that have as much of it, the shorter one is meant.
                found.append((-share, len(known.names[place]), known.names[place], identity))
    return {identity for *_, identity in heapq.nsmallest(_MOST_CONSIDERED, found)}


def _shares(known: _WordedNames, asked: Wording) -> Mapping[int, float]:
    """Return how much of what is asked about names may have, by their places."""
    shares: defaultdict[int, float] = defaultdict(float)
    for word, own in asked.terms.items():
        met = {term: known.places.of(term) for term in own if term.isalpha()}
        # Of a code some terms are letters that stand nowhere as a word.
        written = [term for term in own if not met.get(term)]
        found = set[int]().union(*met.values())
        found |= {place for place, name in known.coded if any(term in name for term in own)}
        if written:
            found |= _places_written(known, written)
        for place in found:
            shares[place] += asked.weight[word]
    return shares


def name_words(title: str, source: str) -> str:
    """Return the words of a document's title, and of its source's name without its ending."""
    return f"{title} {_JOINTS.sub(' ', file_stem(source))}"


def file_stem(source: str) -> str:
    """Return a source's name without its ending; of very many it takes a tenth of the time of ``PurePath.stem``."""
    name = (source.rpartition("#")[2] or source).rstrip("/").rpartition("/")[2]
    stem, dot, ending = name.rpartition(".")
    return stem if dot and ending and stem else name


def worded_names(_: DocumentTable, documents: Sequence[DocumentSummary]) -> _WordedNames:
    """Return the names of documents, for ``DocumentTable.derived``."""
    names = [name_words(each.title, each.source) for each in documents]
    return _WordedNames(
        ids=[each.id for each in documents],
        names=names,
        days=[each.published_at or "" for each in documents],
        joined=[_BETWEEN_LETTERS.sub("", name.lower()) for name in names],
        places=TermPlaces(names),
        coded=[(place, name.lower()) for place, name in enumerate(names) if _MIXED.search(name)],
    )


def _places_written(known: _WordedNames, terms: Sequence[str]) -> set[int]:
    """Return the places of the documents that may have one of some terms which are no words.

    Dates, amounts and codes have a number in common with what they are written as, or are written as they stand.
    """
    numbers = {str(int(number)) for term in terms for number in _NUMBER.findall(term)}
    has_number = re.compile(rf"(?<!\d)0*(?:{'|'.join(sorted(numbers))})(?!\d)").search if numbers else None
    joined = {_BETWEEN_LETTERS.sub("", term.lower()) for term in terms}
    periods = {term for term in terms if numbered_periods(term)}
    found: set[int] = set()
    if periods:
        found = {place for place, name in enumerate(known.names) if not periods.isdisjoint(numbered_periods(name))}
    for place, (name, day, letters) in enumerate(zip(known.names, known.days, known.joined, strict=True)):
        is_numbered = has_number is not None and (has_number(name) or has_number(day))
        if is_numbered or ((not numbers or _DIGIT.search(name)) and any(term in letters for term in joined)):
            found.add(place)
    return found
