"""Files that are at another path than they were, and keep their documents."""

import os
from collections.abc import Container, Sequence
from pathlib import Path

from index.documents import document_id
from index.folders.files import FoundFile
from index.folders.plan import Plan
from index.origins import lies_in
from index.parse.structure.dates import date_in_name
from index.parse.structure.titles import first_title
from index.storage.records import FileRecord
from index.store import Index
from index.text.names import composed

__all__ = ["recognise_moves", "recognise_other_forms"]


def recognise_other_forms(index: Index, plan: Plan, missing: list[FileRecord], known: dict[str, FileRecord]) -> None:
    """Set files that are gone against new ones of the same name in the other form of Unicode, whatever is in these."""
    new = {composed(found.source): found for found, _ in plan.read if found.source not in known}
    gone = [record for path, record in known.items() if path not in plan.found and composed(path) in new]
    hashes = {found.source: sha256 for found, sha256 in plan.read}
    for old in gone:
        found = new[composed(old.path)]
        places = map(document_id, _places(index, old, found))
        if not old.document_ids or os.path.lexists(old.path) or not index.documents.taken().keys().isdisjoint(places):
            continue
        is_same = hashes[found.source] == old.sha256 and not old.failures
        plan.moved.append((old, plan.record(found, old.sha256 if is_same else "", old.document_ids)))
        plan.read = [each for each in plan.read if not is_same or each[0] is not found]
        missing[:] = [record for record in missing if record is not old]


def recognise_moves(index: Index, plan: Plan, missing: Sequence[FileRecord], known: dict[str, FileRecord]) -> None:
    """Set files that are gone against new ones with the same bytes."""
    taken = index.documents.taken() if missing else {}
    by_hash: dict[str, list[FileRecord]] = {}
    for record in missing:
        by_hash.setdefault(record.sha256, []).append(record)
    left: list[tuple[FoundFile, str]] = []
    for found, sha256 in plan.read:
        candidates = by_hash.get(sha256, []) if found.source not in known else []
        old = next((record for record in candidates if _is_move(index, taken, record, found)), None)
        if old is not None:
            candidates.remove(old)
            plan.moved.append((old, plan.record(found, sha256, old.document_ids)))
        else:
            left.append((found, sha256))
    plan.read = left
    plan.gone = sorted((record for some in by_hash.values() for record in some), key=lambda record: record.path)


def _is_move(index: Index, taken: Container[str], old: FileRecord, new: FoundFile) -> bool:
    """Tell whether a file with the same bytes gives the same documents under its new path.

    Another extension has another parser; and where a title or a date is made of the name, another name has others.
    """
    before, after = Path(old.path).name, Path(new.source).name
    if not old.document_ids or old.failures or Path(before).suffix.lower() != Path(after).suffix.lower():
        return False
    if any(document_id(place) in taken for place in _places(index, old, new)):
        return False
    if composed(before) == composed(after):
        return True
    titles = {summary.title for summary in index.documents.summaries(old.document_ids)}
    return first_title([], before) not in titles and date_in_name(before) == date_in_name(after)


def _places(index: Index, old: FileRecord, new: FoundFile) -> list[str]:
    """Return the sources that the documents of a file have under its new path."""
    summaries = index.documents.summaries(old.document_ids)
    return [new.source + each.source[len(old.path) :] for each in summaries if lies_in(each.source, old.path)]
