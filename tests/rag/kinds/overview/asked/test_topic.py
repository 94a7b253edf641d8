"""Whether the passages found are about a topic, on the real encoder."""

import dataclasses
from pathlib import Path

import pytest

from index.store import Index
from rag.confidence.logistic import load_model
from rag.investigation.investigator import Investigator
from rag.investigation.query import Query
from rag.kinds.overview.asked.scope import wording
from rag.kinds.overview.asked.topic import is_covered
from tests.support.documents import ingest_bytes

_GUESTS = {
    "Birds": "nest in the hedge in April, and sing from first light until the bell of the school rings.",
    "Mice": "store beech nuts under the hedge, which nobody but the cat of the baker has ever found.",
    "Wasps": "chew the posts beside the hedge into paper, and sting whoever paints them in August.",
    "Snails": "cross the road to the hedge after rain, and few of them come as far as the lettuce.",
    "Bees": "fly to the hedge for its ivy, the last thing that flowers before the frost comes.",
    "Moths": "sit on the hedge by the hundred when the lamp of the station is lit.",
    "Toads": "sleep through the winter in the leaves that the wind drives against the hedge.",
}
_HEDGE = "".join(f"# {name}\n\n{name} {does}\n\n" for name, does in _GUESTS.items())
_ROOF = "# The end\n\n" + "The slates of the chapel are loose, and rain comes in above the organ. " * 3 + "\n\n"


@pytest.mark.slow
def test_a_topic_may_be_told_over_many_passages_of_one_document_but_not_of_several(tmp_path: Path) -> None:
    index = Index.open(tmp_path, create=True)
    ingest_bytes(index, (_HEDGE + _ROOF).encode(), "one.md", "one.md")
    investigator = Investigator(index, load_model(tmp_path))
    query = Query("What is said about the hedge and the slates of the chapel?")
    with index.database.snapshot():
        found, about = investigator.passages(query), wording(index, investigator.question(query))
        first = sorted(found.candidates, key=lambda each: "slates" in index.chunks.text(each.row))
        assert not any("slates" in index.chunks.text(each.row) for each in first[:5])
        assert is_covered(index, about, dataclasses.replace(found, candidates=tuple(first)))
        assert not is_covered(index, about, dataclasses.replace(found, candidates=tuple(first[:5])))
