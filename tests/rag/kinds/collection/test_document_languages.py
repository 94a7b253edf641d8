"""Which languages of documents a question names, in English and in its own language."""

import pytest

from rag.kinds.collection.document_languages import language_name, languages_in_words, named_languages


@pytest.mark.parametrize(
    ("text", "language", "codes"),
    [
        ("How many documents are in German?", "en", ("de",)),
        ("Which letters are in French or Spanish?", "en", ("fr", "es")),
        ("German letters about the roof", "en", ("de",)),
        ("Wie viele Dokumente sind auf Deutsch?", "de", ("de",)),
        ("Quels documents sont en allemand ?", "fr", ("de",)),
        ("Which documents are about French wine?", "en", ()),
        ("What is said on damages in English law?", "en", ()),
        ("Which documents mention the German embassy?", "en", ()),
        ("Where is Anna?", "en", ()),
    ],
)
def test_a_language_counts_where_documents_are_in_it(text: str, language: str, codes: tuple[str, ...]) -> None:
    found = named_languages(text, language)
    assert (found.codes if found else ()) == codes


def test_other_languages_than_one_can_be_asked_for() -> None:
    found = named_languages("Which documents are not in English?", "en")
    assert found is not None
    assert found.are_excluded
    plain = named_languages("Which documents are in English?", "en")
    assert plain is not None
    assert not plain.are_excluded
    assert "Which documents are in English?"[plain.start : plain.end].strip() == "in English"


def test_languages_are_called_by_their_names() -> None:
    assert language_name("cy") == "Welsh"
    assert languages_in_words([("en", 9), ("", 1)]) == "9 in English, 1 in a language that is not known"
