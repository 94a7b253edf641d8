"""Words that deny or forbid are not taken for more, or less, than they say."""

import pytest

from rag.kinds.yes_no.denials import denies_within_bounds, forbids, of_nobody, says_none


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
