"""What a language calls times that are counted from today comes out of locale data."""

import subprocess
import sys

import pytest

from rag.retrieval.dates.relative_words import UNITS, relative_words, stem


@pytest.mark.parametrize("language", ["de", "es", "fr", "it", "nl", "pt"])
def test_every_unit_and_both_ways_to_count_it_are_known(language: str) -> None:
    words = relative_words(language)
    assert words is not None
    assert set(words.units.values()) == set(UNITS)
    assert words.this
    assert words.last
    assert set(words.days.values()) == {0, 1, 2}
    assert set(words.numbers.values()) >= set(range(2, 13))
    assert len(words.nouns) >= 2


def test_forms_of_a_word_are_one_and_other_words_are_none_of_them() -> None:
    assert stem("letzten", "de") == stem("Letztes", "de")
    assert stem("semaines", "fr") == stem("semaine", "fr")
    # The Dutch stemmer makes “voor” of “vorig” too.
    assert stem("vorig", "nl") == stem("vorige", "nl") != stem("voor", "nl")


def test_more_than_one_unit_is_told_from_one() -> None:
    words = relative_words("fr")
    assert words is not None
    assert {"semaines", "années", "ans"} <= words.plurals
    assert words.plurals.isdisjoint({"semaine", "année", "an", "mois"})
    assert words.alike == {"mois"}


def test_a_language_that_nobody_knows_has_none() -> None:
    assert relative_words("xx") is None


def test_a_question_in_english_loads_no_locale_data() -> None:
    code = (
        "import sys, datetime; from rag.retrieval.dates.implied_dates import implied_dates;"
        " implied_dates('What came last week?', datetime.date.today()); print('dateparser' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
