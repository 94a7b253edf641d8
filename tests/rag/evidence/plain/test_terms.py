"""A question is compared by the words that it asks about, without those that only ask."""

from pathlib import Path

from index.store import Index
from rag.english.word_lists import NOT_ASKED_FOR
from rag.evidence.plain.terms import asked_terms, terms
from rag.retrieval.question import read


def test_words_that_only_ask_are_left_out(tmp_path: Path) -> None:
    question = read(Index.open(tmp_path / "index", "hash", create=True), "What is the number of the KD-202 boats?")
    assert frozenset({"boat"}) in asked_terms(question)
    assert not any("what" in each for each in asked_terms(question))
    assert frozenset({"number"}) in asked_terms(question)
    assert frozenset({"number"}) not in asked_terms(question, NOT_ASKED_FOR | {"number"})
    assert {"boat", "number"} <= terms("Number of boats", question)
