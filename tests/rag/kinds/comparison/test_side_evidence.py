"""What each side of a comparison is given, whatever the others have."""

import dataclasses
from pathlib import Path

from index.store import Index
from rag.evidence.sentences import quotes, unscored
from rag.kinds.comparison.side_evidence import MOST_SHOWN, given_out
from tests.support.documents import ingest_bytes

_OWNERS = "".join(f"An owner has {n} years for part {n}.\n\n" for n in range(2, 9))
_PUMP = f"# Pump\n\n{_OWNERS}A firm has one year.\n"


def test_a_side_with_much_leaves_the_best_of_the_other_in_its_place(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", "hash", create=True)
    ingest_bytes(index, _PUMP.encode(), "pump.md", "pump.md")
    [document] = index.documents.listed()
    rows = index.chunks.get(index.chunks.ids_of([document.id])).values()
    pieces = [unscored(row, start, end) for row in rows for start, end in row.sentences]
    read = [dataclasses.replace(piece, relevance=1.0) for piece in pieces]
    owners = [piece for piece, words in zip(read, quotes(index, read), strict=True) if "owner" in words]
    [firm] = [piece for piece, words in zip(read, quotes(index, read), strict=True) if "firm" in words]
    assert len(owners) > MOST_SHOWN
    one, other = given_out([owners, [firm]], [owners[0], firm], [firm, *owners])
    assert (one, other) == (owners[: MOST_SHOWN - 1], [firm])
