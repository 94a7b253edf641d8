"""The first passages are read, no more of them than it takes, and order what is shown."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.encoding.encoders.hash import HashEncoder
from index.store import Index
from rag.reading.close_reading import MOST_READ, CloseReading, chunk_text, relevance_of, reordered
from rag.retrieval.candidates import Candidate, retrieve
from rag.retrieval.question import Question, read
from tests.support.documents import ingest_bytes

LAMP = "The lamp stands on a rock. It was lit in 1911 by Amalia Ruiz. Ships saw it from afar."


@pytest.fixture
def found(tmp_path: Path) -> Iterator[Index]:
    index = Index.open(tmp_path / "index", HashEncoder(), create=True)
    for number in range(10):
        text = f"The lamp number {number} was painted, and its oil was bought in a shop."
        ingest_bytes(index, text.encode(), f"{number}.txt", f"{number}.txt")
    ingest_bytes(index, LAMP.encode(), "lamp.txt", "lamp.txt")
    yield index
    index.close()


def looked_up(index: Index, text: str) -> tuple[Question, list[Candidate]]:
    question = read(index, text)
    return question, retrieve(index, question)


def test_no_more_is_read_when_one_of_the_first_answers(found: Index) -> None:
    question, candidates = looked_up(found, "Who lit the lamp?")
    [lamp] = [candidate for candidate in candidates if "lamp.txt" in candidate.row.source]
    others = [candidate for candidate in candidates if candidate is not lamp]
    assert len(CloseReading(found).read(question, [others[0], lamp, *others[1:]])) == 2
    assert len(CloseReading(found).read(question, [*others[:2], lamp, *others[2:]])) == 4


def test_where_sources_may_disagree_as_many_are_read_as_may_be_though_one_answers(found: Index) -> None:
    question, candidates = looked_up(found, "Who lit the lamp?")
    assert len(CloseReading(found).read(question, candidates, at_least=MOST_READ)) == min(MOST_READ, len(candidates))


def test_where_nothing_answers_as_many_are_read_as_may_be(found: Index) -> None:
    question, candidates = looked_up(found, "What is the capital of Peru?")
    candidates = candidates or looked_up(found, "lamp")[1]
    assert len(CloseReading(found).read(question, candidates)) == MOST_READ
    assert len(CloseReading(found).read(question, candidates[:3])) == 3
    assert CloseReading(found).read(question, []) == []


def test_what_answers_comes_first_and_the_rest_stays_as_it_was(found: Index) -> None:
    question, candidates = looked_up(found, "Who lit the lamp?")
    lamp = next(candidate for candidate in candidates if "lamp.txt" in candidate.row.source)
    others = [candidate for candidate in candidates if candidate is not lamp]
    given = [others[0], lamp, *others[1:]]
    order = reordered(given, CloseReading(found).read(question, given))
    assert order == [lamp, *others]


def test_every_sentence_that_was_read_has_its_relevance_and_the_one_that_answers_the_most(found: Index) -> None:
    question, candidates = looked_up(found, "Who lit the lamp?")
    [lamp] = [candidate for candidate in candidates if "lamp.txt" in candidate.row.source]
    relevance = relevance_of(found, question.text, CloseReading(found).read(question, [lamp]))
    assert {start for _, start in relevance} == {start for start, _ in lamp.row.sentences}
    best = max(relevance, key=lambda place: relevance[place])
    assert best[1] == LAMP.index("It was lit")


def test_a_sentence_that_only_asks_answers_nothing(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "asks", HashEncoder(), create=True)
    ingest_bytes(index, b"Who lit the lamp? It was lit by Amalia Ruiz.", "faq.txt", "faq.txt")
    question, candidates = looked_up(index, "Who lit the lamp?")
    asks, answers = relevance_of(index, question.text, CloseReading(index).read(question, candidates)).values()
    assert answers > asks + 6
    index.close()


def test_a_chunk_is_read_behind_its_title(found: Index) -> None:
    _, candidates = looked_up(found, "Who lit the lamp?")
    text = chunk_text(found, candidates[0].row)
    assert text.text.endswith(found.chunks.text(candidates[0].row))
    assert [text.text[a:b] for a, b in text.units[: text.leads]] == [candidates[0].row.title]


def test_a_heading_has_its_relevance_where_it_stands(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "headed", HashEncoder(), create=True)
    text = "# Lamps\n\n## The lamp was lit by Amalia Ruiz\n\nShips saw it from afar, and it never went out.\n"
    ingest_bytes(index, text.encode(), "lamps.md", "lamps.md")
    question, candidates = looked_up(index, "Who lit the lamp?")
    headed = [candidate for candidate in candidates if candidate.row.heading]
    relevance = relevance_of(index, question.text, CloseReading(index).read(question, headed))
    best = max(relevance, key=lambda place: relevance[place])
    assert best[0] < 0  # of a line above the chunk
    document = index.documents.get(headed[0].row.document_id)
    assert document.text[best[1] :].startswith("The lamp was lit")
    index.close()


def test_a_heading_that_only_counts_is_read_where_the_question_names_it(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "counted", HashEncoder(), create=True)
    ingest_bytes(index, b"# Lamps\n\n## Section 3\n\nThey are lit at dusk.\n", "lamps.md", "lamps.md")
    question, candidates = looked_up(index, "What does section 3 say?")
    [row] = [candidate.row for candidate in candidates if candidate.row.heading == "Lamps \u203a Section 3"]
    assert "Section" not in chunk_text(index, row).text
    assert chunk_text(index, row, question.text).text == "Lamps.\nSection 3.\nThey are lit at dusk."
    read = CloseReading(index).read(question, candidates)
    assert any(identity < 0 for identity, _ in relevance_of(index, question.text, read))
    index.close()
