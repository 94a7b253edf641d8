"""Minified lines are cut at their brackets and separators, in time that grows with their length alone."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.machine.pieces import LONGEST_PIECE, LONGEST_WORD, cut_words, pieces


def cut(text: str) -> list[str]:
    return [text[first:last] for first, last in pieces(text, 0, len(text))]


def test_statements_and_rules_stay_whole() -> None:
    code = [
        f"function lift{number}(gate,speed){{if(gate.dry){{return null}}return gate.lift(speed*{number})}}"
        for number in range(9)
    ]
    assert cut("".join(f"{each};" for each in code)) == [f"{each};" for each in code]
    rules = [
        f".lock{number} .gate{{color:#{number:03};margin:{number}px auto;padding:0 1em;width:9em;height:2em;top:1px}}"
        for number in range(9)
    ]
    assert cut("".join(rules)) == rules


def test_small_members_are_one_piece_together() -> None:
    found = cut("[" + ",".join(str(number) for number in range(1000, 1200)) + "]")
    assert [each for each in found if not 80 <= len(each) <= 125] == found[-1:]
    assert found[0].startswith("[1000,1001,")


def test_what_stands_in_quotation_marks_is_not_cut() -> None:
    words = "ebb, flood; slack (twice) " * 8
    assert f'"b":"{words}",' in cut(f'{{"a":[{"1,2," * 40}3],"b":"{words}","c":[{"4,5," * 40}6]}}')


def test_a_mark_that_is_never_closed_is_a_letter() -> None:
    found = cut('a"' + "lift(1);" * 400)
    assert max(map(len, found)) <= LONGEST_PIECE


@given(st.text(st.sampled_from('{}()[],;"\\\n ab'), max_size=900))
def test_pieces_are_all_there_is_in_order(text: str) -> None:
    assert "".join(cut(text)) == text


@given(st.text(st.sampled_from("ab \n"), min_size=1, max_size=2000))
def test_words_are_cut_into_parts_that_are_all_there_is(text: str) -> None:
    parts = list(cut_words(text, 0, len(text)))
    assert parts[0][0] == 0
    assert parts[-1][1] == len(text)
    assert all(before[1] == after[0] for before, after in pairwise(parts))
    assert all(last - first <= LONGEST_WORD for first, last in parts)


@pytest.mark.parametrize("unit", ["(", "()", "(a)", '"', "a,", "{a", '"\\', "}", "[[]"])
def test_what_is_made_to_take_long_does_not(unit: str) -> None:
    steps = []
    for times in (20_000, 40_000):
        counted = _Counted(unit * times)
        assert sum(last - first for first, last in pieces(counted, 0, len(counted))) == len(counted)
        steps.append(counted.reads)
    assert steps[1] <= 2.2 * steps[0] + 100


class _Counted(str):
    """A text that counts how often it is read, so that no clock is needed."""

    reads = 0

    def __getitem__(self, key: object) -> str:
        self.reads += 1
        return super().__getitem__(key)  # type: ignore[index]
