import pytest

from index.text.tags import split_tags, tidy_tags


def test_tags_are_compared_without_case_order_and_marks() -> None:
    assert tidy_tags(["Travel", " #food ", "travel", "", "the  North"]) == ("food", "the north", "travel")


def test_a_tag_is_what_is_displayed_of_it() -> None:
    assert tidy_tags(["\u202etravel\x1b", "trav\u200bel", "می\u200cخواهم", "\u2066"]) == ("travel", "می\u200cخواهم")


@pytest.mark.parametrize("line", ["travel, food", '[travel, "Food"]', "food;travel", "[ 'travel','food' ]"])
def test_the_ways_that_people_write_tags(line: str) -> None:
    assert split_tags(line) == ("food", "travel")


def test_an_empty_line_has_no_tags() -> None:
    assert split_tags("") == split_tags("[]") == ()


def test_a_document_has_a_hundred_tags_at_most_the_first_that_are_given() -> None:
    many = tidy_tags(["zoo", *(f"tag {number}" for number in range(200_000))])
    assert len(many) == 100
    assert many[-1] == "zoo"
