"""What is asked is whole and good before anything is done for it."""

import pytest

from rag.answers.turns import Turn
from rag.errors import QuestionError
from rag.investigation.query import Query
from rag.retrieval.filters import Filters
from rag.retrieval.question import MAX_CHARACTERS


@pytest.mark.parametrize("text", ["", " \n", "?!", "caf\udce9", "x" * (MAX_CHARACTERS + 1)])
def test_what_cannot_be_asked_makes_no_query(text: str) -> None:
    with pytest.raises(QuestionError):
        Query(text)


def test_a_query_keeps_the_question_as_it_was_asked() -> None:
    assert Query("  Why  so? \n").text == "  Why  so? \n"


def test_a_part_of_a_question_is_asked_with_all_that_the_whole_is_asked_with() -> None:
    whole = Query("Who built it, and when?", 3, Filters(tags=("town",)), (Turn("What is it?"),), llm=False)
    assert whole.reworded("When?") == Query("When?", 3, Filters(tags=("town",)), (Turn("What is it?"),), llm=False)
    with pytest.raises(QuestionError):
        whole.reworded(" ")


def test_a_query_is_asked_after_what_was_said() -> None:
    said = [Turn("Who built it?", "Ada."), Turn("When?")]
    assert Query("Why?", llm=False).after(said) == Query("Why?", history=tuple(said), llm=False)
