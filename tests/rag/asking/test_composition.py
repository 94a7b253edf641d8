"""A composition gives sentences as they come, and makes none before it is asked for."""

from collections.abc import Iterator

from rag.answers.answer import AnswerSentence, Waiting, Writing
from rag.asking.composition import Composition

FIRST, SECOND = AnswerSentence("One.", 0, 4, 1.0, ()), AnswerSentence("Two.", 5, 9, 1.0, ())
WRITING = Writing("small-model", redrafted=1)


def test_sentences_come_one_at_a_time_and_are_remembered() -> None:
    made: list[str] = []

    def steps() -> Iterator[AnswerSentence | Waiting | Writing]:
        for step in (Waiting(), FIRST, SECOND, WRITING):
            made.append(type(step).__name__)
            yield step

    composition = Composition(steps())
    assert made == []
    given = iter(composition)
    assert (next(given), next(given)) == (Waiting(), FIRST)
    assert made == ["Waiting", "AnswerSentence"]
    assert (composition.sentences, composition.writing) == ([FIRST], None)
    assert list(given) == [SECOND]
    assert (composition.sentences, composition.writing) == ([FIRST, SECOND], WRITING)


def test_the_end_waits_for_what_has_not_come_and_is_the_same_a_second_time() -> None:
    composition = Composition([FIRST, Waiting(), SECOND, WRITING])
    next(iter(composition))
    assert composition.end() == composition.end() == (FIRST, SECOND)
    assert composition.writing == WRITING


def test_an_abstention_has_no_sentences() -> None:
    assert Composition(()).end() == ()
