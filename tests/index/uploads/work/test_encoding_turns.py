"""Who has more left to encode gives way between two portions, and not for ever."""

import threading
from contextlib import ExitStack

from index.uploads.work.encoding_turns import Turns

PATIENCE_SECONDS = 60


def test_who_has_less_left_is_first_and_the_other_goes_on_when_it_has_ended() -> None:
    turns, stop = Turns(PATIENCE_SECONDS), threading.Event()
    passed: list[str] = []

    def encode_large() -> None:
        turns.give_way("large", 900, stop)
        passed.append("large")

    with turns.taken("large", 1_000):
        with turns.taken("small", 3):
            turns.give_way("small", 2, stop)
            large = threading.Thread(target=encode_large)
            large.start()
            turns.give_way("small", 1, stop)
            large.join(0.3)
            assert passed == []
            passed.append("small")
        large.join(PATIENCE_SECONDS)
    assert passed == ["small", "large"]


def test_nobody_gives_way_for_ever_or_when_it_is_called_off() -> None:
    stop = threading.Event()
    with ExitStack() as taken:
        hurried, patient = Turns(0.05), Turns(PATIENCE_SECONDS)
        for turns in (hurried, patient):
            taken.enter_context(turns.taken("large", 10))
            taken.enter_context(turns.taken("small", 1))
        hurried.give_way("large", 9, stop)
        stop.set()
        patient.give_way("large", 9, stop)


def test_of_two_that_have_as_much_left_one_goes_on() -> None:
    turns, stop = Turns(PATIENCE_SECONDS), threading.Event()
    with turns.taken("a", 5), turns.taken("b", 5):
        turns.give_way("a", 5, stop)
