"""Rows that have one cell in common are what a question asks for by it, on the real encoder and the real reader."""

from pathlib import Path

import pytest

from index.store import Index
from rag.asking.assistant import Assistant
from rag.investigation.query import Query
from tests.support.documents import ingest_bytes

_CREW = """# Crew of the harbour

| Name | Post | Department | Answers to |
|---|---|---|---|
| Ada Brun | Harbour master | Office | |
| Tom Rowe | Crane driver | Crane | Ada Brun |
| Ines Holt | Crane driver | Crane | Ada Brun |
| Lea Sand | Clerk | Office | Tom Rowe |
| Max Orr | Boatman | Spare boats | Ada Brun |
| Pia Lund | Boatman | Spare boats | Tom Rowe |
"""


_WEEK = "| Day | Dish | Allergens |\n|---|---|---|\n"
_GALLEY = f"""# Galley: dishes of the fortnight

## First week

{_WEEK}| Monday | Pie | gluten |
| Friday | Cod | fish, egg |

## Second week

{_WEEK}| Monday | Stew | celery |
| Friday | Hake and chips | fish |

# Courses

| Course | When | Fee |
|---|---|---|
| Knots | Tuesday 18.00–19.30 | £20 |
| Charts | Thursday 18.00–20.00 | £40 |
| Rowing | Thursday 7.00–8.00 | £35 |
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    index = Index.open(tmp_path_factory.mktemp("index"), create=True)
    ingest_bytes(index, _CREW.encode(), "crew.md", "crew.md")
    ingest_bytes(index, _GALLEY.encode(), "galley.md", "galley.md")
    ingest_bytes(index, b"# Tides\n\nHigh water is at noon. Low water is at six.", "tides.md", "tides.md")
    return Assistant(index)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("who answers to Ada Brun", ["Tom Rowe", "Ines Holt", "Max Orr"]),
        ("Who works in spare boats?", ["Max Orr", "Pia Lund"]),
        ("which people belong to the crane department", ["Tom Rowe", "Ines Holt"]),
    ],
)
def test_rows_of_one_cell_are_all_given_and_no_others(assistant: Assistant, question: str, names: list[str]) -> None:
    said = [sentence.text for sentence in assistant.ask(Query(question)).sentences]
    assert [text.removeprefix("Name: ").partition(";")[0] for text in said] == names


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "begin"),
    [
        ("which courses are on Thursdays", ["Course: Charts", "Course: Rowing"]),
        ("which dishes contain fish", ["Day: Friday; Dish: Cod", "Day: Friday; Dish: Hake and chips"]),
    ],
)
def test_a_day_is_told_beside_its_times_and_like_tables_are_one(
    assistant: Assistant, question: str, begin: list[str]
) -> None:
    said = [sentence.text for sentence in assistant.ask(Query(question)).sentences]
    assert len(said) == len(begin)
    assert all(text.startswith(start) for text, start in zip(said, begin, strict=True))


@pytest.mark.slow
@pytest.mark.parametrize("question", ["Who left the crane department?", "Who is not in the crane department?"])
def test_what_asks_more_of_them_is_not_answered_by_all(assistant: Assistant, question: str) -> None:
    said = [sentence.text for sentence in assistant.ask(Query(question)).sentences]
    assert not (len(said) == 2 and all("Department: Crane" in text for text in said))


_LESSONS = """# Lessons of the rowing club

| Lesson | Day | For |
|---|---|---|
| Knots | Monday | beginners, juniors |
| Steering | Tuesday | coxes |
| Racing starts | Friday | seniors and juniors |
| Rescue | Sunday | everybody |
"""


@pytest.mark.slow
def test_a_cell_may_list_others_beside_the_one_that_is_asked_for(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True)
    ingest_bytes(index, _LESSONS.encode(), "lessons.md", "lessons.md")
    said = [sentence.text for sentence in Assistant(index).ask(Query("Which lessons are for juniors?")).sentences]
    assert [text.removeprefix("Lesson: ").partition(";")[0] for text in said] == ["Knots", "Racing starts"]
