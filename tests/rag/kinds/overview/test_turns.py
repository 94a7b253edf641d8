"""Who speaks in a conversation."""

from pathlib import Path

import pytest

from index.store import Index
from rag.kinds.overview.document_text import read_document
from rag.kinds.overview.turns import is_conversation, speakers, spoken
from tests.support.documents import ingest_bytes

_MEETING = """Ann: Shall we begin? The roof comes first on our list today.
Bo Hale: The roof leaks above the stairs. A new one costs too much.
Ann: Then we mend it, and see how long it lasts.
Bo Hale: I ask three roofers for their prices this week.
Ann: Good. That is decided, and we go on to the garden.
Bo Hale: The garden can wait until the spring, I think.
"""
_LETTER = """Note: the roof leaks above the stairs, and a new one costs too much.
Nobody knows how long it lasts when it is mended this week.
Prices: three roofers were asked for them, and none has answered us yet.
The garden can wait until the spring, when there is more time for it.
"""


def said_by(folder: Path, text: str) -> list[tuple[str, str]]:
    index = Index.open(folder, create=True)
    ingest_bytes(index, text.encode(), "text.txt", "text.txt")
    sentences = read_document(index, index.documents.listed()[0].id).sentences
    return [(sentence.text, name) for sentence, name in zip(sentences, speakers(index, sentences), strict=False)]


@pytest.mark.slow
def test_each_sentence_of_a_turn_is_said_by_the_one_who_is_named_in_front(tmp_path: Path) -> None:
    said = dict(said_by(tmp_path, _MEETING))
    assert said["A new one costs too much."] == "Bo Hale"
    assert said["That is decided, and we go on to the garden."] == "Ann"


@pytest.mark.slow
def test_labels_that_come_once_are_nobody_who_speaks(tmp_path: Path) -> None:
    assert {name for _, name in said_by(tmp_path, _LETTER)} <= {""}


@pytest.mark.slow
def test_what_is_said_in_a_conversation_counts_as_prose_without_a_full_stop(tmp_path: Path) -> None:
    index = Index.open(tmp_path, create=True)
    meeting = _MEETING + "Ann: and the benches by the gate are to be painted too –\nBo Hale: Who pays for that?\n"
    ingest_bytes(index, meeting.encode(), "text.txt", "text.txt")
    document = index.documents.listed()[0].id
    text = read_document(index, document)
    assert is_conversation(index, document)
    prose = {each.text: each.is_prose for each in spoken(text).sentences}
    assert not all(each.is_prose for each in text.sentences if "painted" in each.text)
    assert all(prose[each] for each in prose if "painted" in each)
    assert not any(prose[each] for each in prose if each.endswith("?"))
