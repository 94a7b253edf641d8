"""Two documents disagree about what was asked only where both say it, and differently."""

import numpy as np
import pytest

from index.search.analysis import analyse
from index.storage.records import ChunkRow
from rag.evidence.doubts.conflicts import EvidenceConflict, find_conflicts
from rag.evidence.sentences import Evidence
from rag.evidence.support import Span
from rag.retrieval.question import Question, QuestionWord
from rag.writing.extractive import conflict_of

ONE = np.ones(1, np.float32)


def asked(text: str) -> Question:
    words = tuple(QuestionWord(word, tuple(analyse(word)), 1.0, ()) for word in text.rstrip("?").split())
    return Question(text, ONE, ONE[None, :], ONE[None, :], ONE, words)


def piece(document: str, relevance: float | None, published_at: str | None = None, title: str = "") -> Evidence:
    title = title or (f"Terms {document}" if document.isdigit() else f"Notes {3 * document}")
    row = ChunkRow(1, document, 1, 0, 100, "", ((0, 100),), title, document, published_at, "", b"")
    return Evidence(row, 0, 100, ONE, 0.9, 0.9, relevance)


def values(question: str, *sides: tuple[str, str, float | None]) -> list[tuple[str, str]]:
    """Return the values that disagree between (document, sentence, logit), each its own passage."""
    evidence = [piece(document, relevance) for document, _, relevance in sides]
    quotes = [sentence for _, sentence, _ in sides]
    return [found.values for found in find_conflicts(asked(question), evidence, quotes, quotes)]


def test_amounts_of_what_was_asked_for_disagree() -> None:
    assert values(
        "How many people were treated?",
        ("a", "Fourteen people were treated, two of them firefighters.", 7.0),
        ("b", "The register lists 19 people who were treated.", 1.0),
    ) == [("Fourteen people", "19 people")]


def test_amounts_of_different_orders_are_of_different_things() -> None:
    harbour = ("a", "The quay will cost 231 million dollars.", 5.0)
    assert values("How many dollars does the quay cost?", harbour, ("b", "The quay costs 63 dollars.", 3.0)) == []
    assert values("How many dollars does the quay cost?", harbour, ("b", "The quay costs 2 million dollars.", 3.0))
    none = ("b", "The register lists 0 people who were treated.", 1.0)
    assert values("How many people were treated?", ("a", "Fourteen people were treated.", 7.0), none)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("The fee of the ferry rises from £30 to £34 in May.", [("£30", "£34")]),
        ("The fee of the ferry rises from 30 pounds to 34 pounds in May.", [("£30", "34 pounds")]),
        ("The ferry now asks a fee of £34, instead of £30.", [("£30", "£34")]),
        ("The fee of the ferry went down to £30, and that of the pier from £30 to £34.", [("£30", "£34")]),
        ("The fee of the ferry is £30, and that of the train £34.", []),
        ("The fee of the ferry rises from £20 to £30.", []),
        ("A night in the ferry's cabin, each, is £34.", [("£30", "£34")]),
        ("A night in the cabin, each, is £34.", []),  # nothing in common but what money is
    ],
)
def test_a_change_from_our_value_to_another_disagrees_and_another_thing_does_not(
    other: str, expected: list[tuple[str, str]]
) -> None:
    assert values("How much?", ("a", "The ferry asks a fee of £30.", 7.0), ("b", other, 5.0)) == expected


def test_versions_of_one_document_disagree_though_they_have_no_word_in_common() -> None:
    sides = [("The ferry asks a fee of £30.", 7.0), ("A crossing, each, is £34.", 5.0)]
    assert values("How much?", *[(year, *side) for year, side in zip(("2024", "2025"), sides, strict=True)])
    assert not values("How much?", *[(name, *side) for name, side in zip("ab", sides, strict=True)])


def test_times_disagree_and_equal_ones_do_not() -> None:
    first = ("a", "The alarm was raised at 2:40 a.m.", 7.0)
    assert values("What time was the alarm raised?", first, ("b", "The alarm was raised at 23:50.", 6.0)) == [
        ("2:40 a.m.", "23:50")
    ]
    assert values("What time was the alarm raised?", first, ("b", "The alarm was raised at 2:40.", 6.0)) == []


