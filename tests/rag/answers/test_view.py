"""What a reader is shown of an answer: footnotes numbered as they are met, and every word in its place."""

import dataclasses

import pytest

from rag.answers.answer import (
    ON_SUBJECT,
    Answer,
    AnswerSentence,
    AskedWith,
    Conflict,
    Grade,
    IndexState,
    NearestSentence,
    Writing,
)
from rag.answers.place import Citation, Passage, PassageScores, Stretch
from rag.answers.view import CLOSEST, UNCLEAR, Abstention, Label, Side, view

ANSWER = Answer(
    "0" * 16,
    "q",
    Grade.ANSWERED,
    "",
    False,
    None,
    0.9,
    (),
    (),
    (),
    (),
    IndexState(1, "hash", "f"),
    AskedWith(5, (), (), None, None, 0.5, "0" * 16),
    {},
)


def citation(start: int, language: str = "") -> Citation:
    return Citation("0" * 16, 1, "T", "s", start, start + 1, "q", language=language)


def sentence(text: str, start: int, *citations: Citation) -> AnswerSentence:
    return AnswerSentence(text, start, start + len(text), 1.0, citations)


def passage(number: int) -> Passage:
    return Passage("0" * 16, 1, "T", "s", 0, 1, number, "", "q", 0.5, PassageScores(None, None, 0.5))


def test_footnotes_are_numbered_in_reading_order_and_one_span_has_one_number() -> None:
    sentences = (sentence("A.", 0, citation(5)), sentence("B.", 3, citation(2), citation(5)))
    shown = view(dataclasses.replace(ANSWER, answer="A. B.", sentences=sentences))
    assert [(footnote.number, footnote.citation.start) for footnote in shown.footnotes] == [(1, 5), (2, 2)]
    assert [[footnote.number for footnote in each.footnotes] for each in shown.sentences] == [[1], [2, 1]]


def test_gaps_and_sentences_are_the_answer() -> None:
    sentences = (sentence("A.", 0, citation(1)), sentence("B.", 4, citation(2)))
    shown = view(dataclasses.replace(ANSWER, answer="A.\n\nB.", sentences=sentences))
    assert "".join(each.gap + each.text for each in shown.sentences) == "A.\n\nB."


def test_what_only_a_conflict_cites_is_numbered_after_the_footnotes_and_is_none_of_them() -> None:
    sentences = (sentence("A.", 0, citation(5)), sentence("B.", 3, citation(7)))
    conflict = Conflict((citation(9), citation(7)), ("nine", "seven"))
    shown = view(dataclasses.replace(ANSWER, answer="A. B.", sentences=sentences, conflicts=(conflict,)))
    first, second = shown.footnotes
    [disagreement] = shown.conflicts
    nine, seven = disagreement.sides
    assert disagreement.label is Label.DISAGREEMENT
    assert (nine.value, nine.footnote.number) == ("nine", 3)
    assert seven == Side("seven", second)
    assert shown.cited == (first, second, nine.footnote)


def test_what_changed_is_change_is_called_so() -> None:
    conflict = Conflict((citation(9), citation(7)), ("nine", "seven"), is_change=True)
    [shown] = view(dataclasses.replace(ANSWER, conflicts=(conflict,))).conflicts
    assert shown.label is Label.CHANGED


def test_an_abstention_has_its_words_and_the_closest_passages_alone() -> None:
    passages = tuple(map(passage, range(CLOSEST + 2)))
    abstained = dataclasses.replace(
        ANSWER, grade=Grade.NOT_COVERED, answer="None.", abstained=True, abstain_reason="Why.", passages=passages
    )
    expected = Abstention(Grade.NOT_COVERED, "None.", "Why.", (), passages[:CLOSEST])
    assert view(abstained).abstention == expected
    reasonless = view(dataclasses.replace(abstained, abstain_reason=None)).abstention
    assert reasonless == dataclasses.replace(expected, reason="")
    assert view(ANSWER).abstention is None


def test_where_it_is_unsure_the_nearest_sentences_stand_in_the_place_of_passages_under_words_that_say_so() -> None:
    near = (
        NearestSentence("The lamp was lit.", (Stretch(4, 8), Stretch(13, 16)), (citation(5, "es"), citation(9))),
        NearestSentence("Lit", (Stretch(0, 3),), (citation(5),)),
    )
    unsure = dataclasses.replace(
        ANSWER, grade=Grade.UNSURE, answer="None.", abstained=True, abstain_reason=ON_SUBJECT, nearest=near
    )
    shown = view(dataclasses.replace(unsure, passages=(passage(1),)))
    assert shown.abstention is not None
    assert (shown.abstention.words, shown.abstention.reason, shown.abstention.closest) == (UNCLEAR, "", ())
    first, second = shown.abstention.nearest
    assert first.pieces == (("The ", False), ("lamp", True), (" was ", False), ("lit", True), (".", False))
    assert second.pieces == (("Lit", True),)
    assert ([note.number for note in first.footnotes], first.language) == ([1, 2], "es")
    assert second.footnotes == first.footnotes[:1] == shown.footnotes[:1]


@pytest.mark.parametrize(
    ("reason", "uncovered"),
    [("Nothing covers “brass”.", ("brass",)), ("Nothing mentions SK4036; close: SK4035.", ())],
)
def test_what_is_missing_is_said_above_the_nearest_sentences(reason: str, uncovered: tuple[str, ...]) -> None:
    near = (NearestSentence("SK4035 bears 40 kg.", (), (citation(5),)),)
    unsure = dataclasses.replace(ANSWER, grade=Grade.UNSURE, answer="None.", abstained=True, nearest=near)
    told = view(dataclasses.replace(unsure, abstain_reason=reason, uncovered=uncovered)).abstention
    assert told is not None
    assert (told.words, told.reason) == (UNCLEAR, reason)


def test_a_sentence_is_in_the_language_of_its_document_unless_a_model_wrote_it() -> None:
    cited = sentence("Uno.", 0, citation(1, "es"), citation(2, "de"))
    written = dataclasses.replace(sentence("Two.", 5, citation(3, "es")), written=True)
    shown = view(dataclasses.replace(ANSWER, answer="Uno. Two.", sentences=(cited, written)))
    assert [each.language for each in shown.sentences] == ["es", ""]


def test_what_else_is_told_of_an_answer_is_there_only_where_there_is_something_to_tell() -> None:
    told = dataclasses.replace(ANSWER, standalone_question="What?", writing=Writing("m"), unanswered=("Who paid?",))
    shown = view(told)
    assert (shown.looked_up, shown.unanswered) == ("What?", ("Who paid?",))
    assert shown.writing == Writing("m").told
    assert (view(ANSWER).looked_up, view(ANSWER).writing, view(ANSWER).unanswered) == (None, None, ())
