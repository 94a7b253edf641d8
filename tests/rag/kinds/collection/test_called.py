"""A document is called by its noun or its format, and by what else stands in its title and its name."""

import pytest

from index.store import Index
from rag.kinds.collection.called import NamedThing, is_called, named_things, up_to_noun
from tests.support.documents import ingest_bytes

FILES = {
    "harbour-contract.md": b"# Lease of berth 12\n\nThe berth costs 290 crowns.\n",
    "2.eml": b"From: Ines <ines@harbour.example>\nSubject: The new pump\n\nIt arrives in May.\n",
    "brief.md": b"# Der Zaun\n\nDer Zaun an der Nordseite ist morsch und muss bis zum Winter erneuert werden.\n",
    "letter-okafor.md": b"# To the tenants\nAuthor: Bo Okafor\n\nThe gate is painted in May.\n",
    "answer-to-petition.md": b"# About the gate\n\nIt stays.\n",
    "walk.md": b"# A walk around the harbour\n\nIt is two miles long.\n",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    index = Index.open(tmp_path_factory.mktemp("index"), create=True)
    for name, data in FILES.items():
        ingest_bytes(index, data, name, name)
    return index


@pytest.mark.parametrize(
    ("words", "sources"),
    [
        ("lease", {"harbour-contract.md"}),
        ("Contract", {"harbour-contract.md"}),
        ("harbour contract", {"harbour-contract.md"}),
        ("harbour lease", {"harbour-contract.md"}),
        ("mail", {"2.eml"}),
        ("German letter", {"brief.md"}),
        ("letter", {"2.eml", "letter-okafor.md"}),
        ("okafor's letter", {"letter-okafor.md"}),
        ("Okafors letter", {"letter-okafor.md"}),
        ("Bo Okafor letter", {"letter-okafor.md"}),
        ("Ines letter", set()),
        ("French letter", set()),
        ("walk", {"walk.md"}),
        ("harbour", set()),
        ("pump", set()),
        ("petition", set()),
        ("answer", {"answer-to-petition.md"}),
        ("rowing contract", set()),
        ("the", set()),
    ],
)
def test_what_documents_are_called(index: Index, words: str, sources: set[str]) -> None:
    rows = index.chunks.get(range(1, 10)).values()
    assert {row.source for row in rows if is_called(words.split(), row)} == sources


def test_a_name_ends_with_a_noun_for_something_written() -> None:
    assert up_to_noun("rowing contract of last year") == ["rowing", "contract"]
    assert up_to_noun("harbour in winter") == []
    assert up_to_noun("letter from the French club") == ["French", "letter"]


@pytest.mark.parametrize(
    ("question", "things"),
    [
        ("Summarise the grant proposal", [NamedThing(("grant", "proposal"), is_pointed_at=True)]),
        ("mr quists complaint", [NamedThing(("mr", "quists", "complaint"), is_pointed_at=False)]),
        ("Is a contract needed?", [NamedThing(("contract",), is_pointed_at=False)]),
        ("Where is the harbour?", []),
        ("the complaint by Mr Quist", [NamedThing(("Quist", "complaint"), is_pointed_at=True)]),
        ("the letter from the French club", [NamedThing(("French", "letter"), is_pointed_at=True)]),
        ("a copy of the letter of thanks", [NamedThing(("letter",), is_pointed_at=True)]),
        (
            "Does the lease differ from our old contract?",
            [
                NamedThing(("lease",), is_pointed_at=True),
                NamedThing(("old", "contract"), is_pointed_at=True),
            ],
        ),
    ],
)
def test_what_is_written_is_read_with_the_words_that_say_which(question: str, things: list[NamedThing]) -> None:
    assert named_things(question) == things
