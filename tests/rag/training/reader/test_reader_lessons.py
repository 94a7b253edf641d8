"""Lessons are true of what they were made of, however they are cut."""

import dataclasses
import random

import pytest

from rag.reading.passage_text import passage_text
from rag.training.reader.passage_examples import ReaderExample, ReadPassage
from rag.training.reader.reader_lessons import asked, cropped, headed, lesson, paired, without_answer

SENTENCES = ("Amalia lit the lamp.", "It was in 1911.", "Nobody saw it.", "The sea was calm that night.")


def passage(*right: int, words: str = "") -> ReadPassage:
    """Return a passage of the four sentences, behind a title; ``right`` are places among them."""
    text, spans = "", []
    for sentence in SENTENCES:
        spans.append((len(text), len(text) + len(sentence)))
        text += f"{sentence} "
    made = passage_text(("Lamps",), text.rstrip(), spans)
    found = made.text.find(words) if words else -1
    return ReadPassage(made, frozenset(1 + place for place in right), ((found, found + len(words)),) if words else ())


def units_of(read: ReadPassage) -> list[str]:
    return [read.text.text[a:b] for a, b in read.text.units]


def right_of(read: ReadPassage) -> list[str]:
    return [units_of(read)[unit] for unit in sorted(read.right)]


@pytest.mark.parametrize("seed", range(40))
def test_a_cut_keeps_what_answers_and_tells_where_it_is(seed: int) -> None:
    whole = passage(1, words="1911")
    cut = cropped(whole, random.Random(seed))  # noqa: S311 - no secret
    assert right_of(cut) == ["It was in 1911."]
    assert [cut.text.text[a:b] for a, b in cut.words] == ["1911"]
    assert units_of(cut)[0] == "Lamps"
    assert set(units_of(cut)) <= {"Lamps", *SENTENCES}


def test_cuts_are_of_different_lengths() -> None:
    long = passage_text(
        (), " ".join(f"Sentence number {n:02} is here." for n in range(20)), [(26 * n, 26 * n + 25) for n in range(20)]
    )
    lengths = {len(cropped(ReadPassage(long), random.Random(seed)).text.units) for seed in range(30)}  # noqa: S311
    assert len(lengths) > 5


def test_without_its_answer_nothing_answers() -> None:
    example = ReaderExample("q", "When?", (passage(0, 1, words="1911"), passage()))
    left = without_answer(example)
    assert units_of(left.passages[0]) == ["Lamps", *SENTENCES[2:]]
    assert not any(read.right or read.words for read in left.passages)
    assert left.passages[1] == example.passages[1]


def test_a_passage_that_is_all_answer_is_left_out_and_a_question_with_no_other_is_as_it_was() -> None:
    everything = passage(0, 1, 2, 3)
    assert without_answer(ReaderExample("q", "What?", (everything, passage()))).passages == (passage(),)
    alone = ReaderExample("q", "What?", (everything,))
    assert without_answer(alone) == alone


def test_a_short_answer_can_stand_below_its_question() -> None:
    moved = asked("Who saw it?", passage(2))
    assert units_of(moved) == ["Lamps", "Who saw it?", "Nobody saw it."]
    assert right_of(moved) == ["Nobody saw it."]
    assert asked("Who saw it?", passage(0, 2)) == passage(0, 2)
    assert asked("Who saw it?", passage()) == passage()


def test_a_short_answer_can_stand_in_front_as_a_heading() -> None:
    moved = headed(passage(2))
    assert units_of(moved) == ["Lamps", "Nobody saw it.", SENTENCES[0], SENTENCES[1], SENTENCES[3]]
    assert right_of(moved) == ["Nobody saw it."]
    assert moved.text.leads == 2
    assert headed(passage(0, 2)) == passage(0, 2)


def test_a_question_comes_beside_the_one_that_is_a_word_away() -> None:
    examples = [ReaderExample(str(n), f"Question {n}?", (passage(),)) for n in range(20)]
    twin = dataclasses.replace(examples[0], id="twin", twin="13")
    order = [example.id for example in paired([twin, *examples], random.Random(5))]  # noqa: S311 - no secret
    assert sorted(order) == sorted([*map(str, range(20)), "twin"])
    assert order.index("twin") == order.index("13") + 1


def test_a_claim_is_read_as_it_is() -> None:
    claim = ReaderExample("c", "The lamp was lit.", (passage(),), supported=True)
    assert all(lesson(claim, random.Random(seed)) is claim for seed in range(10))  # noqa: S311 - no secret
