"""A question about others than those of whom the words speak has no yes."""

from pathlib import Path

import pytest

from index.store import Index
from rag.evidence.sentences import unscored
from rag.kinds.yes_no.asked_others import is_row_on_something_else, is_unseen, names_others
from tests.support.documents import ingest_bytes


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


def test_a_row_that_only_has_what_the_conversation_is_about_says_no_yes(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "i", "hash", create=True)
    table = b"# Crew\n\n| Name | Boat | Trips |\n|---|---|---|\n| Ann Lowe | Gannet | 4 |\n| Cy Poe | Puffin | 9 |\n"
    ingest_bytes(index, table, "crew.md", "crew.md")
    [row] = index.chunks.get(range(1, 3)).values()
    rows = [unscored(row, first, last, header=row.sentences[0]) for first, last in row.sentences[1:]]
    assert is_row_on_something_else(index, "May she stay ashore tomorrow (about: the Gannet)?", rows[0])
    assert not is_row_on_something_else(index, "Does Ann Lowe row tomorrow (about: the Gannet)?", rows[0])
    assert not is_row_on_something_else(index, "Are there boats that stay?", rows[0])
    assert not is_row_on_something_else(index, "May she stay ashore?", unscored(row, *row.sentences[0]))


@pytest.mark.parametrize(
    ("question", "unseen"),
    [
        ("Is there a bakery nearby?", True),
        ("Are there any tankards?", True),
        ("Is there a tap?", False),
        ("Are there rules on hoses?", False),
        ("May I bake?", False),
    ],
)
def test_whether_there_is_something_is_not_told_by_what_has_no_word_of_it(
    tmp_path: Path, question: str, unseen: bool
) -> None:
    index = Index.open(tmp_path / "i", "hash", create=True)
    ingest_bytes(index, b"# Water\n\nThe taps run in summer. Hoses may not be used.", "water.md", "water.md")
    [row] = index.chunks.get(range(1, 2)).values()
    assert is_unseen(index, question, unscored(row, *row.sentences[-1])) is unseen
