"""What the reader is taught is what retrieval finds, and says rightly which sentences answer."""

import json
from pathlib import Path

import pytest

from index.encoding.encoders.hash import HashEncoder
from rag.training.reader.passage_examples import ReaderExample, examples, rewritten


def made(folder: Path) -> list[ReaderExample]:
    return list(examples(folder, HashEncoder(), lambda _: True))


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def add(folder: Path, **case: object) -> None:
    with (folder / "questions.jsonl").open("a") as lines:
        lines.write("\n" + json.dumps(case))


def test_the_sentence_that_holds_the_answer_is_right_and_its_words_are_told(question_set: Path) -> None:
    for example in made(question_set):
        [first, *others] = example.passages
        assert first.right
        assert not any(other.right for other in others)
    who = made(question_set)[0]
    [passage] = [passage for passage in who.passages if passage.right]
    [unit] = passage.right
    assert passage.text.text[slice(*passage.text.units[unit])] == "The garden was designed by Ana Ruiz in 1911."
    assert [passage.text.text[a:b] for a, b in passage.words] == ["Ana Ruiz"]
    assert passage.text.text[slice(*passage.text.units[0])] == "Garden"


def test_what_nothing_answers_has_passages_of_the_document_that_it_was_asked_of(question_set: Path) -> None:
    add(question_set, id="none", question="Who paid for the garden?", answerable=False, written_for="garden", twin="0")
    example = made(question_set)[-1]
    assert (example.id, example.twin, example.supported) == ("none", "0", None)
    assert not any(passage.right for passage in example.passages)
    assert "Ana Ruiz" in example.passages[0].text.text


def test_a_question_of_yes_or_no_is_read_once_more_beside_what_says_so(question_set: Path) -> None:
    span = {"doc_id": "harbour", "start": 0, "end": 10}
    asked = {"question": "Did the harbour freeze?", "answerable": True, "doc_ids": ["harbour"], "answer_bool": True}
    add(question_set, id="spans", spans=[span], **asked)
    add(question_set, id="none", **asked)
    *_, whole, with_passage, with_document = made(question_set)
    assert (whole.id, whole.affirmed, whole.is_judged) == ("spans", None, False)
    assert (with_passage.id, with_document.id) == ("spans|yes", "none|yes")
    for example in (with_passage, with_document):
        assert example.affirmed is True
        assert len(example.passages) == 1
        assert "froze for 17 days" in example.passages[0].text.text


def test_a_claim_is_read_beside_its_own_document(question_set: Path) -> None:
    add(question_set, id="c", question="The harbour froze in 1929.", kind="claim", answerable=True, doc_ids=["harbour"])
    add(
        question_set,
        id="d",
        question="The harbour froze in 1931.",
        kind="claim",
        answerable=False,
        written_for="harbour",
    )
    [*_, true, false] = made(question_set)
    assert (true.supported, false.supported) == (True, False)
    assert [len(each.passages) for each in (true, false)] == [1, 1]
    assert "froze for 17 days" in true.passages[0].text.text


def test_only_what_is_wanted_is_read(question_set: Path) -> None:
    assert [e.id for e in examples(question_set, HashEncoder(), lambda case: case.id in ("1", "4"))] == ["1", "4"]


def test_sentences_that_answer_are_reworded_and_falsified_as_claims_about_themselves(question_set: Path) -> None:
    made = list(rewritten(question_set, 10, lambda _: True))
    assert {each.supported for each in made} == {True, False}
    assert len({each.id for each in made}) == len(made)
    of_garden = [each for each in made if "designed by Ana Ruiz in 1911" in each.passages[0].text.text]
    assert [each for each in of_garden if each.supported and "Ana Ruiz" in each.question]
    assert [each for each in of_garden if not each.supported and each.question not in each.passages[0].text.text]
    assert not list(rewritten(question_set, 10, lambda _: False))