@pytest.mark.parametrize(
    "other",
    [
        ("a", "In all 19 people were treated.", 6.0),  # the same document
        ("b", "In all 19 dogs were treated.", 6.0),  # another thing counted
        ("b", "In all 14 people were treated.", 6.0),  # the same value
        ("b", "In all 19 people were treated.", -5.0),  # speaks of something else, says the reranker
        ("b", "In all 19 people were treated.", None),  # never read
        ("b", "Only 19 people.", 6.0),  # a passage without the question's words
        ("b", "Many people were treated.", 6.0),  # no value
    ],
)
def test_what_cannot_be_compared_is_no_conflict(other: tuple[str, str, float | None]) -> None:
    assert values("How many people were treated?", ("a", "Fourteen people were treated.", 7.0), other) == []


def test_a_question_that_asks_for_no_value_has_no_conflicts() -> None:
    sides = (("a", "Ada saw 14 people.", 7.0), ("b", "Ada saw 19 people.", 6.0))
    assert values("Who saw the people?", *sides) == []
    assert values("How many people did Ada see?", *sides) != []


def test_a_document_that_says_the_same_elsewhere_does_not_disagree() -> None:
    question = "What time does the sauna close?"
    first = ("a", "The sauna closes at 9.15 pm.", 6.0)
    rows = [
        ("b", "The time it closes, sauna: 7 pm | 4.00", 5.0),
        ("b", "The time it closes, sauna: 9.15 pm | 6.50", 4.0),
    ]
    assert values(question, first, rows[0]) == [("9.15 pm", "7 pm")]
    assert values(question, first, *rows) == []


def test_every_other_document_is_named_once() -> None:
    found = values(
        "How many people were treated?",
        ("a", "Fourteen people were treated.", 7.0),
        ("b", "Here 19 people were treated.", 6.0),
        ("b", "Of 20 people treated, some were treated twice.", 5.0),
        ("c", "There 21 people were treated.", 4.0),
    )
    assert found == [("Fourteen people", "19 people"), ("Fourteen people", "21 people")]


def test_the_earlier_side_comes_first_where_both_dates_are_known() -> None:
    later, earlier, undated = piece("a", 7.0, "2025-05-07"), piece("b", 6.0, "2025-05-05"), piece("c", 5.0)
    later_words, earlier_words = Span(later.row, 0, 10, "It was 19."), Span(earlier.row, 0, 10, "It was 14.")
    shown = conflict_of(EvidenceConflict((later, earlier), ("19", "14")), [later_words, earlier_words])
    assert (shown.values, [c.quote for c in shown.citations]) == (("14", "19"), ["It was 14.", "It was 19."])
    shown = conflict_of(
        EvidenceConflict((later, undated), ("19", "21")), [later_words, Span(undated.row, 0, 10, "It was 21.")]
    )
    assert shown.values == ("19", "21")


@pytest.mark.parametrize(
    ("best", "other", "later"),
    [
        ("Handbook 2024", "Handbook 2022", 0),
        ("Handbook, version 2.1", "Handbook, version 1", 0),
        ("Handbook 2024", "Contract 2022", None),
        ("Report", "Report", None),  # two that are called alike may have been written of one thing
    ],
)
def test_what_another_version_says_in_the_same_place_is_what_held_before(
    best: str, other: str, later: int | None
) -> None:
    quotes = ["Twenty-five days of leave are granted.", "Leave is 28 days."]
    evidence = [piece("a", 5.0, title=best), piece("b", 4.0, title=other)]
    [found] = find_conflicts(asked("How many days of leave?"), evidence, quotes, quotes)
    assert (found.later, found.of_versions) == (later, later is not None)


def test_what_changed_is_told_from_the_older_version_on() -> None:
    evidence = (piece("a", 5.0, title="Handbook, version 2.10"), piece("b", 4.0, title="Handbook, version 2.9"))
    sides = [Span(each.row, 0, 10, "It was so.") for each in evidence]
    conflict = conflict_of(EvidenceConflict(evidence, ("25 days", "28 days"), later=0), sides)
    assert conflict.values == ("28 days", "25 days")
    assert conflict.is_change
