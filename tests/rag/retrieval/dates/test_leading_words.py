"""Small words lead to days, in the language of a question and in English."""

import pytest

from rag.retrieval.dates.leading_words import is_exclusive, leading_words


@pytest.mark.parametrize(
    ("text", "language", "group"),
    [
        ("everything since ", "en", "since"),
        ("all of it before the ", "en", "until"),
        ("Briefe seit dem ", "de", "since"),
        ("lettres jusqu’à la ", "fr", "until"),
        ("cartas en el mes de ", "es", "within"),
        ("le lettere dell’", "it", "within"),
        ("alles vanaf de ", "nl", "since"),
        ("depois do ano de ", "pt", "since"),
        ("Que dit la ", "fr", "article"),
        ("Protokolle seit ", "en", "since"),
    ],
)
def test_the_end_of_what_stands_before_says_how_it_leads(text: str, language: str, group: str) -> None:
    found = leading_words(language).before.search(text)
    assert found is not None
    assert found.lastgroup == group


@pytest.mark.parametrize(
    ("text", "language"), [("When do ", "en"), ("The ", "en"), ("as ", "en"), ("Briefe seit ", "ja"), ("inseit ", "de")]
)
def test_other_words_lead_to_nothing(text: str, language: str) -> None:
    assert leading_words(language).before.search(text) is None


def test_two_days_are_joined() -> None:
    assert leading_words("fr").joint.fullmatch(" et le ")
    assert leading_words("nl").joint.fullmatch(" tot en met ")
    assert not leading_words("en").joint.fullmatch(" or ")


def test_some_leave_out_what_they_lead_to() -> None:
    assert is_exclusive("después de")
    assert is_exclusive("Nach dem")
    assert not is_exclusive("seit")
