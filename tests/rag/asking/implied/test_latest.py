"""A document that a question calls the newest or oldest of its like is the one that answers."""

import pytest

from index.store import Index
from rag.answers.kind import Kind
from rag.asking.assistant import Assistant
from rag.asking.implied.latest import about_latest
from rag.investigation.query import Query
from rag.retrieval.filters import Filters
from tests.support.documents import ingest_bytes

MINUTES = "---\ndate: {}\nauthor: {}\n---\n# Minutes of the skating club\n\n{}\n"
FILES = {
    "minutes-1.md": MINUTES.format("2024-02-01", "Jo Marsh", "The club has 41 members. Dogs may run on the ice."),
    "minutes-2.md": MINUTES.format("2025-03-02", "Jo Marsh", "The club has 44 members. Dogs stay off the ice."),
    "letter.md": "---\ndate: 2023-05-05\nauthor: Anna Pell\n---\n# Letter to the council\n\nThe lane floods.",
    "letter-2.md": "---\ndate: 2025-06-01\nauthor: Ruud Vis\n---\n# Letter to the mayor\n\nThe lamps are out again.",
    "rules.md": "# Rules of the rink\n\nNobody skates after ten in the evening.\n",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    index = Index.open(tmp_path_factory.mktemp("index"), create=True)
    for name, text in FILES.items():
        ingest_bytes(index, text.encode(), name, name)
    return index


def meant(index: Index, question: str, kind: Kind = Kind.FACT) -> tuple[str, ...] | None:
    with index.database.snapshot():
        found = about_latest(Query(question), kind, index)
    return found.query.filters.sources if found else None


@pytest.mark.parametrize(
    ("question", "kind", "sources"),
    [
        ("What do the latest minutes say about dogs?", Kind.OVERVIEW, ("minutes-2.md",)),
        ("How many members were there in the oldest minutes?", Kind.FACT, ("minutes-1.md",)),
        ("What does the newest document say?", Kind.OVERVIEW, ("letter-2.md",)),
        ("What does the most recent letter from Anna Pell ask for?", Kind.FACT, ("letter.md",)),
        ("What is the newest letter about?", Kind.COLLECTION, ("letter-2.md",)),
        ("What do the last two minutes say?", Kind.OVERVIEW, ("minutes-2.md", "minutes-1.md")),
        ("Which letter is the newest?", Kind.COLLECTION, None),
        ("Which is the newest document that mentions dogs?", Kind.COLLECTION, None),
        ("Which is the oldest document about boats?", Kind.COLLECTION, None),
        ("latest minutes", Kind.COLLECTION, None),
        ("When was the last page of it torn out?", Kind.FACT, None),
        ("What is the latest rule?", Kind.FACT, None),
        ("What do the first lines of the rules say?", Kind.FACT, None),
        ("What does the newest letter from Hugo Lang say?", Kind.FACT, None),
    ],
)
def test_who_is_called_by_its_date_among_its_like_is_meant(
    index: Index, question: str, kind: Kind, sources: tuple[str, ...] | None
) -> None:
    assert meant(index, question, kind) == sources


def test_sources_that_were_chosen_stay(index: Index) -> None:
    query = Query("What do the latest minutes say?", filters=Filters(sources=("rules.md",)))
    with index.database.snapshot():
        assert about_latest(query, Kind.OVERVIEW, index) is None


@pytest.mark.slow
def test_the_answer_says_which_document_it_is_of(index: Index) -> None:
    answer = Assistant(index).ask(Query("How many members were there according to the oldest minutes?"))
    assert answer.lead == "In the oldest, “Minutes of the skating club”, 1 February 2024:"
    assert [sentence.text for sentence in answer.sentences] == ["The club has 41 members."]


@pytest.mark.slow
def test_where_it_says_nothing_of_it_the_answer_says_so_before_it_looks_elsewhere(index: Index) -> None:
    answer = Assistant(index).ask(Query("How many members does the club have, according to the newest letter?"))
    assert answer.lead == "Nothing was found in the newest, “Letter to the mayor”, 1 June 2025. Elsewhere:"
    assert {c.source for sentence in answer.sentences for c in sentence.citations} <= {"minutes-1.md", "minutes-2.md"}


@pytest.mark.slow
def test_where_nothing_says_it_the_answer_says_which_document_it_looked_into(index: Index) -> None:
    answer = Assistant(index).ask(Query("What does the oldest letter say about dogs?", kind=Kind.FACT))
    said = "Nothing in the oldest, “Letter to the council”, 5 May 2023, clearly says what was asked."
    assert (answer.abstained, answer.abstain_reason) == (True, said)
