"""The part of a long text that one page shows holds what is cited, and the parts together are the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents import Section
from web.pages.excerpts import LONGEST, excerpt

LINE = "A line of the minutes of the harbour's board. 🏮\n"
LONG = "".join(f"{number} {LINE}" for number in range(3 * LONGEST // len(LINE)))
UNBROKEN = "".join(chr(0x4E00 + number % 9_000) for number in range(2 * LONGEST + 77))


def test_a_text_that_is_not_long_is_shown_whole() -> None:
    text = "x" * LONGEST
    part = excerpt(text, (), 5, 9)
    assert (part.start, part.end, part.earlier, part.later) == (0, LONGEST, None, None)
    assert [piece.text for piece in part.pieces if piece.cited] == ["xxxx"]


@pytest.mark.parametrize("text", [LONG, UNBROKEN])
def test_the_parts_one_after_another_are_the_text(text: str) -> None:
    shown = ""
    at: int | None = 0
    while at is not None:
        part = excerpt(text, (), 0, 0, at)
        assert part.start == len(shown)
        shown += "".join(piece.text for piece in part.pieces)
        at = part.later
    assert shown == text


@pytest.mark.parametrize("text", [LONG, UNBROKEN])
def test_going_back_leaves_nothing_out(text: str) -> None:
    part = excerpt(text, (), 0, 0, len(text) - 10)
    while part.earlier is not None:
        before = excerpt(text, (), 0, 0, part.earlier)
        assert before.start < part.start <= before.end
        part = before
    assert part.start == 0


@given(start=st.integers(0, len(LONG) - 1), length=st.integers(1, 2_000))
def test_a_cited_span_is_marked_wherever_it_is(start: int, length: int) -> None:
    part = excerpt(LONG, (), start, start + length)
    assert "".join(piece.text for piece in part.pieces if piece.cited) == LONG[start : start + length]


def test_a_part_begins_with_a_line_and_its_headings_are_still_headings() -> None:
    place = LONG.index("\n", LONGEST + 500) + 1
    heading = LONG[place : LONG.index("\n", place)]
    part = excerpt(LONG, [Section(0, place, "Before"), Section(place, len(LONG), heading)], 0, 0, LONGEST)
    assert LONG[part.start - 1] == "\n"
    assert [piece.text for piece in part.pieces if piece.heading] == [heading]


@pytest.mark.parametrize("at", [len(LONG), 10**9])
def test_a_place_past_the_end_shows_nothing_and_leads_back(at: int) -> None:
    part = excerpt(LONG, (), 0, 0, at)
    assert (part.start, part.end, part.later) == (len(LONG), len(LONG), None)
    assert part.earlier is not None
