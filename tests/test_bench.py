"""What models are taught with says what it claims: spans are whole, and near misses have what they are near to."""

from pathlib import Path

import pytest

from index.documents import document_id
from index.encoding.encoders.hash import HashEncoder
from rag.evaluation.sets.question_sets import QuestionSet, load, open_index


@pytest.fixture(scope="module")
def natural(project_root: Path) -> QuestionSet:
    return load(project_root / "bench" / "natural")


def test_every_question_has_a_document_and_what_answers_it(natural: QuestionSet, tmp_path: Path) -> None:
    index, _ = open_index(natural, HashEncoder(), kept_in=tmp_path / "index")
    texts = {each.source: index.documents.get(document_id(each.source)).text for each in index.documents.listed()}
    for case in natural.cases:
        [document] = case.documents
        assert case.answerable == bool(case.spans), case.id
        for span in case.spans:
            words = texts[document][span.start : span.end]
            assert span.doc_id == document, case.id
            assert words == words.strip() != "", case.id
    assert set(texts) == {case.documents[0] for case in natural.cases}


def test_a_twin_is_a_near_miss_of_a_question_that_is_answered(natural: QuestionSet) -> None:
    by_id = {case.id: case for case in natural.cases}
    twins = [case for case in natural.cases if case.twin]
    assert len(by_id) == len(natural.cases)
    assert len(twins) > 300
    assert all(by_id[case.twin].answerable and not case.answerable for case in twins)


def test_yes_and_no_are_as_often_right(natural: QuestionSet) -> None:
    said = [case.affirmed for case in natural.cases if case.affirmed is not None]
    assert len(said) > 600
    assert 0.4 < sum(said) / len(said) < 0.6
