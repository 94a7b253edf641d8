"""An answer in a notebook: an unsure one shows what comes nearest, and does not pass for an answer."""

import dataclasses

from rag.answers.answer import Answer, Grade
from rag.answers.html import answer_html


def test_an_unsure_answer_is_the_nearest_sentences_with_their_places_and_no_passage(unsure: Answer) -> None:
    shown = answer_html(unsure)
    assert "<p><b><bdi>The documents do not clearly say this.</bdi></b>" in shown
    assert "<p>The closest sentences:</p><ol><li>" in shown
    first, second = shown.split("<li>")[1:]
    assert first.startswith(
        "<bdi>The </bdi><mark><bdi>nurse</bdi></mark><bdi> </bdi><mark><bdi>weighs</bdi></mark><bdi> *all*.</bdi>"
    )
    assert "<bdi>2025-03-01</bdi>, page 3 · <bdi>clinic.pdf</bdi>, characters 4–27" in first
    assert second.startswith("<bdi>Ward: Maternity; Beds: 18</bdi><br>")
    assert [place in second for place in ("characters 60–75", "characters 40–50")] == [True, True]
    assert "passage" not in shown
    assert "no answer" not in shown


def test_what_is_missing_is_told_above_the_nearest_sentences(unsure: Answer) -> None:
    shown = answer_html(dataclasses.replace(unsure, abstain_reason="Nothing mentions K7."))
    assert "say this.</bdi></b> <bdi>Nothing mentions K7.</bdi></p><p>The closest sentences:</p>" in shown


def test_what_is_not_covered_shows_passages_and_no_sentence(unsure: Answer) -> None:
    shown = answer_html(dataclasses.replace(unsure, grade=Grade.NOT_COVERED, abstain_reason=None, nearest=()))
    assert "<b><bdi>I found no answer to this in your documents.</bdi></b>" in shown
    assert "<p>The closest passages:</p><ol><li><b><bdi>Clinic</bdi></b> (0.900)<br><bdi>A passage.</bdi></li>" in shown
    assert "sentences" not in shown
