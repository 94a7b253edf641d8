"""A path of headings is put together and taken apart; headings that only count are told from others."""

import pytest

from index.text.headings import heading_path, headings_of, innermost, is_within, telling_headings


@pytest.mark.parametrize(
    "heading",
    [
        "Section 3",
        "CHAPTER IV",
        "Page 7",
        "Abschnitt 2",
        "3.",
        "12",
        "§ 4",
        "Art. 12",
        "Artículo 9",
        "Part B",
        "Section 2.1:",
    ],
)
def test_a_word_for_a_part_and_its_number_say_nothing(heading: str) -> None:
    assert telling_headings(heading) == ""
    assert telling_headings(f"Rules › {heading} › Pets") == "Rules › Pets"


@pytest.mark.parametrize(
    "heading",
    [
        "Section 3: Pets",
        "Group B",
        "Week 2",
        "2024",
        "1.4.2",
        "Civil",
        "Particular",
        "Articles",
        "I agree",
        "Section",
        "",
    ],
)
def test_what_has_words_of_its_own_or_may_be_a_name_stays(heading: str) -> None:
    assert telling_headings(heading) == heading


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("What does section 3 say?", True),
        ("What does clause 3 say?", True),
        ("What do 13 boats cost?", False),
        ("Pets?", False),
    ],
)
def test_a_heading_that_a_question_names_is_kept(asked: str, kept: bool) -> None:
    assert telling_headings("Rules › Section 3", asked) == ("Rules › Section 3" if kept else "Rules")


def test_letters_and_roman_numbers_are_named_with_their_words() -> None:
    assert telling_headings("Part A", "What is a boat?") == ""
    assert telling_headings("Part A", "What is in part A?") == "Part A"


def test_a_path_is_taken_apart_as_it_was_put_together() -> None:
    path = heading_path(["Rules", "Harbour", "Fees"])
    assert headings_of(path) == ["Rules", "Harbour", "Fees"]
    assert innermost(path) == "Fees"
    assert innermost("") == ""


@pytest.mark.parametrize(
    ("path", "within"),
    [("Rules", True), ("Rules › Harbour", True), ("Rules of old", False), ("Harbour › Rules", False)],
)
def test_what_stands_below_a_heading_is_within_it(path: str, within: bool) -> None:
    assert is_within(path, "Rules") is within
