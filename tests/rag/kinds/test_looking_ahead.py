import sys
from pathlib import Path

from index.store import Index
from rag.answers.kind import Kind
from rag.asking.assistant import Assistant
from rag.investigation.query import Query
from rag.kinds.collection.document_sorts import by_tops, of_sort
from rag.kinds.collection.documents_by_words import by_names
from rag.kinds.looking_ahead import look_ahead
from tests.support.documents import ingest_bytes


def _index(folder: Path) -> Index:
    index = Index.open(folder / "index", create=True)
    for number in range(20):
        text = f"# Minutes of meeting {number}\n\nThe committee spoke of berth {number}, which leaks.\n"
        ingest_bytes(index, text.encode(), f"minutes-{number}.md", f"minutes-{number}.md")
    return index


def test_it_goes_on_as_long_as_it_is_wanted(tmp_path: Path) -> None:
    index = _index(tmp_path)
    asked: list[int] = []

    def goes_on() -> bool:
        asked.append(len(asked))
        return len(asked) < 3

    look_ahead(index, goes_on)
    assert asked == [0, 1, 2]


def test_what_was_made_ahead_is_what_questions_take_and_follows_the_documents(tmp_path: Path) -> None:
    index = _index(tmp_path)
    look_ahead(index)
    [tops] = index.documents.derived(by_tops)
    letter = b"# Letter to the mill\n\nThe wheel is to be mended by the end of May.\n"
    ingest_bytes(index, letter, "wheel.md", "wheel.md")
    changed = b"# Report on berth 3\n\nThe committee found no leak any more.\n"
    ingest_bytes(index, changed, "minutes-3.md", "minutes-3.md")
    assert index.documents.derived(by_tops)[0].made is tops.made
    assert len(index.documents.derived(by_names)) == 2

    def called(sort: str) -> set[str]:
        documents = index.documents.listed()
        found = of_sort(index, sort, documents)
        return {each.source for each in documents if each.id in found}

    assert called("letters") == {"wheel.md"}
    assert called("reports") == {"minutes-3.md"}
    # The file of the report is called so still.
    assert called("minutes") == {f"minutes-{number}.md" for number in range(20)}
    answer = Assistant(index).ask(Query("What is the report on berth 3 about?", kind=Kind.OVERVIEW))
    assert {citation.source for sentence in answer.sentences for citation in sentence.citations} == {"minutes-3.md"}


def test_other_threads_get_their_turn_sooner_while_it_looks_and_as_before_afterwards(tmp_path: Path) -> None:
    usual = sys.getswitchinterval()
    seen: list[float] = []

    def goes_on() -> bool:
        seen.append(sys.getswitchinterval())
        return True

    index = _index(tmp_path)
    look_ahead(index, goes_on)
    assert max(seen) < usual
    assert sys.getswitchinterval() == usual


def test_one_thread_looks_at_a_time(tmp_path: Path) -> None:
    index = _index(tmp_path)
    asked: list[str] = []

    def another() -> bool:
        asked.append("another")
        return False

    def goes_on() -> bool:
        look_ahead(index, another)
        asked.append("first")
        return len(asked) < 2

    look_ahead(index, goes_on)
    assert asked == ["first", "first"]
    look_ahead(index, another)
    assert asked[-1] == "another"
