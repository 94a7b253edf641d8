"""What a long document says of one thing, on the real encoder and the real reader."""

from pathlib import Path

import pytest

from index.store import Index
from rag.answers.kind import Kind
from rag.asking.assistant import Assistant
from rag.investigation.query import Query
from tests.support.documents import ingest_bytes

_REPORT = """# Pellworth Dairies Ltd.

Pellworth Dairies Ltd. makes butter and cheese. Pellworth Dairies Ltd. is well known for its butter.

Pellworth Dairies Ltd. sold more cheese in 2021 than ever before. Pellworth Dairies Ltd. opened a shop in Orlo.
Pellworth Dairies Ltd. bought ten lorries. Pellworth Dairies Ltd. is proud of its drivers.

In May, Pellworth Dairies Ltd. dealt with the risk of fire in its cold store.
This involved new alarms, a second door, and a drill twice a year.
The insurer was told of every step, and halved what it asks for.

Pellworth Dairies Ltd. thanks its farmers. Pellworth Dairies Ltd. expects a good year.
Pellworth Dairies Ltd. paid two pounds a share. Pellworth Dairies Ltd. has four hundred cows.
"""
_MEETING = """Ann: We begin with the roof, which has leaked above the stairs since the winter.
Bo: Three roofers named their prices, and the lowest of them is four thousand pounds.
Cem: I would rather have the whole roof made new, since it is fifty years old.
Ann: Then the garden. The hedge has to be cut before the birds begin to nest.
Bo: I think that the hedge should go, and a wall be built in its place.
Cem: I like the hedge as it is, because it keeps the wind away from the benches.
Ann: We talk of the hedge again in April, when all of us have looked at it.
Bo: The last thing is the party, for which nobody has bought anything yet.
Cem: I bring the cake and the lamps to the party, as I did in the year before.
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    index = Index.open(tmp_path_factory.mktemp("index"), create=True)
    ingest_bytes(index, _REPORT.encode(), "report.md", "report.md")
    ingest_bytes(index, _MEETING.encode(), "board.txt", "board.txt")
    return Assistant(index)


@pytest.mark.slow
def test_of_a_part_of_a_document_that_is_told_which_goes_on_without_the_documents_name(assistant: Assistant) -> None:
    question = "Sum up in three sentences how Pellworth Dairies Ltd. dealt with the risk of fire"
    answer = assistant.ask(Query(question, kind=Kind.OVERVIEW))
    said = [sentence.text for sentence in answer.sentences]
    assert len(said) == 3
    assert any("risk of fire" in each for each in said)
    assert any("new alarms" in each for each in said)


@pytest.mark.slow
def test_in_a_conversation_what_someone_says_stands_under_the_name(tmp_path: Path) -> None:
    index = Index.open(tmp_path, create=True)
    ingest_bytes(index, _MEETING.encode(), "board.txt", "board.txt")
    answer = Assistant(index).ask(Query("In two sentences, what did Cem think of the hedge?", kind=Kind.OVERVIEW))
    assert any("keeps the wind away" in sentence.text and sentence.group == "Cem" for sentence in answer.sentences)


@pytest.mark.slow
def test_what_a_group_decided_is_answered_where_a_conversation_has_but_the_thing(tmp_path: Path) -> None:
    index = Index.open(tmp_path, create=True)
    ingest_bytes(index, _MEETING.encode(), "board.txt", "board.txt")
    answer = Assistant(index).ask(Query("What did the team members conclude on the hedge?", kind=Kind.OVERVIEW))
    assert not answer.abstained
    assert any("hedge" in sentence.text for sentence in answer.sentences)
