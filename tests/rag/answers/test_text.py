"""An answer in a terminal: an unsure one shows what comes nearest, and does not pass for an answer."""

import dataclasses

from rag.answers.answer import Answer, Grade
from rag.answers.text import answer_text


def test_an_unsure_answer_is_the_nearest_sentences_with_their_places_and_no_passage(unsure: Answer) -> None:
    assert answer_text(unsure) == (
        "The documents do not clearly say this.\n\n"
        "The closest sentences:\n"
        "[1] The *nurse* *weighs* *all*.\n"
        "    Clinic, 2025-03-01 · clinic.pdf, page 3, characters 4–27\n"
        "[2] Ward: Maternity; Beds: 18\n"
        "    Clinic · clinic.pdf, page 4, characters 60–75\n"
        "    Clinic · clinic.pdf, page 4, characters 40–50"
    )


def test_what_is_missing_and_what_was_looked_up_are_told_with_the_nearest_sentences(unsure: Answer) -> None:
    told = dataclasses.replace(unsure, standalone_question="Which nurse?", abstain_reason="Nothing mentions K7.")
    assert answer_text(told).startswith(
        "Looked up: Which nurse?\n\nThe documents do not clearly say this.\nNothing mentions K7.\n\n"
        "The closest sentences:\n[1] "
    )


def test_what_is_not_covered_shows_passages_and_no_sentence(unsure: Answer) -> None:
    other = dataclasses.replace(unsure, grade=Grade.NOT_COVERED, abstain_reason="Another subject.", nearest=())
    assert answer_text(other) == (
        "I found no answer to this in your documents.\nAnother subject.\n\n"
        "The closest passages:\n1. Clinic  (0.900)\n   A passage."
    )
