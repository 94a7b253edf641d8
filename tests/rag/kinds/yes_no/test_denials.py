"""Words that deny or forbid are not taken for more, or less, than they say."""

from pathlib import Path

import pytest

from index.store import Index
from rag.evidence.sentences import quotes, unscored
from rag.kinds.yes_no.denials import denies_within_bounds, forbids, is_named_as_denied, of_nobody, says_none
from tests.support.documents import ingest_bytes


@pytest.mark.parametrize(
    ("question", "words", "is_none"),
    [
        ("Was anybody bitten?", "Two hens got out. | Nobody was bitten.", True),
        ("Is there anything to pay?", "None of it is charged for.", True),
        ("Was the keeper bitten?", "Nobody was bitten.", False),
        ("Was anybody bitten?", "The keeper was bitten.", False),
    ],
)
def test_who_asks_for_any_is_not_told_yes_by_none(question: str, words: str, is_none: bool) -> None:
    assert says_none(question, words) is is_none


@pytest.mark.parametrize(
    ("question", "words", "bounded"),
    [
        ("May I open the window?", "Do not open the window by more than a hand.", True),
        ("Can guests stay the night?", "Guests may not stay longer than a week.", True),
        ("Can guests stay for two weeks?", "Guests may not stay longer than a week.", False),
        ("May we drill holes?", "Holes must not be drilled without consent in writing.", True),
        ("May we drill holes without consent?", "Holes must not be drilled without consent in writing.", False),
        ("Is a boat at anchor insured?", "It is insured only in harbour, and never in ice.", True),
        ("May we smoke?", "Smoking is not allowed.", False),
        ("May I wear shoes?", "Come in without shoes.", False),
        ("May we smoke?", "We do not smoke. Boats longer than a mile pay more.", False),
    ],
)
def test_what_is_forbidden_beyond_a_bound_is_no_no(question: str, words: str, bounded: bool) -> None:
    assert denies_within_bounds(question, words) is bounded


@pytest.mark.parametrize(
    ("question", "words", "is_forbidden"),
    [
        ("Will they fish in the bay?", "The permit forbids fishing in the bay.", True),
        ("Is fishing forbidden in the bay?", "The permit forbids fishing in the bay.", False),
        ("Will they fish in the bay?", "The permit lets them fish in the bay.", False),
    ],
)
def test_what_forbids_is_no_yes(question: str, words: str, is_forbidden: bool) -> None:
    assert forbids(question, words) is is_forbidden


@pytest.mark.parametrize(
    ("words", "is_it"),
    [
        ("Nobody has to lock the gate at night.", True),
        ("No one may be sent home.", True),
        ("None of the plots is for sale.", True),
        ("Nobody but the warden has a key.", False),
        ("Nobody is not welcome.", False),
        ("The gate is locked by nobody.", False),
        ("Nobody's well is deep.", True),
    ],
)
def test_what_is_said_of_nobody_is_known_by_its_subject(words: str, is_it: bool) -> None:
    assert of_nobody(words) is is_it


@pytest.mark.parametrize(
    ("question", "item"),
    [
        ("Are towels included?", "towels"),
        ("Is cleaning included in the price of the hut?", "cleaning"),
        ("Is wood for the stove included?", ""),
        ("Is wood included?", ""),
        ("Are towels not included?", ""),
        ("Where are the towels?", ""),
        ("Is water included?", ""),
    ],
)
def test_what_stands_below_a_heading_that_denies_it_is_denied(tmp_path: Path, question: str, item: str) -> None:
    index = Index.open(tmp_path / "index", "hash", create=True)
    given, denied = "- water\n- beds\n", "- sheets, towels\n- cleaning\n- wood beyond two baskets\n"
    text = f"# The hut\n\n## In the price\n\n{given}\n## Not included in the price\n\n{denied}"
    ingest_bytes(index, text.encode(), "hut.md", "hut.md")
    [document] = index.documents.listed()
    rows = index.chunks.get(index.chunks.ids_of([document.id])).values()
    pieces = [unscored(row, start, end) for row in rows for start, end in row.sentences]
    with index.database.snapshot():
        denied_pieces = [piece for piece in pieces if is_named_as_denied(index, question, piece)]
        found = quotes(index, denied_pieces)
    assert [item in words for words in found] == [True] * bool(item)
