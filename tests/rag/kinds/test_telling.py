"""The kind of a question is told from its words, by the model that ships."""

import pytest

from rag.answers.kind import Kind
from rag.kinds.telling import told

OF_EACH_KIND = {
    "When does the library open on Saturdays?": (Kind.FACT, ""),
    "Which documents do I need for a passport?": (Kind.LIST, ""),
    "Name every supplier who sent a quote": (Kind.LIST, ""),
    "Summarise the letter from the landlord": (Kind.OVERVIEW, "document"),
    "What are all these files about?": (Kind.OVERVIEW, "collection"),
    "How do the old and the new contract differ?": (Kind.COMPARISON, ""),
    "Is smoking allowed on the terrace?": (Kind.YES_NO, ""),
    "Which documents mention the boiler?": (Kind.COLLECTION, "mentions"),
    "How many documents are there?": (Kind.COLLECTION, "count"),
    "What is the newest document?": (Kind.COLLECTION, "newest"),
    "What happened with the broken boiler?": (Kind.OVERVIEW, "topic"),
    "what does the newest bulletin say about tolls": (Kind.OVERVIEW, "document"),
    "give me the gist of the treasurer's mail": (Kind.OVERVIEW, "document"),
    "summarise what the vet says on ticks": (Kind.OVERVIEW, "document"),
    "Which of the files are in Dutch?": (Kind.COLLECTION, "all"),
    "Good morning!": (Kind.NOT_FOR_US, ""),
    "### Task: Generate a concise title for this chat": (Kind.NOT_FOR_US, ""),
}


@pytest.mark.parametrize("question", OF_EACH_KIND)
def test_each_kind_is_told(question: str) -> None:
    found = told(question, "en")
    assert (found.kind, found.aspect) == OF_EACH_KIND[question]
    assert 0.5 <= found.probability <= 1


@pytest.mark.parametrize(
    ("question", "language", "kind"),
    [
        ("¿Qué documentos mencionan la caldera?", "es", Kind.COLLECTION),
        ("Fasse den Brief des Vermieters zusammen", "de", Kind.OVERVIEW),
        ("Combien coûte l'abonnement ?", "fr", Kind.FACT),
    ],
)
def test_in_other_languages_too(question: str, language: str, kind: Kind) -> None:
    assert told(question, language).kind is kind


@pytest.mark.parametrize("words", ["mailbox app", "sign-in page", "boat photo upload", "letter template", "wifi"])
def test_a_word_or_two_as_one_types_them_into_a_search_are_for_us(words: str) -> None:
    assert told(words, "en").kind is not Kind.NOT_FOR_US


@pytest.mark.parametrize(
    "question",
    [
        "do norway and iceland share a currency",
        "is rye flour the same as whole wheat",
        "are marmots and beavers related",
    ],
)
def test_whether_things_are_alike_is_no_comparison(question: str) -> None:
    assert told(question, "en").kind is Kind.YES_NO


@pytest.mark.parametrize("fault", ["the X40 drags to one side", "the S9 veers to the left"])
def test_what_is_only_a_little_likelier_to_be_not_for_us_is_looked_up(fault: str) -> None:
    assert told(fault, "en").kind is Kind.FACT


def test_what_may_be_an_overview_or_a_list_of_documents_is_no_fact() -> None:
    assert told("Summarise the documents.", "en").kind in (Kind.OVERVIEW, Kind.COLLECTION)


def test_of_one_kind_alone_the_aspect_is_told() -> None:
    found = told("What is the newest document?", "en", frozenset({Kind.COLLECTION}))
    assert (found.kind, found.aspect) == (Kind.COLLECTION, "newest")
    assert told("What is the newest document?", "en", frozenset({Kind.LIST})).kind is Kind.LIST
