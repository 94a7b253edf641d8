"""Days that a question names narrow it to the documents of these days, where no document speaks of them."""

import datetime
from pathlib import Path

import pytest

from index.store import Index
from rag.answers.kind import Kind
from rag.asking.assistant import Assistant
from rag.asking.implied.days import about_days
from rag.confidence.logistic import load_model
from rag.investigation.investigator import Investigator
from rag.investigation.query import Query
from rag.retrieval.filters import Filters
from tests.support.documents import ingest_bytes

TODAY = datetime.date(2026, 11, 29)
NEWS = {
    "dredging.md": ("Quay closed for dredging", "2026-08-03", "The quay of Tornby was closed for dredging."),
    "storm.md": ("Storm closes the quay", "2026-11-23", "A storm closed the quay of Tornby. Two cranes fell."),
    "report.md": ("Report of Orsund", "2026-03-01", "Orsund earned 4 million crowns in 2025."),
    "party.md": ("The party at the quay", "2026-07-01", "All come to the quay on 12 July 2026."),
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    index = Index.open(tmp_path_factory.mktemp("index"), create=True)
    for name, (title, date, words) in NEWS.items():
        text = f"---\ntitle: {title}\ndate: {date}\n---\n{words}"
        ingest_bytes(index, text.encode(), name, name)
    return index


@pytest.mark.parametrize(
    ("question", "rest", "after", "before"),
    [
        ("What happened at the quay in August?", "What happened at the quay?", "2026-08-01", "2026-08-31"),
        ("What happened at the quay in August 2026?", "What happened at the quay?", "2026-08-01", "2026-08-31"),
        ("What happened at the quay in the last 7 days?", "What happened at the quay?", "2026-11-22", "2026-11-29"),
        ("Since October, what fell?", "what fell?", "2026-10-01", None),
    ],
)
def test_days_of_documents_become_a_filter(
    index: Index, question: str, rest: str, after: str, before: str | None
) -> None:
    with index.database.snapshot():
        found = about_days(Query(question), Investigator(index, load_model()), TODAY)
    assert found is not None
    narrowed, _ = found
    assert narrowed.text.strip(" ,") == rest
    assert (narrowed.filters.after, narrowed.filters.before) == (after, before)


LETTERS = {
    "mercado.md": ("El mercado", "2026-10-12", "El mercado de Tornby se cierra por obras. La semana es larga."),
    "feria.md": ("La feria", "2026-11-18", "La feria de Tornby se llenó de gente. Vinieron dos coros."),
    "viejo.md": ("El puerto", "2020-03-01", "En el puerto de Tornby no pasa nada. Se habló de la semana pasada."),
}


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Index:
    index = Index.open(tmp_path_factory.mktemp("letters"), create=True)
    for name, (title, date, words) in LETTERS.items():
        text = f"---\ntitle: {title}\ndate: {date}\nlanguage: es\n---\n{words}"
        ingest_bytes(index, text.encode(), name, name)
    return index


@pytest.mark.parametrize(
    ("question", "rest", "after", "before"),
    [
        ("¿Qué pasó en Tornby la semana pasada?", "¿Qué pasó en Tornby?", "2026-11-16", "2026-11-22"),
        ("¿Qué se cerró en Tornby en octubre?", "¿Qué se cerró en Tornby?", "2026-10-01", "2026-10-31"),
        ("¿Qué se dijo en Tornby desde marzo?", "¿Qué se dijo en Tornby?", "2026-03-01", None),
    ],
)
def test_days_are_read_in_the_language_of_the_question(
    letters: Index, question: str, rest: str, after: str, before: str | None
) -> None:
    with letters.database.snapshot():
        found = about_days(Query(question), Investigator(letters, load_model()), TODAY)
    assert found is not None
    narrowed, _ = found
    assert narrowed.text == rest
    assert (narrowed.filters.after, narrowed.filters.before) == (after, before)


@pytest.mark.parametrize(
    "question",
    [
        "What did Orsund earn in 2025?",
        "Who comes to the quay in July?",
        "What happened at the quay in May?",
        "What happened at the quay?",
    ],
)
def test_what_the_texts_tell_themselves_and_days_without_documents_are_no_filter(index: Index, question: str) -> None:
    with index.database.snapshot():
        assert about_days(Query(question), Investigator(index, load_model()), TODAY) is None


def test_minutes_that_are_named_by_their_day_are_of_it_though_they_say_it(tmp_path: Path) -> None:
    minutes = Index.open(tmp_path / "index", create=True)
    for day in ("2026-03-12", "2026-04-09"):
        text = f"---\ndate: {day}\n---\n# Minutes\n\nThe meeting of {day} decided on the quay."
        ingest_bytes(minutes, text.encode(), f"minutes-{day}.md", f"minutes-{day}.md")
    with minutes.database.snapshot():
        found = about_days(Query("What was decided in March?"), Investigator(minutes, load_model()), TODAY)
    assert found is not None
    assert (found[0].filters.after, found[0].filters.before) == ("2026-03-01", "2026-03-31")


def test_days_that_were_chosen_stay(index: Index) -> None:
    chosen = Query("What happened at the quay in August?", filters=Filters(after="2026-11-01"))
    with index.database.snapshot():
        assert about_days(chosen, Investigator(index, load_model()), TODAY) is None


@pytest.mark.slow
def test_the_answer_names_the_days_and_is_of_their_documents(index: Index) -> None:
    answer = Assistant(index).ask(Query("What happened at the quay in August 2026?", kind=Kind.FACT))
    assert answer.lead == "Documents from August 2026:"
    assert {citation.source for sentence in answer.sentences for citation in sentence.citations} == {"dredging.md"}
    assert (answer.settings.after, answer.settings.before) == ("2026-08-01", "2026-08-31")
