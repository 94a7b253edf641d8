"""A clause answers what asks for it by its number alone."""

import pytest

from index.store import Index
from rag.evidence.plain.asked_part import begins_with_asked_part
from rag.retrieval.question import read


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return Index.open(tmp_path_factory.mktemp("index") / "i", "hash", create=True)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What does 2.2 say?", "2.2 On Sundays no machine runs."),
        ("What does Article 12 say?", "12. Bicycles are kept in the shed."),
        ("What does § 5 say?", "§ 5. The rent is due on 1 March."),
        ("Summarise rule 7.", "Rule 7: No dogs."),
    ],
)
def test_the_part_itself(index: Index, question: str, words: str) -> None:
    assert begins_with_asked_part(read(index, question), words)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What does 2.2 say?", "2.21 Machines run."),
        ("What does 2.2 say?", "2.2.1 Machines run."),
        ("What does Article 12 say?", "Bicycles of Article 12 are kept in the shed."),
        ("What does Article 12 say of dogs?", "12. Bicycles are kept in the shed."),
        ("What do 2.2 and 2.3 say?", "2.2 On Sundays no machine runs."),
        ("What does 2.2 say?", "2.2"),
    ],
)
def test_another_part_a_mention_and_a_question_about_it(index: Index, question: str, words: str) -> None:
    assert not begins_with_asked_part(read(index, question), words)
