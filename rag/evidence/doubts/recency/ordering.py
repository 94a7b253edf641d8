"""Questions for the latest, and evidence in the order that answers them."""

import dataclasses
import itertools
import re
from collections.abc import Callable, Mapping, Sequence

from index.search.analysis import analyse
from index.storage.records import ChunkRow
from index.text.forms.dates import MONTHS
from rag.evidence.doubts.recency.editions import Edition, is_later
from rag.evidence.doubts.recency.versions import are_of_versions
from rag.evidence.doubts.values import asked_kinds, differing_values
from rag.evidence.sentences import Evidence

__all__ = [
    "asks_for_earlier",
    "asks_for_the_latest",
    "in_force_first",
    "later_in_thread",
    "newer_versions_first",
    "newest_first",
]

_LATEST = re.compile(
    r"\b(?:latest|newest|most recent(?:ly)?|currently|(?:at|as of) (?:present|the moment)|right now|these days|nowadays"
    r"|up[ -]to[ -]date|so far)\b",
    re.IGNORECASE,
)
_REPLY = re.compile(r"\s*(?:(?:re|aw|sv|antw|odp|ynt|ref|vs|回复|答复)(?:\[\d{1,3}\])?\s?[:：]\s*)+", re.IGNORECASE)
"""How the subject of a mail begins that replies to another."""

_FIGURES = re.compile(r"\d+")
_CODE = re.compile(r"\b(?:[^\W\d_]+\d|\d+[^\W\d_])\w*")
_MONTHS = re.compile(rf"\b(?:{'|'.join(MONTHS)})\b", re.IGNORECASE)
_BEFORE = re.compile(
    r"\b(?:previous(?:ly)?|former(?:ly)?|older|(?<!how )old|used to|then and now|last year|changed|differ\w*"
    r"|compar\w+)\b",
    re.IGNORECASE,
)
"""Words of those who ask for what does not hold any more."""

_HELD_BEFORE = re.compile(r"\b(?:previous(?:ly)?|former(?:ly)?|used to|last year)\b", re.IGNORECASE)
"""Those of them that ask for nothing else, and do not tell apart two things of now: “the old boat”."""

_AS_RELEVANT = 3.0
"""How far behind the best logit a newer document's sentence may be to come before it; twice so far may that of a later
edition be whose words meet those of the question as well."""

_AS_WORDED = 0.02
_REWORDED = 0.5
"""The share of their terms that two sentences have in common from which a later edition's took the other's place."""

_COMPARED = 12
"""Sentences among which versions are looked for."""


def asks_for_the_latest(question: str) -> bool:
    """Tell whether a question asks how things are now, by its words."""
    return bool(_LATEST.search(question))


def asks_for_earlier(question: str) -> bool:
    """Tell whether a question asks for what does not hold any more, or how something changed, by its words."""
    return bool(_BEFORE.search(question))


