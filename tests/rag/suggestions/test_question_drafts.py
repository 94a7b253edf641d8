from pathlib import Path

from index.encoding.encoders.hash import HashEncoder
from index.store import Index
from rag.suggestions.question_drafts import draft_questions
from tests.support.documents import ingest_bytes

DOCUMENTS = {
    "museum.txt": "The museum of tides opened to its first visitors in 1901. It has two rooms and a small garden.",
    "port.txt": "The new quay will cost the state 231.5 million dollars before interest.",
    "ferry.txt": "Two ferries sail on every day. Ferries carried 4,300 passengers over the summer of the strike.",
    "people.txt": "Ada Berg built the iron bridge over the river for the railway.",
    "list.txt": "1. Replace all of the pumps. Although the town was poor, it paid for every one of them.",
}


def index_of(tmp_path: Path) -> Index:
    made = Index.open(tmp_path / "index", HashEncoder(), create=True)
    for name, text in DOCUMENTS.items():
        ingest_bytes(made, text.encode(), name, name)
    return made


def test_a_draft_asks_for_what_its_sentence_says(tmp_path: Path) -> None:
    drafts = {draft.source: draft for draft in draft_questions(index_of(tmp_path), 10)}
    assert {source: (draft.question, draft.answer) for source, draft in drafts.items()} == {
        "museum.txt": ("The museum of tides opened to its first visitors in what year?", "1901"),
        "port.txt": ("The new quay will cost the state how much before interest?", "231.5 million dollars"),
        "ferry.txt": ("Ferries carried how many passengers over the summer of the strike?", "4,300"),
        "people.txt": ("Who or what built the iron bridge over the river for the railway?", "Ada Berg"),
    }
    for draft in drafts.values():
        assert DOCUMENTS[draft.source][draft.start : draft.end] == draft.answer


def test_the_same_index_gives_the_same_drafts_and_no_more_than_asked_for(tmp_path: Path) -> None:
    index = index_of(tmp_path)
    assert draft_questions(index, 2) == draft_questions(index, 10)[:2]
