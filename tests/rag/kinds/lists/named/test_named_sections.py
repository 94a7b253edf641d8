"""Which section is named by its heading, and which items by the label before them."""

from pathlib import Path

import pytest

from index.search.analysis import analyse
from index.store import Index
from rag.kinds.lists.list_items import Item, words_of
from rag.kinds.lists.named.named_sections import asked_section, is_headed, labelled_items, named_section
from rag.retrieval.candidates import Candidate, retrieve
from rag.retrieval.question import read
from tests.support.documents import ingest_bytes

MINUTES = b"""# Minutes of the rowing club

## January 2023

- Decided: the boathouse is painted green.
- Discussed: the price of oars.

## February 2024

- Decided: oars are bought from Mylor.

## Who helps

Jory looks after the keys. Wella keeps the accounts.

## Outings

To the weir in May. To Mylor in June.
"""


@pytest.fixture
def index(tmp_path: Path) -> Index:
    index = Index.open(tmp_path / "index", "hash", create=True)
    ingest_bytes(index, MINUTES, "minutes.md", "minutes.md")
    return index


def candidates(index: Index, question: str) -> list[Candidate]:
    return retrieve(index, read(index, question))


def texts(index: Index, items: tuple[Item, ...]) -> list[str]:
    return [words_of(index, item).removeprefix("• ") for item in items]


def below(index: Index, question: str) -> list[str]:
    block = asked_section(index, question, candidates(index, question))
    return texts(index, block.items) if block else []


def test_a_section_is_named_by_all_words_of_its_heading(index: Index) -> None:
    question = "Who helps the club, and with what?"
    found = named_section(index, question, candidates(index, question))
    assert texts(index, found) == ["Jory looks after the keys.", "Wella keeps the accounts."]
    question = "Who looks after what?"
    assert named_section(index, question, candidates(index, question)) == ()


def test_items_have_the_label_that_the_question_names_below_headings_with_its_year(index: Index) -> None:
    question = "List all that was decided"
    green, oars = "Decided: the boathouse is painted green.", "Decided: oars are bought from Mylor."
    assert texts(index, labelled_items(index, question, candidates(index, question))) == [green, oars]
    question = "List all that was decided in 2024"
    assert texts(index, labelled_items(index, question, candidates(index, question))) == [oars]
    question = "List all that was refused"
    assert labelled_items(index, question, candidates(index, question)) == ()


def test_a_part_is_headed_by_words_of_the_question_and_not_by_its_title(index: Index) -> None:
    rows = [each.row for each in candidates(index, "Who helps?")]
    headed = [row.heading for row in rows if is_headed(row, frozenset(analyse("Who helps the club?")))]
    assert headed == ["Minutes of the rowing club › Who helps"]


def test_a_section_is_asked_for_whole_by_its_heading_and_its_title(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "i", "hash", create=True)
    rows = "| Measure | Who |\n|---|---|\n| New roof | Jory |\n| 2 new oars | Wella |\n"
    ingest_bytes(index, f"# Fire of the boathouse\n\n## Measures\n\n{rows}".encode(), "fire.md", "fire.md")
    asked, other = "What are the measures after the fire?", "What are the measures after the flood?"
    found = below(index, asked)
    assert found[-2:] == ["New roof | Jory", "2 new oars | Wella"]
    assert below(index, other) == []


@pytest.mark.parametrize(
    ("question", "is_asked_for"),
    [
        ("Which outings are there?", True),
        ("List all the outings", True),
        ("Which outings are free?", False),
    ],
)
def test_a_heading_may_say_all_that_is_asked_for(index: Index, question: str, is_asked_for: bool) -> None:
    assert below(index, question) == (["To the weir in May.", "To Mylor in June."] if is_asked_for else [])


@pytest.mark.parametrize(
    ("question", "is_asked_for"),
    [
        ("Which stops will the ferry make?", True),
        ("What does the report recommend for the ferry?", False),
        ("What does the study recommend?", True),
        ("Which stops will the night ferry make?", False),
    ],
)
def test_what_announces_a_list_says_what_is_asked_and_its_document_the_rest(
    tmp_path: Path, question: str, is_asked_for: bool
) -> None:
    index = Index.open(tmp_path / "i", "hash", create=True)
    stops = "## On the way\n\nIt calls at these stops:\n\n- Marenna\n- Umbra\n\n"
    advice = "## What the harbourmaster recommends\n\nHe was brief.\n\n1. Paint the buoys.\n2. Mend the pier.\n"
    text = f"# Slower than hoped\n\nThe ferry to Orlo sails again, a study says.\n\n{stops}{advice}"
    ingest_bytes(index, text.encode(), "ferry.md", "ferry.md")
    asked_for = ["Marenna", "Umbra"] if "stops" in question else ["1. Paint the buoys.", "2. Mend the pier."]
    assert below(index, question) == (asked_for if is_asked_for else [])


OLD_RULES = b"# Rules of the mill\n\nEdition of May 2021.\n\n## 2 Night visits\n\n- owls\n- moths\n"
NEW_RULES = OLD_RULES.replace(b"May 2021", b"June 2024").replace(b"moths", b"bats") + b"\n## 4. Fees\n\n- two\n- six\n"


@pytest.mark.parametrize(
    ("question", "items"),
    [
        ("On which occasions are there night visits?", ["owls", "bats"]),
        ("What kinds of night visits are there?", ["owls", "bats"]),
        ("What fees are there?", ["two", "six"]),
        ("Who pays the night visits?", []),
    ],
)
def test_numbers_of_headings_are_not_asked_for_and_the_later_edition_says_what_stands_there(
    index: Index, question: str, items: list[str]
) -> None:
    ingest_bytes(index, OLD_RULES, "old.md", "old.md")
    ingest_bytes(index, NEW_RULES, "new.md", "new.md")
    assert below(index, question) == items


LEAFLET = b"""# Guide to Brell paste

## Do not use Brell paste

- on marble
- on brass

## How to use Brell paste

Rub it in. Wait for an hour.

## Possible bad effects

Often:

- white stains
- a smell of tar

Seldom:

- holes
- rust
"""


def test_of_headings_that_a_question_has_it_is_the_one_with_most_of_its_words(index: Index) -> None:
    ingest_bytes(index, LEAFLET, "brell.md", "brell.md")
    assert below(index, "Who must not use Brell paste?") == ["on marble", "on brass"]
    assert below(index, "How is Brell paste used, and by whom?") == ["Rub it in.", "Wait for an hour."]


def test_all_lists_below_a_heading_answer_that_has_but_a_word_more(index: Index) -> None:
    ingest_bytes(index, LEAFLET, "brell.md", "brell.md")
    found = below(index, "Which bad effects does Brell paste have?")
    assert found == ["Often:", "white stains", "a smell of tar", "Seldom:", "holes", "rust"]
    assert below(index, "Which good effects does Brell paste have?") == []