def newest_first(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return evidence with what is about as relevant as the best in front, the newest first.

    What has no date, or is less relevant, keeps its order behind that. Sentences of equal dates keep theirs.

    Args:
        evidence: read, best first.
    """
    best = evidence[0].relevance if evidence else None
    if best is None:
        return list(evidence)
    near = [
        e for e in evidence if e.relevance is not None and e.relevance >= best - _AS_RELEVANT and e.row.published_at
    ]
    ordered = sorted(near, key=lambda e: e.row.published_at or "", reverse=True)
    taken = {id(piece) for piece in near}
    return [*ordered, *(piece for piece in evidence if id(piece) not in taken)]


def newer_versions_first(
    question: str, rows: Sequence[ChunkRow], edition_of: Callable[[ChunkRow], Edition]
) -> list[ChunkRow]:
    """Return chunks with what a later version has in a place right in front of what an older one has there.

    They stay as they were where the question asks for what held before, or names a month or a figure of a version.

    Args:
        question: as asked.
        rows: chunks.
        edition_of: tells the edition of the document that a chunk is of.
    """
    pairs = [pair for pair in itertools.combinations(rows, 2) if are_of_versions(*pair)]
    if not pairs or _HELD_BEFORE.search(question) or _MONTHS.search(question):
        return list(rows)
    known = {each.document_id: edition_of(each) for pair in pairs for each in pair}
    if _names_version(question, [each for pair in pairs for each in pair], known):
        return list(rows)
    found = list(rows)
    for older, newer in pairs:
        first, second = found.index(older), found.index(newer)
        if first < second and is_later(known[newer.document_id], known[older.document_id]):
            found.insert(first, found.pop(second))
    return found


def in_force_first(
    question: str,
    evidence: Sequence[Evidence],
    edition_of: Callable[[ChunkRow], Edition],
    plain: Sequence[Evidence] = (),
    words_of: Callable[[Evidence], str] | None = None,
) -> tuple[list[Evidence], list[Evidence]]:
    """Return evidence with what the newest version of a document says in front of what the best says in an older one.

    Versions have one title but for its figures, and headings of one wording. Who asks what holds means what holds now,
    however well the old wording fits, so that of those that call themselves editions the older ones are left out; who
    names a figure of a version, such as its year, or asks for what was before, means the old one.

    Args:
        question: as asked.
        evidence: read, best first.
        edition_of: tells the edition of the document that a chunk is of.
        plain: those that answer plainly, in front of all others: what says the same in another version does so too.
        words_of: a piece's words, by which the best is known again in a later edition that answers otherwise: “with an
            appointment only” where the old one says “without an appointment”.

    Returns:
        The evidence; and what older editions, which were left out, say in the place of the first of it.
    """
    if not evidence or (evidence[0].relevance is None and not plain):
        return list(evidence), []
    if asks_for_earlier(question):
        return _held_before_first(question, evidence, edition_of, plain), []
    best = evidence[0]
    pairs = [
        (piece, other)
        for piece, other in itertools.permutations(plain or evidence[:_COMPARED], 2)
        if are_of_versions(piece.row, other.row)
    ]
    # What the best says in an older edition the later one may say in words that nobody asked for.
    later_on = evidence[_COMPARED:] if words_of and not plain else ()
    beyond = [(best, other) for other in later_on if are_of_versions(best.row, other.row)]
    rows = [each.row for each in itertools.chain.from_iterable([*pairs, *beyond])]
    known = {row.document_id: edition_of(row) for row in rows}
    if _names_version(question, rows, known):
        return list(evidence), []
    later: dict[int, Evidence] = {}
    replaced = set[str]()
    for older, newer in pairs:
        ours, theirs = known[older.row.document_id], known[newer.row.document_id]
        are_editions = ours.is_stated and theirs.is_stated
        if is_later(theirs, ours) and (plain or _is_counterpart(newer, older, are_editions=are_editions)):
            later.setdefault(id(older), newer)
            if are_editions:
                replaced.add(older.row.document_id)
    latest = best
    for _ in pairs:
        latest = later.get(id(latest), latest)
    held = latest
    if latest is best and words_of and not plain:
        newer_ones = [newer for older, newer in [*pairs, *beyond] if older is best]
        if reworded := _reworded(best, newer_ones, known, words_of):
            held, latest = reworded, dataclasses.replace(reworded, relevance=best.relevance)
            replaced.add(best.row.document_id)
    others = [piece for piece in evidence if piece is not held and piece.row.document_id not in replaced]
    left_out = [piece for piece in evidence if piece.row.document_id in replaced and piece is not latest]
    return [latest, *others], [piece for piece in left_out if are_of_versions(piece.row, latest.row)]


def _names_version(question: str, rows: Sequence[ChunkRow], known: Mapping[str, Edition]) -> bool:
    """Tell whether a question has a figure by which one of some versions is called, such as its year."""
    called = {mark for each in known.values() for mark in each.marks}
    called.update(figure for row in rows for figure in _FIGURES.findall(row.title))
    return not called.isdisjoint(_FIGURES.findall(question))


def _reworded(
    best: Evidence,
    newer: Sequence[Evidence],
    known: Mapping[str, Edition],
    words_of: Callable[[Evidence], str],
) -> Evidence | None:
    """Return the piece of a later edition that is most like the best, and enough so to stand in its place."""
    in_place = [each for each in newer if _takes_place(best, each, known)]
    if not in_place:
        return None
    said = words_of(best)
    alike = [_alike(said, words_of(each)) for each in in_place]
    return in_place[alike.index(max(alike))] if max(alike) >= _REWORDED else None


def _takes_place(older: Evidence, newer: Evidence, known: Mapping[str, Edition]) -> bool:
    """Tell whether a piece is of a later edition of the same, which takes the place of another's.

    “Manual S35” and “Manual S50” are of two things.
    """
    ours, theirs = known[older.row.document_id], known[newer.row.document_id]
    if set(_CODE.findall(older.row.title)) != set(_CODE.findall(newer.row.title)):
        return False
    return ours.is_stated and theirs.is_stated and is_later(theirs, ours)


def _alike(one: str, other: str) -> float:
    """Return the share of the terms of two sentences that both have."""
    mine, theirs = set(analyse(one)), set(analyse(other))
    return len(mine & theirs) / len(mine | theirs) if mine | theirs else 0.0


def _held_before_first(
    question: str, evidence: Sequence[Evidence], edition_of: Callable[[ChunkRow], Edition], plain: Sequence[Evidence]
) -> list[Evidence]:
    """Return evidence with what an older version says in front of the best, where nothing but that is asked for."""
    best = evidence[0]
    if not _HELD_BEFORE.search(question) or _FIGURES.search(question):
        return list(evidence)
    for other in plain or evidence[1:_COMPARED]:
        if other is best or not are_of_versions(best.row, other.row):
            continue
        is_meant = plain or _is_counterpart(other, best, are_editions=True)
        if is_meant and is_later(edition_of(best.row), edition_of(other.row)):
            return [other, *(piece for piece in evidence if piece is not other)]
    return list(evidence)


def _is_counterpart(newer: Evidence, older: Evidence, *, are_editions: bool) -> bool:
    """Tell whether evidence answers about as well as what another version says, or fits as well the words asked."""
    if newer.relevance is None or older.relevance is None:
        return False
    behind = older.relevance - newer.relevance
    is_worded_alike = are_editions and abs(newer.maxsim - older.maxsim) <= _AS_WORDED
    return behind <= (2 if is_worded_alike else 1) * _AS_RELEVANT


def later_in_thread(question: str, evidence: Sequence[Evidence], words: Sequence[str]) -> list[Evidence]:
    """Return evidence with the latest mail of a thread in front, where that gives another value than the best does.

    A reply that names another date takes back the one before it, whichever of them is worded more like the question.

    Args:
        question: as asked.
        evidence: read, best first.
        words: of the first of them, as many as are looked at.
    """
    kinds = asked_kinds(question)
    if not kinds or not evidence or evidence[0].relevance is None:
        return list(evidence)
    best, latest = evidence[0], 0
    for place, piece in enumerate(evidence[: len(words)]):
        near = piece.relevance is not None and piece.relevance >= evidence[0].relevance - _AS_RELEVANT
        is_reply = _REPLY.match(piece.row.title) is not None and _subject(piece) == _subject(best)
        later = _sent(piece) > _sent(evidence[latest])
        if near and is_reply and later and differing_values(words[0], words[place], kinds):
            latest = place
    return [evidence[latest], *evidence[:latest], *evidence[latest + 1 :]]


def _subject(piece: Evidence) -> str:
    mark = _REPLY.match(piece.row.title)
    return piece.row.title[mark.end() if mark else 0 :].casefold().strip()


def _sent(piece: Evidence) -> tuple[str, bool]:
    """Return what mails of one subject are ordered by: their day, and within it the replies later."""
    return piece.row.published_at or "", _REPLY.match(piece.row.title) is not None
