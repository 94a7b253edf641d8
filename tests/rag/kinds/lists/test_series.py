"""What is counted is listed without a gap."""

from pathlib import Path

import pytest

from index.store import Index
from rag.evidence.sentences import Evidence, quotes, unscored
from rag.kinds.lists.series import missing_of_series
from tests.support.documents import ingest_bytes


def read(index: Index, text: str) -> list[Evidence]:
    ingest_bytes(index, text.encode(), "a.md", "a.md")
    [document] = index.documents.listed()
    rows = index.chunks.get(index.chunks.ids_of([document.id])).values()
    return [unscored(row, start, end) for row in rows for start, end in row.sentences]


@pytest.mark.parametrize(
    ("lines", "missing"),
    [
        (("Motion A was lost.", "Motion C was carried.", "Motion B fell.", "Motion D fell."), ["Motion B fell."]),
        (("Step 1 is dull.", "Step 4 is long.", "Step 2 is short.", "Step 9 is odd."), ["Step 2 is short."]),
        (("Motion A was lost.", "Motion D was carried.", "Rule B is old.", "Motion E fell."), []),
        (("On 3 May it rained.", "On 9 May it shone.", "On 5 May it blew.", "May 6 was dry."), []),
    ],
)
def test_what_lies_between_others_of_its_series_is_missing(
    tmp_path: Path, lines: tuple[str, ...], missing: list[str]
) -> None:
    index = Index.open(tmp_path / "index", "hash", create=True)
    known = read(index, "# Notes\n\n" + "\n\n".join(lines))
    chosen = [piece for piece, words in zip(known, quotes(index, known), strict=True) if words in lines[:2]]
    assert quotes(index, missing_of_series(index, chosen, known)) == missing
