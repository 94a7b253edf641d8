"""Examples of support are made of a question set: what is called supported is said by its source, the rest is not."""

import json
from pathlib import Path

import pytest

from rag.evaluation.sets.question_sets import QuestionSet, load
from rag.training.support import support_examples
from rag.training.support.support_examples import SupportExample, claim_examples, examples

TOWER = (
    "The tower of Las Lajas was built by Ana Ruiz in 1904. It has 12 windows on its northern side. "
    "In 1931 Pedro Gil repaired the roof of the tower."
)
BRIDGE = "The bridge of Puerto Almendro was painted by Carmen Soto in 1988. It is 40 metres long."


@pytest.fixture
def questions(tmp_path: Path) -> QuestionSet:
    def lines(rows: list[dict[str, object]]) -> str:
        return "".join(json.dumps(row) + "\n" for row in rows)

    (tmp_path / "corpus.jsonl").write_text(
        lines([{"id": "t", "title": "Tower", "text": TOWER}, {"id": "b", "title": "Bridge", "text": BRIDGE}])
    )
    start = TOWER.index("Pedro Gil")
    span = {"doc_id": "t", "start": start, "end": start + 9}
    asked = {"question": "Who repaired the roof of the tower?", "answers": ["Pedro Gil"], "doc_ids": ["t"]}
    (tmp_path / "questions.jsonl").write_text(
        lines(
            [
                {"id": "1", **asked, "spans": [span], "answerable": True},
                {"id": "2", "question": "Who sold it?", "answers": [], "doc_ids": [], "spans": [], "answerable": False},
            ]
        )
    )
    return load(tmp_path)


@pytest.fixture
def made(questions: QuestionSet) -> list[SupportExample]:
    return list(examples(questions, questions.cases))


def test_the_sentence_with_the_answer_supports_itself_and_what_question_and_answer_say(made) -> None:
    supported = {example.kind: example for example in made if example.supported}
    gold = "In 1931 Pedro Gil repaired the roof of the tower."
    assert supported["the sentence itself"].sentence == gold
    assert supported["question and answer"].sentence == "Pedro Gil repaired the roof of the tower."
    del supported["denial or doubt kept"]  # of a source that is made of the sentence
    assert all(gold in example.cited and example.cited[-1] == "Tower" for example in supported.values())


def test_nothing_that_its_source_says_in_the_same_words_is_called_unsupported(made) -> None:
    wrong = [example for example in made if not example.supported]
    assert {"wrong document", "question and wrong answer, elsewhere in the paragraph"} <= {e.kind for e in wrong}
    assert not [example for example in wrong if example.sentence in example.cited]


def test_a_source_that_denies_or_doubts_a_sentence_supports_what_repeats_it_with_that_only(made) -> None:
    left_out = [example for example in made if example.kind.endswith("left out")]
    kept = [example for example in made if example.kind == "denial or doubt kept"]
    assert left_out
    assert len(left_out) == len(kept)
    assert not any(example.supported for example in left_out)
    assert all(example.supported for example in kept)
    assert {e.cited for e in left_out} == {e.cited for e in kept}


def test_examples_are_the_same_each_time_and_none_is_made_of_what_has_no_answer(questions, made) -> None:
    assert made == list(examples(questions, questions.cases))
    assert {example.question for example in made} == {"Who repaired the roof of the tower?"}


def test_claims_that_are_kept_for_the_check_cite_their_document_and_its_title(
    questions: QuestionSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    claims = [
        {"id": "c", "question": "The tower has 12 windows.", "kind": "claim", "answerable": True, "doc_ids": ["t"]},
        {"id": "d", "question": "The bridge is new.", "kind": "claim", "answerable": False, "written_for": "b"},
    ]
    with (questions.folder / "questions.jsonl").open("a") as lines:
        lines.writelines(json.dumps(case) + "\n" for case in claims)
    monkeypatch.setattr(support_examples, "part_of", lambda *_, **__: "confidence")
    made = {each.sentence: each for each in claim_examples(questions.folder, 10)}
    assert {sentence: each.supported for sentence, each in made.items()} == {
        "The tower has 12 windows.": True,
        "The bridge is new.": False,
    }
    assert made["The bridge is new."].cited == (BRIDGE, "Bridge")
    assert len(claim_examples(questions.folder, 1)) == 1
