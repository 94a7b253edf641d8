"""A question about others than those of whom the words speak has no yes."""

import pytest

from rag.kinds.yes_no.asked_others import names_others


@pytest.mark.parametrize(
    ("question", "words", "others"),
    [
        ("Is it open on Mondays?", "Open from Tuesday to Sunday.", True),
        ("Is it open on Sundays?", "Open from Tuesday to Sunday.", False),
        ("Is it open on Thursdays?", "Open from Tuesday to Sunday.", False),
        ("Is it open in January?", "Open between November and February.", False),
        ("Is it open on Mondays?", "Open every day.", False),
        ("Are fires allowed in March?", "Fires are forbidden from April to September.", True),
        ("May I keep nine hens?", "Members may keep up to six hens.", True),
        ("May I keep six hens?", "Members may keep up to six hens.", False),
        ("Was it built in 1911?", "It was built in 1912.", True),
        ("Did the fund pay for the whole roof?", "The fund paid £900 for the roof.", True),
        ("Did the fund pay for the whole roof?", "The fund paid for the entire roof.", False),
    ],
)
def test_words_that_name_other_days_or_quantities_are_no_yes(question: str, words: str, others: bool) -> None:
    assert names_others(question, words) is others
