from itertools import pairwise

import pytest

from index.text.lines import deliberate_ends, stretches
from index.text.sentences import sentence_spans


def parts(text: str) -> list[str]:
    return [text[start:end].strip() for start, end in stretches(text, 0, len(text))]


@pytest.mark.parametrize(
    "text",
    [
        "Bakery: 20 41\nFish stall: 20 42\nCheese: 20 47",
        "bakery: 20 41\nfish stall: 20 42\ncheese: 20 47",
        "肉屋：2041\n魚屋：2042",
        "09:00 Doors open\n09:30 Welcome\n11:00 Coffee",
        "Anna Rud\n12 Quay Street\nTornby",
        "First order    920 mm    open sea and high capes\nSixth order    150 mm    piers and locks of the canal",
        "Adults 12 crowns\nChildren 4 crowns\nDogs free",
        "Table: the long one by the window, kept until eight\nGuests: eleven, and two children",
    ],
)
def test_lines_that_are_short_records_stand_alone(text: str) -> None:
    assert parts(text) == text.split("\n")


@pytest.mark.parametrize(
    "text",
    [
        "The ferry leaves from the northern quay at nine and is back by\nNoon, or later when the wind is up.",
        "In its narrow column the\npaper says that the\nDutch king came by\nboat.",
        "We sold bread, milk,\nButter and eggs",
        "Salmon, trout and\nherring",
        "今日は港で祭りがあり、町の人々が朝早くから集まって船を見送り、\n夜には花火が上がった。",
    ],
)
def test_wrapped_prose_is_joined(text: str) -> None:
    assert parts(text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "The road along the coast is known to everybody here as State Route\n99. It is to be widened.",
        "The hymn is sung to this day in the words that were written by John\nC. Messenger, and to a tune of his.",
        "Divers of the harbour breathe a mixture with a higher pressure of O\n2 than that of the air.",
        "For the first time somebody burned acetylene in pure, compressed O\n2. It made a bright flame.",
        "The last of the four that are shown is that of the Pleistocene\n(P) epoch.",
    ],
)
def test_a_wrapped_line_that_begins_as_an_item_does_is_none(text: str) -> None:
    assert parts(text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "What has to be done before anybody may open the lid of the boiler\n1. Close the valve.",
        "What has to be done before anybody may open the lid of the boiler\n7. Close the valve.\n8. Wait.",
        "What has to be done before anybody may open the lid of the boiler:\n7. Close the valve.",
        "What has to be done before anybody may open the lid of the boiler\n• Close the valve.",
        "To do\n7. Close the valve.",
        "x) Close the valve that stands nearest to you and has a red handle\ny) Wait",
    ],
)
def test_items_stand_alone_whatever_is_above_them(text: str) -> None:
    assert parts(text) == text.split("\n")


def test_where_lines_are_not_wrapped_every_one_stands_alone() -> None:
    long = "The committee met in the old school and spoke of the roof. " * 5
    text = f"{long}\n\nA summary of the report on the grounding of the ferry in January\nWritten by the board\n{long}"
    assert parts(text) == [line.strip() for line in text.split("\n") if line]


@pytest.mark.parametrize("heading", ["BEFORE YOU START", "7 When the lamp blinks", "Cleaning the filter"])
def test_a_heading_above_its_text_stands_alone(heading: str) -> None:
    text = f"{heading}\nThe lamp blinks twice when the filter has to be washed, and three\ntimes when it has to go."
    assert parts(text) == text.split("\n", 1)


def test_a_heading_in_capitals_stands_alone_whatever_comes_below() -> None:
    assert parts("HISTORY\n`workers` was called `threads`.") == ["HISTORY", "`workers` was called `threads`."]


def test_the_lines_under_a_list_item_stay_with_it() -> None:
    text = "• Bring a lamp\n  Gas is not allowed\n• Bring water"
    assert parts(text) == ["• Bring a lamp\n  Gas is not allowed", "• Bring water"]


def test_every_character_is_in_one_stretch_in_order() -> None:
    text = "A: 1\nB: 2\n\nWrapped prose goes\non here.\n- item\nx | y\n\n\n"
    found = list(stretches(text, 0, len(text)))
    assert all(a[1] <= b[0] for a, b in pairwise(found))
    assert "".join("".join(text[a:b].split()) for a, b in found) == "".join(text.split())
    assert [text[a:b] for a, b in sentence_spans(text)][:2] == ["A: 1", "B: 2"]


@pytest.mark.parametrize("text", ["\n", " \n", "\n ", "Tea is grown.\n\n\n \n"])
def test_lines_without_a_word_are_lines_too(text: str) -> None:
    assert "".join(text[start:end] for start, end in stretches(text, 0, len(text))).split() == text.split()
    assert [text[start:end] for start, end in sentence_spans(text)] == ([text.strip()] if text.strip() else [])


def test_lines_end_on_purpose_where_the_next_word_would_have_gone_into_those_around_them() -> None:
    address = ["Ina Lund", "Long Lane 12", "ina@lund.example", "www.lund.example"]
    assert deliberate_ends(address) == [True, True, True]
    wide = ["The boat will be lifted on 14 April at nine in the morning, as it was agreed in"] * 4
    narrow = ["March with the office", "of the harbour, and", "Per will be there, the", "Master too."] * 2
    assert not any(deliberate_ends([*wide, *narrow])[len(wide) + 3 :])
    assert deliberate_ends(["Alone"]) == deliberate_ends([]) == []
