"""A telephone number that is asked for is a number, and that of whoever was asked about."""

import numpy as np
import pytest

from index.storage.records import ChunkRow
from rag.evidence.doubts.contacts import asks_for_contact, contact_first
from rag.evidence.sentences import Evidence


def piece(document: str) -> Evidence:
    row = ChunkRow(1, document, 1, 0, 10, "", ((0, 10),), "T", document, None, "", b"")
    return Evidence(row, 0, 10, np.zeros(1, np.float32), 0.5, 0.5, 1.0)


EVIDENCE = [piece("a"), piece("b"), piece("a")]
NAME, NUMBER = "From: Liv Aas <liv@example.org>", "Liv Aas, Phone: +47 51 22 33 44"


@pytest.mark.parametrize(
    "question",
    [
        "What is the phone number of Liv Aas?",
        "What's Liv's telephone number?",
        "Under which mobile number is Liv to be had?",
        "Wie lautet die Telefonnummer von Liv Aas?",
        "Quel est le numéro de téléphone de Liv ?",
    ],
)
def test_a_number_comes_first_and_a_name_is_none(question: str) -> None:
    assert contact_first(question, EVIDENCE, [NAME, "x", NUMBER]) == [EVIDENCE[2], EVIDENCE[0], EVIDENCE[1]]
    assert contact_first(question, EVIDENCE, [NUMBER, "x", NAME]) == EVIDENCE
    assert contact_first(question, EVIDENCE, [NAME, "Kari, Phone: 51 22 33 44", "On 2026-05-04."]) is None
    assert contact_first(question, EVIDENCE, ["It is £185, and $640 with a sail.", "x", "Sent at 10:14:250."]) is None
    assert contact_first(question, EVIDENCE, ["Dock Road 4, 4001 Alder", "x", "x"]) is None
    assert contact_first(question, EVIDENCE, ["Call 112345.", "x", "x"]) == EVIDENCE


def test_an_address_of_mail_is_told_by_its_sign() -> None:
    question = "What is the e-mail address of Liv Aas?"
    assert contact_first(question, EVIDENCE, [NUMBER, "x", NAME]) == [EVIDENCE[2], EVIDENCE[0], EVIDENCE[1]]
    assert contact_first(question, EVIDENCE, [NUMBER, "x", "y"]) is None


@pytest.mark.parametrize(
    "question",
    [
        "Who changed her phone number?",
        "What phone model does Liv have?",
        "What may a phone call cost?",
        "Is the phone new?",
        "When does Liv come?",
    ],
)
def test_another_question_is_left_alone(question: str) -> None:
    assert not asks_for_contact(question)
    assert contact_first(question, EVIDENCE, ["On Monday.", "x", "y"]) == EVIDENCE
