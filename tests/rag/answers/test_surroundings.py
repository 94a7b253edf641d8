"""The words around a quote: out of the document, cut between words, and nothing where there is nothing."""

import dataclasses
import itertools

from rag.answers.place import Citation
from rag.answers.surroundings import surroundings

LONG = "The harbour was dredged by three ships from Antwerp over one whole winter of storms."
TEXT = f"{'Before it word. ' * 20}Heading\n\n  {LONG} {'After it word. ' * 20}"
WORDS = ("Before", "After", "it", "word.")
START = TEXT.index(LONG)
CITATION = Citation("d" * 16, 1, "T", "s", START, START + len(LONG), LONG)


def excerpt_of(text: str):
    return lambda _document, _version, start, end: text[start:end]


def test_what_stands_around_is_the_document_cut_between_words_and_the_quote_is_shortened() -> None:
    found = surroundings(CITATION, excerpt_of(TEXT))
    assert found is not None
    before, after = found.before.removeprefix("… "), found.after.removesuffix(" …")
    assert (before, after) != (found.before, found.after)
    assert (before.partition(" ")[0], after.rpartition(" ")[2]) in itertools.product(WORDS, WORDS)
    assert (before[-14:], after[:16]) == ("word. Heading\n", " After it word. ")
    assert found.quote == "The harbour was dredged … whole winter of storms."


def test_nothing_is_said_to_be_cut_where_the_document_begins_and_ends() -> None:
    found = surroundings(dataclasses.replace(CITATION, start=4, end=9, quote="lamp."), excerpt_of("Its lamp. Lit."))
    assert found is not None
    assert (found.before, found.quote, found.after) == ("Its ", "lamp.", " Lit.")


def test_words_that_are_not_divided_by_spaces_are_cut_where_they_are() -> None:
    quote = "茶" * 80
    text = "前" * 200 + quote + "後" * 200
    found = surroundings(dataclasses.replace(CITATION, start=200, end=280, quote=quote), excerpt_of(text))
    assert found is not None
    assert (set(found.before), set(found.quote), set(found.after)) == (set("… 前"), set("… 茶"), set("… 後"))
    assert len(found.quote) < len(quote)


def test_there_is_none_of_a_document_that_is_gone_or_says_no_more() -> None:
    assert surroundings(CITATION, excerpt_of("")) is None
    assert surroundings(dataclasses.replace(CITATION, start=0, end=5, quote="lamp."), excerpt_of("lamp.\n")) is None
