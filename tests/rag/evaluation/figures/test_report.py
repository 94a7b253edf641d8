"""The report is one page that fetches nothing, and shows what went wrong first."""

import dataclasses
import re
from html.parser import HTMLParser

import pytest

from rag.answers.answer import AnswerSentence
from rag.evaluation.figures.report import cases_to_look_at, render, would_be_right
from rag.evaluation.figures.runs import make_run
from rag.evaluation.sets.question_sets import QuestionCase

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def outcomes(outcome_of):
    answerable = QuestionCase("a", "Who built the dock?", True, ("Ada",), ("d",))
    hostile = QuestionCase("h", f"Why {HOSTILE}?", False)
    said = outcome_of(answerable).answer
    said = dataclasses.replace(said, abstained=False, sentences=(AnswerSentence(HOSTILE, 0, 25, 1.0, ()),))
    return [
        outcome_of(answerable, evidence=(True,), cited=(True,), confidence=0.9, answer=said),
        outcome_of(dataclasses.replace(answerable, id="b"), evidence=(False,), confidence=0.8, answer=said),
        outcome_of(dataclasses.replace(answerable, id="c"), evidence=(False, True), confidence=0.2, abstained=True),
        outcome_of(dataclasses.replace(answerable, id="e"), evidence=(), confidence=0.1, abstained=True),
        outcome_of(hostile, confidence=0.7, answer=said),
        outcome_of(dataclasses.replace(hostile, id="i"), confidence=0.3, abstained=True),
    ]


class _Elements(HTMLParser):
    """Collects every tag, and every attribute that makes a browser fetch or run something."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.open: list[str] = []
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_fetches_nothing_and_runs_nothing(outcomes) -> None:
    run = make_run(outcomes, question_set=HOSTILE, split="odd", encoder="hash", threshold=0.5)
    page = render(run, outcomes)
    elements = _Elements()
    elements.feed(page)
    assert elements.open == []
    assert not elements.tags & {"script", "link", "img", "iframe"}
    assert not {name for name in elements.attributes if name in {"src", "href"} or name.startswith("on")}
    assert page.count("&lt;script&gt;") >= 4
    assert "url(" not in page
    assert "@import" not in page


def test_the_worst_questions_stand_where_their_fault_is(outcomes) -> None:
    found = {case.heading: [outcome.case.id for outcome in case.outcomes] for case in cases_to_look_at(outcomes)}
    assert found == {
        "Answered, though the documents do not answer": ["h"],
        "Answered with the wrong words": ["b"],
        "Refused, though the right words were found": ["c"],
        "Refused, and the right words were not found": ["e"],
    }


def test_the_risk_curve_passes_through_the_threshold_in_use(outcomes) -> None:
    run = make_run(outcomes, question_set="set", split="all", encoder="hash", threshold=0.5)
    # At 0.5, three of six are answered, and of those two wrongly.
    assert "50 % answered, 67 % of those wrong" in render(run, outcomes)
    curve = re.search(r'class="curve" d="([^"]*)"', render(run, outcomes))
    assert curve is not None
    assert curve.group(1).startswith("M53.3 220.0 L106.7 110.0 L160.0 73.3 ")


def test_the_kinds_of_a_set_stand_side_by_side_and_one_alone_does_not(outcomes) -> None:
    assert "By kind" not in render(
        make_run(outcomes, question_set="s", split="all", encoder="h", threshold=0.5), outcomes
    )
    kinds = [HOSTILE, "list", "summary", "list", "none", "none"]
    labelled = [
        dataclasses.replace(some, case=dataclasses.replace(some.case, kind=kind))
        for some, kind in zip(outcomes, kinds, strict=True)
    ]
    page = render(make_run(labelled, question_set="s", split="all", encoder="h", threshold=0.5), labelled)
    assert re.findall(r'<th scope="row">(overview|list|not_for_us)</th><td>(\d)</td>', page) == [
        ("list", "2"),
        ("overview", "1"),
        ("not_for_us", "2"),
    ]
    assert HOSTILE not in page


def test_right_is_judged_by_documents_where_a_set_names_nothing_else(outcome_of) -> None:
    case = QuestionCase("a", "Who?", True, (), ("d",))
    assert would_be_right(outcome_of(case, documents=("d", "e")))
    assert not would_be_right(outcome_of(case, documents=("e", "d")))
    assert not would_be_right(outcome_of(case))
