"""The terms of texts: by worked examples, and each by the language of its text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.search.analysis import analyse, number_terms, words


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Running runs", ["run", "run"]),
        ("Café RÉSUMÉ", ["cafe", "resum"]),
        ("Straße", ["strass"]),
        ("The museum's Ada’s don't", ["the", "museum", "ada", "dont"]),
        ("東京都", ["東京", "京都"]),
        ("東 2024年", ["東", "2024", "年"]),
        ("서울특별시", ["서울", "울특", "특별", "별시"]),
        ("... — !", []),
        ("", []),
    ],
)
def test_terms_of_a_text(text: str, terms: list[str]) -> None:
    assert analyse(text) == terms


def test_a_language_without_a_stemmer_keeps_its_words() -> None:
    assert analyse("Zwei książki, dwie książki", "pl") == ["zwei", "ksiazki", "dwie", "ksiazki"]


@given(st.text(st.sampled_from("ab3½²é٣中9'’- \u0301s"), max_size=30), st.sampled_from(["en", "fr", "ja", ""]))
def test_terms_with_digits_are_those_of_all_terms(text: str, language: str) -> None:
    expected = [term for term in analyse(text, language) if any(map(str.isdigit, term))]
    assert number_terms(text, language) == expected


def test_spans_of_words_are_code_points() -> None:
    text = "😀 Don’t stop_now, Ada!"
    assert [text[start:end] for start, end in words(text)] == ["Don’t", "stop", "now", "Ada"]
