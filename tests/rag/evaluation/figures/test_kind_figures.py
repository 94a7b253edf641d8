"""What each kind of question is measured by, on answers made by hand and on one that is asked."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from index.encoding.encoders.hash import HashEncoder
from index.store import Index
from rag.answers.answer import AnswerSentence
from rag.answers.kind import Kind
from rag.answers.place import Citation
from rag.asking.assistant import Assistant
from rag.evaluation.figures import kind_figures
from rag.evaluation.figures.by_kind import columns, figures_by_kind
from rag.evaluation.figures.evaluate import observe
from rag.evaluation.figures.kind_figures import KIND_METRICS, lacks_rouge, measure_kind, summarise_kinds
from rag.evaluation.figures.runs import load_run, make_run, save_run
from rag.evaluation.sets.question_case import Expected, GoldSpan, QuestionCase
from tests.support.documents import ingest_bytes

CASE = QuestionCase("q", "What sails?", True, doc_ids=("a",))


@pytest.fixture
def answered(outcome_of):
    """Return a function that makes the outcome of an answer of some sentences, each the words that it cites."""

    def make(case: QuestionCase, *texts: str, lead: str = "", kind: Kind = Kind.FACT, **fields: Any):
        sentences = tuple(
            AnswerSentence(text, 0, len(text), 1.0, (Citation("d", 1, "A", "a", 0, len(text), text),)) for text in texts
        )
        words = " ".join([lead, *texts]).strip()
        answer = dataclasses.replace(
            outcome_of(case).answer, answer=words, sentences=sentences, lead=lead, kind=kind, abstained=not texts
        )
        return outcome_of(case, answer=answer, abstained=not texts, **fields)

    return make


def test_the_items_of_all_lists_together_give_f1_and_a_refused_list_lacks_them(answered) -> None:
    case = dataclasses.replace(CASE, kind="list", answers=("a brig", "ketch"))
    figures = summarise_kinds([answered(case, "Brig.", "Sloop."), answered(case)])
    # 1 of the 3 items given is wanted, an empty answer counting as one, and 1 of the 4 wanted is given.
    assert figures["item_f1"] == pytest.approx(2 * (1 / 3) * (1 / 4) / (1 / 3 + 1 / 4))
    other = dataclasses.replace(case, kind="fact")  # its answers are alternatives
    assert "item_f1" not in summarise_kinds([answered(other, "Brig.")])


def test_yes_and_no_are_said_right_or_wrong_or_not_at_all(answered) -> None:
    case = dataclasses.replace(CASE, kind="yes_no", affirmed=False)
    outcomes = [
        answered(case, "It is shut.", lead="No."),
        answered(case, "It is open.", lead="Yes."),
        answered(case, "No boat was seen."),
        answered(case),
    ]
    figures = summarise_kinds(outcomes)
    assert [figures[name] for name in ("yes_no_said", "yes_no_right", "yes_no_wrong")] == [0.5, 0.5, 0.25]


def test_an_overview_is_compared_with_gold_sentences_with_a_reference_and_with_key_points(answered) -> None:
    gold = (GoldSpan("a", 0, 10), GoldSpan("a", 20, 30))
    case = dataclasses.replace(
        CASE, kind="summary", support=gold, references=("Boats sail.",), key_points=("Boats sail.", "Otters sleep.")
    )
    right = answered(case, "Boats sail.", lead="2 of 9.", cited_spans=gold[:1], key_points=(True, False))
    row = measure_kind(right)
    assert (row["support_precision"], row["support_recall"], row["support_f1"]) == pytest.approx((1.0, 0.5, 2 / 3))
    assert (row["rouge_1"], row["rouge_l"], row["key_points_covered"]) == (1.0, 1.0, 0.5)
    refused = measure_kind(answered(case, key_points=(False, False)))
    assert {refused[name] for name in ("support_f1", "rouge_2", "key_points_covered")} == {0.0}
    fact = dataclasses.replace(case, kind="fact")  # a reference of one word or date is no overview
    assert "rouge_1" not in measure_kind(answered(fact, "Boats sail.", key_points=(True, True)))


def test_without_the_library_rouge_is_unknown_and_said_to_be(answered, monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = answered(dataclasses.replace(CASE, kind="summary", references=("Boats sail.",)), "Boats sail.")
    assert not lacks_rouge([outcome])
    monkeypatch.setattr(kind_figures, "is_installed", lambda: False)
    assert lacks_rouge([outcome])
    assert "rouge_1" not in summarise_kinds([outcome])


def test_a_comparison_and_a_question_about_the_collection_cite_every_document(answered) -> None:
    spans = (GoldSpan("a", 0, 5), GoldSpan("x", 0, 5))
    for kind, expected in (("comparison", 0.0), ("metadata", 0.0), ("fact", None)):
        case = dataclasses.replace(CASE, kind=kind, doc_ids=("a", "b"))
        assert measure_kind(answered(case, "Boats.", cited_spans=spans)).get("documents_cited") == expected
    both = (*spans, GoldSpan("b", 3, 5))
    case = dataclasses.replace(CASE, kind="comparison", doc_ids=("a", "b"))
    assert measure_kind(answered(case, "Boats.", cited_spans=both))["documents_cited"] == 1.0


def test_a_complete_answer_has_as_many_items_and_documents_as_it_needs(answered) -> None:
    expected = Expected(items=(("240",), ("92", "ninety")), need=2, documents=("a",), least=1, alone=True)
    case = dataclasses.replace(CASE, kind="list", expected=expected)
    cited = (GoldSpan("a", 0, 5),)

    def row(*texts: str, **fields: Any) -> tuple[float, float]:
        measured = measure_kind(answered(case, *texts, **{"cited_spans": cited, **fields}))
        return measured["items_covered"], measured["complete"]

    assert row("240 in all.", "Of them ninety.") == (1.0, 1.0)
    assert row("240 in all.") == (0.5, 0.0)
    assert row("240 and 92.", cited_spans=(*cited, GoldSpan("x", 0, 1), GoldSpan("y", 0, 1))) == (1.0, 0.0)
    assert row() == (0.0, 0.0)
    stated = dataclasses.replace(case, expected=Expected(items=(("two",),), need=1, stated=True))
    assert measure_kind(answered(stated, "A.", lead="two of nine."))["complete"] == 1.0


def test_a_kind_is_told_right_only_where_it_had_to_be_told(answered, outcome_of) -> None:
    case = dataclasses.replace(CASE, kind="list")
    assert measure_kind(answered(case, "Brig.", kind=Kind.LIST))["kind_told"] == 1.0
    assert measure_kind(answered(case, "Brig."))["kind_told"] == 0.0
    asked = answered(case, "Brig.", kind=Kind.LIST)
    settings = dataclasses.replace(asked.answer.settings, kind=Kind.LIST)
    asked = dataclasses.replace(asked, answer=dataclasses.replace(asked.answer, settings=settings))
    assert "kind_told" not in measure_kind(asked)
    assert measure_kind(outcome_of(QuestionCase("n", "Hello", False, kind="none"))) == {}


def test_a_run_has_the_figures_of_each_kind_and_comes_back_with_them(answered, tmp_path: Path) -> None:
    outcomes = [
        answered(dataclasses.replace(CASE, id="l", kind="list", answers=("brig",)), "Brig."),
        answered(dataclasses.replace(CASE, id="y", kind="yes_no", affirmed=True), "It is.", lead="Yes."),
        answered(dataclasses.replace(CASE, id="n", kind="when_where", answerable=False)),
        answered(dataclasses.replace(CASE, id="m", kind="fact"), "Boats."),
    ]
    run = make_run(outcomes, question_set="set", split="all", encoder="hash", threshold=0.5)
    assert list(run.by_kind) == ["list", "yes_no", "fact"]
    assert (run.by_kind["fact"]["questions"], run.by_kind["fact"]["refused"]) == (2, 0.5)
    assert run.by_kind["list"]["item_f1"] == run.figures["item_f1"] == 1.0
    assert columns(run.by_kind) == [
        *("questions", "refused", "hit@1", "answer_right", "kind_told", "item_f1", "item_overlap_f1"),
        *("yes_no_said", "yes_no_right", "yes_no_wrong"),
    ]
    assert run.intervals["item_f1"] == run.intervals["yes_no_right"] == (1.0, 1.0)
    save_run(run, tmp_path / "run.json")
    assert load_run(tmp_path / "run.json") == run
    assert figures_by_kind(outcomes[2:]) == {}


@pytest.mark.slow
def test_key_points_are_covered_where_the_cited_words_support_them(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True)
    ingest_bytes(index, b"The bridge of Veldmoor was built in 1911 by Ada Berg.", "a.txt", source="a.txt")
    points = ("The bridge was built in 1911.", "The bridge was built in 1912.", "The bridge has a toll.")
    case = QuestionCase(
        "q", "When was the bridge of Veldmoor built?", True, doc_ids=("a.txt",), kind="list", key_points=points
    )
    [outcome] = observe(Assistant(index, threshold=0.0), [case], {"a.txt": "a.txt"}, as_labelled=True)
    assert outcome.key_points == (True, False, False)
    assert outcome.answer.settings.kind is Kind.LIST
    assert outcome.cited_spans == (GoldSpan("a.txt", 0, 53),)
    assert set(measure_kind(outcome)) <= set(KIND_METRICS)
    [refused] = observe(Assistant(index, threshold=1.1), [case], {"a.txt": "a.txt"})
    assert refused.key_points == (False, False, False)


def test_a_question_is_asked_of_its_own_documents_where_that_is_measured(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", HashEncoder(), create=True)
    ingest_bytes(index, b"The bridge has a toll of two euros.", "a.txt", source="a.txt")
    ingest_bytes(index, b"The bridge has a toll. The toll of the bridge is three euros.", "b.txt", source="b.txt")
    doc_id_of = {"a.txt": "a", "b.txt": "b"}
    case = QuestionCase("q", "What is the toll of the bridge?", True, doc_ids=("a",))
    near = QuestionCase("n", "What is the toll of the tunnel?", False, written_for="a")
    anywhere = QuestionCase("x", "What is the toll of the bridge?", False)
    outcomes = observe(Assistant(index, threshold=0.0), [case, near, anywhere], doc_id_of, own_documents=True)
    assert [set(outcome.documents) for outcome in outcomes] == [{"a"}, {"a"}, {"a", "b"}]
    [everywhere] = observe(Assistant(index, threshold=0.0), [case], doc_id_of)
    assert set(everywhere.documents) == {"a", "b"}
