"""What is prose, and what only stands around it."""

import pytest

from rag.kinds.overview.document_text import is_prose


@pytest.mark.parametrize(
    "text",
    [
        "The lift failed again on 3 February, the third time since October.",
        "“We looked for a mistake, because we did not like the answer.”",
        "La ville a voté hier pour le nouveau port.",
        "水質調査は二〇二九年までの不足を予測している。",
    ],
)
def test_sentences_of_any_language_are_prose(text: str) -> None:
    assert is_prose(text)


@pytest.mark.parametrize(
    "text",
    [
        "Dear Mr Pryce,",
        "Yours sincerely,\nGareth Pryce",
        "By Benicio Arguello, 21 March 2025",
        "Home About Contact",
        "Firm | Price | Guarantee.",
        "Present: Desmond Achebe, Priya Nandakumar, Marit Solheim, Tomasz Wisniewski.",
        "Date: Tue, 20 Jun 2023 09:14:00 +0100.",
        "What are you going to do about it?",
        "I am 85.",
    ],
)
def test_greetings_signatures_bylines_navigation_rows_and_questions_are_not(text: str) -> None:
    assert not is_prose(text)


def test_a_title_is_not_though_it_ends_like_a_sentence() -> None:
    assert not is_prose("The harbour is to grow again.", title="The harbour is to grow again")
