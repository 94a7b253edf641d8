"""Lines of a question set become cases, with all that a kind of question wants."""

import json
from pathlib import Path
from typing import Any

import pytest

from rag.answers.kind import Kind
from rag.errors import QuestionSetError
from rag.evaluation.sets.question_case import Expected, GoldSpan, QuestionCase
from rag.evaluation.sets.question_lines import read_cases


@pytest.fixture
def case_of(tmp_path: Path):
    def read(**fields: Any) -> QuestionCase:
        path = tmp_path / "questions.jsonl"
        path.write_text(json.dumps({"question": "Which boats sail?", **fields}), encoding="utf-8")
        return read_cases(path)[0]

    return read


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("summary", Kind.OVERVIEW),
        ("when_where", Kind.FACT),
        ("list", Kind.LIST),
        ("metadata", Kind.COLLECTION),
        ("not_for_us", Kind.NOT_FOR_US),
        # It says that nothing answers, not what was asked for: a fact that no document has is a fact.
        ("none", None),
        ("riddle", None),
        (None, None),
    ],
)
def test_the_words_of_sets_are_kinds_that_can_be_asked_for(case_of, word: str | None, kind: Kind | None) -> None:
    case = case_of(kind=word)
    assert case.kind_wanted is kind
    assert case.query(as_labelled=True).kind is kind
    assert case.query().kind is None


def test_what_a_full_answer_has_is_read(case_of) -> None:
    span = {"doc_id": "a", "start": 3, "end": 9}
    case = case_of(kind="summary", reference="Boats sail.", support=[span], keypoints=["1. Boats sail.", "2) At dawn."])
    assert case.references == ("Boats sail.",)
    assert case.support == (GoldSpan("a", 3, 9),)
    assert case.key_points == ("Boats sail.", "At dawn.")
    assert case_of(reference=["One.", "Two."]).references == ("One.", "Two.")


def test_the_pool_of_a_question_is_all_that_may_answer_it(case_of) -> None:
    assert case_of(pool=["a", "b"]).query().filters.sources == ("a", "b")
    assert case_of(pool=["a", "b"], filters={"sources": ["b"]}).filters.sources == ("b",)
    assert case_of(pool=["a"], filters={"after": "2025-01-01"}).filters.after == "2025-01-01"


def test_items_and_documents_say_when_an_answer_is_complete(case_of) -> None:
    items = [["240 million", "a lot"], "92 million"]
    groups = (("240 million", "a lot"), ("92 million",))
    assert case_of(items=items, need=1).expected == Expected(items=groups, need=1)
    assert case_of(items=items).expected.need == 2
    both = case_of(kind="comparison", doc_ids=["a", "b"], items=items, both=True).expected
    assert (both.documents, both.least, both.alone) == (("a", "b"), 2, False)
    named = case_of(kind="metadata", documents=["a", "b"], at_least=1, stated=True).expected
    assert (named.documents, named.least, named.alone, named.stated) == (("a", "b"), 1, True, True)
    some = case_of(kind="metadata", doc_ids=["a", "b"], at_least=1).expected
    assert (some.documents, some.least, some.alone) == (("a", "b"), 1, False)


def test_yes_and_no_and_whole_summaries_are_no_words_to_look_for(case_of) -> None:
    assert case_of(kind="summary", answers=["Boats sail."], reference="Boats sail.").strings == ()
    assert case_of(answers=["no"], answer_bool=False).strings == ()
    assert case_of(answers=["no"]).strings == ("no",)


@pytest.mark.parametrize(
    "fields", [{"answer_bool": "no"}, {"support": [{"doc_id": "a"}]}, {"items": 3}, {"need": "many"}]
)
def test_a_field_of_another_form_is_an_error_that_names_its_line(case_of, fields: dict[str, Any]) -> None:
    with pytest.raises(QuestionSetError, match=r"Line 1 of .* is not a question"):
        case_of(**fields)
