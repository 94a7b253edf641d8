"""Documents of one form and one title, of which a question names whose it means: two contracts, each with its party."""

import re
from collections.abc import Mapping, Sequence, Set
from pathlib import PurePath

from index.search.analysis import analyse
from index.storage.records import ChunkRow
from index.store import Index
from rag.english.words import Role, read_words
from rag.evidence.doubts.recency.versions import inner_heading, without_figures
from rag.retrieval.candidates import Candidate

__all__ = ["of_named", "told_apart"]

_OPENING = 300
"""Characters in which a document says whose it is."""

_FEWEST_SMALL = 3
"""Words in small letters from which a title is known by them."""


def of_named(candidates: Sequence[Candidate], namesakes: Mapping[str, frozenset[str]]) -> list[Candidate]:
    """Return passages without those of documents that are like another, and of somebody else than the question names.

    “How much leave does Ada have?” is answered by Ada's contract of employment, which begins with her name, and not by
    Ben's, in which nobody is called so: both say “the employee” from there on.

    Args:
        candidates: passages.
        namesakes: as ``told_apart`` gives them.
    """
    return [candidate for candidate in candidates if namesakes.get(candidate.row.document_id, {""})]


def told_apart(index: Index, question: str, rows: Sequence[ChunkRow]) -> dict[str, frozenset[str]]:
    """Return the documents that names of a question tell from others like them, with the terms of those that each has.

    Documents are alike that have one title but for figures and names behind its first word, and a heading in common. A
    name tells one from another where it stands in the opening lines of the one, and nowhere in the other. It is a word
    with a capital, or one of a file's name.

    Args:
        index: within one snapshot.
        question: its words.
        rows: chunks of the documents that are looked at.

    Returns:
        By the id of each document that is like one so told apart; empty terms for one that has none of the names.
    """
    asked = [word for word in read_words(question) if word.tells]
    found: dict[str, frozenset[str]] = {}
    for alike in _alike(rows) if asked else ():
        filed = analyse(" ".join(_name(row) for row in alike))
        names = {word.term for word in asked if (word.start and word.text[0].isupper()) or word.term in filed}
        if names:
            found |= _own(index, alike, names)
    return found


def _own(index: Index, alike: Sequence[ChunkRow], names: Set[str]) -> dict[str, frozenset[str]]:
    """Return which names that tell some documents apart each of them has; empty where none does."""
    opened = {
        row.document_id: names & _called(index.documents.opening(row.document_id, row.version, _OPENING))
        for row in alike
    }
    if not any(opened.values()):
        return {}
    said = {
        row.document_id: names & set(analyse(index.documents.get(row.document_id, row.version).text)) for row in alike
    }
    telling = {name for own in opened.values() for name in own if any(name not in some for some in said.values())}
    # Who is spoken of elsewhere in a document may be who is asked about there.
    return {document: frozenset(telling & said[document]) for document in said} if telling else {}


def _called(opening: str) -> set[str]:
    return {word.term for word in read_words(opening) if word.role is Role.NAME}


def _form(title: str) -> str:
    """Return a title without its figures and the names in it: what “Lease: flat at Mill Row” and “… at Quay St” share.

    All of a title stays of which little is left: all words of “Contract of Employment” have capitals.
    """
    small = [word for word in re.findall(r"[^\W\d_]+", title) if word.islower()]
    first = without_figures(title).partition(" ")[0]
    return f"{first} {' '.join(small)}" if len(small) >= _FEWEST_SMALL else without_figures(title)


def _name(row: ChunkRow) -> str:
    return re.sub(r"[-_.]+", " ", PurePath(row.source).stem)


def _alike(rows: Sequence[ChunkRow]) -> list[list[ChunkRow]]:
    """Return the documents that are alike, a chunk of each, those that are together."""
    titled: dict[str, dict[str, list[ChunkRow]]] = {}
    for row in rows:
        titled.setdefault(_form(row.title), {}).setdefault(row.document_id, []).append(row)
    groups = []
    for documents in titled.values():
        headings = {document: {inner_heading(row) for row in some} - {""} for document, some in documents.items()}
        alike = [
            some[0]
            for document, some in documents.items()
            if any(headings[document] & own for other, own in headings.items() if other != document)
        ]
        if len(alike) > 1:
            groups.append(alike)
    return groups
