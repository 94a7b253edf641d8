"""Documents of one form are told apart by whose they are, on the real encoder and the real reader."""

from pathlib import Path

import pytest

from index.store import Index
from rag.answers.kind import Kind
from rag.asking.assistant import Assistant
from rag.investigation.namesakes import told_apart
from rag.investigation.query import Query
from tests.support.documents import ingest_bytes

_BERTH = """# Berth agreement

between the harbour of Orlo and {owner}

## 1. The boat

The owner brings a boat of at most {length} metres.

## 2. Fee

The owner pays {fee} euros a year for the berth.

## 3. Winter

The boat is taken out of the water by {day} November.
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    index = Index.open(tmp_path_factory.mktemp("index"), create=True)
    for owner, length, fee, day in (("Ada Quist", 8, 640, 5), ("Ben Tarrant", 11, 910, 20)):
        text = _BERTH.format(owner=owner, length=length, fee=fee, day=day)
        ingest_bytes(index, text.encode(), f"{day}.md", f"{day}.md")
    ingest_bytes(index, b"# Club news\n\nAda Quist and Ben Tarrant rowed to the mill in June.", "news.md", "news.md")
    return index


def _told(index: Index, question: str) -> dict[str, frozenset[str]]:
    with index.database.snapshot():
        rows = list(index.chunks.get(index.chunks.ids_of([each.id for each in index.documents.listed()])).values())
        told = told_apart(index, question, rows)
        return {index.documents.get(document).source: terms for document, terms in told.items()}


def test_a_name_in_the_opening_lines_tells_which_document_is_whose(index: Index) -> None:
    assert _told(index, "What does Ada pay?") == {"5.md": {"ada"}, "20.md": frozenset()}
    assert _told(index, "Who pays more, Ada or Ben?") == {"5.md": {"ada"}, "20.md": {"ben"}}
    assert _told(index, "What is the fee in Orlo?") == {}, "both have the name"
    assert _told(index, "What does Cora pay?") == {}, "neither has it"


@pytest.mark.slow
def test_what_another_has_agreed_to_is_no_answer(index: Index) -> None:
    answer = Assistant(index).ask(Query("How much does Ben pay for his berth?"))
    assert "910" in answer.answer
    assert "640" not in answer.answer


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "figures"),
    [
        ("fee of Ada vs Ben", {"Ada": "640", "Ben": "910"}),
        (
            "Until when is the boat in the water in winter, Ben's and Ada's?",
            {"Ada": "5 November", "Ben": "20 November"},
        ),
    ],
)
def test_two_are_compared_by_what_they_say_in_one_place(index: Index, question: str, figures: dict[str, str]) -> None:
    answer = Assistant(index).ask(Query(question, kind=Kind.COMPARISON))
    said = {sentence.group: sentence.text for sentence in answer.sentences}
    assert said.keys() == figures.keys()
    assert all(figures[name] in text for name, text in said.items())


@pytest.mark.slow
def test_the_old_contract_is_any_that_has_an_older_version(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True)
    for version, days in ((1, 9), (2, 4)):
        text = f"# Bakery agreement (version {version})\n\n## Ovens\n\nA cold oven is mended within {days} days.\n"
        ingest_bytes(index, text.encode(), f"v{version}.md", f"v{version}.md")
    question = "How fast is a cold oven mended in the old and the new contract?"
    answer = Assistant(index).ask(Query(question, kind=Kind.COMPARISON))
    assert [("9 days" in each.text, "4 days" in each.text) for each in answer.sentences] == [
        (True, False),
        (False, True),
    ]


def test_titles_that_differ_in_names_alone_are_of_one_form(tmp_path: Path) -> None:
    index = Index.open(tmp_path, create=True)
    for number, place in ((41, "Quarry Row"), (57, "Quarry Gardens")):
        text = f"# Permit {number}: new mooring at {place}\n\n## Neighbours\n\nThose who live at {place} object.\n"
        ingest_bytes(index, text.encode(), f"{number}.md", f"{number}.md")
    ingest_bytes(index, b"# Quarry Row in pictures\n\n## Neighbours\n\nThe boats lie there.\n", "row.md", "row.md")
    assert _told(index, "Who objects to Quarry Gardens?") == {"57.md": {"garden"}, "41.md": frozenset()}
    assert _told(index, "Do the neighbours object to Quarry?") == {}, "both are at a quarry"
