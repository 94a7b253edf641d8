"""Who does what a sentence says, and who a question asks about."""

import pytest

from rag.english.subjects import asked_subject, subjects

CARE = frozenset({"feed"})


@pytest.mark.parametrize(
    ("sentence", "heads"),
    [
        ("The keeper feeds the otters.", ["keeper"]),
        ("The head of the farm must feed the geese.", ["head"]),
        ("The keeper feeds the otters, and the vet feeds the foxes.", ["keeper", "vet"]),
        ("She always feeds them at noon.", [""]),
        ("Volunteers with a badge may enter.", []),
        ("The otters sleep until noon.", []),
        ("What the keeper feeds:", ["keeper"]),
        ("Write a report which a mayor can read.", []),
    ],
)
def test_who_stands_before_a_verb_that_is_known_does_it(sentence: str, heads: list[str]) -> None:
    assert [each.head for each in subjects(sentence, CARE)] == heads


def test_what_something_is_done_to_does_nothing() -> None:
    [foxes] = subjects("The foxes must be weighed on Mondays.", CARE)
    assert foxes.is_done_to
    [keeper] = subjects("The keeper must weigh the foxes.", CARE)
    assert not keeper.is_done_to


def test_a_question_asks_about_who_stands_behind_its_auxiliary_or_owns_what_is_asked_for() -> None:
    asked = asked_subject("What does the keeper feed?")
    assert "keeper" in asked.doing
    assert asked.behind({"keeper"}) == {"feed"}
    assert asked_subject("List what the keeper feeds").doing >= {"keeper"}
    assert asked_subject("What are the duties of the keeper?").owning == {"keeper"}
    assert asked_subject("the keeper's duties").owning == {"keeper"}
    assert asked_subject("What do I need for the race?").owning == frozenset()
    assert asked_subject("What do I need for Ada?").owning == {"ada"}
    assert asked_subject("What is needed for the race?").owning == {"race"}
    assert asked_subject("What must I do after the visit?").doing == frozenset()
    assert asked_subject("When am I allowed to do laundry?").doing == frozenset()
    assert asked_subject("What must the keeper do?").doing == {"keeper"}


def test_what_somebody_is_said_to_be_has_no_verb_of_his() -> None:
    assert asked_subject("What is the keeper expected to feed?").behind({"keeper"}) == frozenset()
