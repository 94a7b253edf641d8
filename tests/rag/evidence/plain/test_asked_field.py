"""A field answers what asks for it by its name, of whoever the form is about."""

import pytest

from index.store import Index
from rag.evidence.plain.asked_field import asked_field
from rag.retrieval.question import read

PASSAGE = """Name of the skipper: Ada Holm
Date of birth: 3 April 1971
Night berth | Pier 4
Weight of the anchor: 14 kg
Range at half speed: 90 miles
Draught with ballast: 2 m
Draught without ballast: 1 m
The crew is paid weekly."""
ABOVE = "Permit for the ferry Gannet"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return Index.open(tmp_path_factory.mktemp("index") / "i", "hash", create=True)


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("What is the date of birth of the skipper?", "Date of birth: 3 April 1971"),
        ("name of the skipper", "Name of the skipper: Ada Holm"),
        ("Where is the night berth of the Gannet?", "Night berth | Pier 4"),
        ("How many hives are there?", "• hives: 4"),
        ("Who tests the Gannet?", "Tested: by Ada Holm, 4 May"),
        ("How heavy is the anchor of the Gannet?", "Weight of the anchor: 14 kg"),
        ("How far does the Gannet go?", "Range at half speed: 90 miles"),
        ("What is the range of the Gannet?", "Range at half speed: 90 miles"),
    ],
)
def test_its_name_is_asked_for(index: Index, question: str, line: str) -> None:
    assert asked_field(read(index, question), line, ABOVE, PASSAGE)


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("What is the name?", "Name of the skipper: Ada Holm"),
        ("What is the date of birth of the cook?", "Date of birth: 3 April 1971"),
        ("When is the crew of the skipper paid?", "Crew: six"),
        ("What is the date of the permit?", "Date: Mon, 02 Feb 2026 11:00:00 +0100"),
        ("Who is the skipper?", "The skipper is Ada Holm."),
        ("Who tests the Gannet?", "Tested: 4 to 9 May 2031"),
        ("Why was the night berth given up?", "Given up: the night berth"),
        ("Is the night berth free?", "Night berth: free"),
        ("What are the boats?", "Boats | Gannet | Puffin"),
        ("How do I weigh the anchor?", "Weight of the anchor: 14 kg"),
        ("How heavy is the Gannet?", "Weight of the anchor: 14 kg"),
        ("How heavy is the anchor of the Puffin?", "Weight of the anchor: 14 kg"),
        ("What is the range of the Gannet at full speed?", "Range at half speed: 90 miles"),
        ("What is the draught of the Gannet?", "Draught with ballast: 2 m"),
    ],
)
def test_another_name_another_owner_a_mail_s_own_and_what_is_no_field(index: Index, question: str, line: str) -> None:
    assert not asked_field(read(index, question), line, ABOVE, PASSAGE)
