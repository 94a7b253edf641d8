from pathlib import Path

import pytest

from index.documents import Document, Section
from index.encoding.encoded_chunks import encode_documents
from index.encoding.encoders.hash import HashEncoder
from index.folders.ingest import ingest_documents
from index.store import Index
from rag.errors import QuestionError
from rag.retrieval import candidates
from rag.retrieval.candidates import fuse, retrieve, retriever_weights
from rag.retrieval.filters import EVERYTHING, Filters
from rag.retrieval.question import MAX_CHARACTERS, check, read

NEWS = {
    "news/museum.txt": ("The museum opened with roses.", "2024-01-31"),
    "news/garden.txt": ("The garden has roses.", "2024-02-01T08:00:00Z"),
    "old/garden.txt": ("The garden has roses.", None),
}

TAGS: dict[str, tuple[str, ...]] = {
    "news/museum.txt": ("town",),
    "news/garden.txt": (),
    "old/garden.txt": ("garden", "roses"),
}


@pytest.fixture
def index(tmp_path: Path) -> Index:
    made = Index.open(tmp_path / "index", HashEncoder(), create=True)
    documents = [
        Document(source, "T", text, text + source, (Section(0, len(text)),), published_at=day, tags=TAGS[source])
        for source, (text, day) in NEWS.items()
    ]
    ingest_documents(made, documents)
    return made


def sources(index: Index, filters: Filters) -> list[str]:
    return [candidate.row.source for candidate in retrieve(index, read(index, "garden roses"), filters)]


def test_reciprocal_rank_fusion_by_a_worked_example() -> None:
    # 2: 1/62 + 1/61; 1: 1/61; 4: 1/62; 3: 1/63; equal ones by id
    assert fuse([[1, 2, 3], [2, 4]]) == [2, 1, 4, 3]
    assert fuse([[5], [3]]) == [3, 5]
    assert fuse([[], []]) == []


def test_equal_candidates_are_in_the_order_of_their_chunks(index: Index) -> None:
    expected = ["news/garden.txt", "old/garden.txt", "news/museum.txt"]
    assert [sources(index, EVERYTHING) for _ in range(3)] == [expected] * 3


def test_bm25_counts_for_more_in_a_language_that_the_encoder_does_not_know() -> None:
    assert retriever_weights("en", ("en",)) == retriever_weights("es", ("en", "es")) == retriever_weights("es", ())
    lexical, dense = retriever_weights("en", ("en",))
    assert dense > 0
    assert retriever_weights("es", ("en",)) == (4 * lexical, 0.0)


def test_a_word_that_stands_in_the_passage_has_a_cosine_of_one(index: Index) -> None:
    best = retrieve(index, read(index, "garden roses"))[0]
    assert best.scores.maxsim == pytest.approx(1, abs=0.01)


def test_the_score_is_maxsim_with_a_share_of_the_best_bm25_and_of_the_cosine(index: Index) -> None:
    found = retrieve(index, read(index, "garden roses"))
    most = max(candidate.scores.lexical or 0.0 for candidate in found)
    lexical, dense = retriever_weights("en", ("en",))
    for candidate in found:
        scores = candidate.scores
        assert scores.dense is not None
        added = lexical * (scores.lexical or 0.0) / most + dense * scores.dense
        assert candidate.score == pytest.approx(scores.maxsim + added, abs=1e-6)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(sources=("garden.txt",)), {"news/garden.txt", "old/garden.txt"}),
        (Filters(after="2024-02-01"), {"news/garden.txt"}),
        (Filters(before="2024-02-01"), {"news/garden.txt", "news/museum.txt"}),
        (Filters(sources=("museum.txt",), after="2024-02-01"), set()),
        (Filters(tags=("Town",)), {"news/museum.txt"}),
        (Filters(tags=("town", "garden")), {"news/museum.txt", "old/garden.txt"}),
        (Filters(tags=("nothing",)), set()),
        (Filters(), set(NEWS)),
    ],
)
def test_filters_leave_what_they_name(index: Index, filters: Filters, expected: set[str]) -> None:
    assert set(sources(index, filters)) == expected


def test_the_rarer_word_weighs_more_and_weights_sum_to_one(index: Index) -> None:
    question = read(index, "museum roses")
    museum, roses = question.words
    assert museum.idf > roses.idf
    assert question.weights[list(museum.tokens)].sum() > question.weights[list(roses.tokens)].sum()
    assert float(question.weights.sum()) == pytest.approx(1)


@pytest.mark.parametrize("text", ["", " \n", "?!", "caf\udce9", "x" * (MAX_CHARACTERS + 1)])
def test_what_is_no_question_is_an_error(text: str) -> None:
    with pytest.raises(QuestionError):
        check(text)


def test_a_question_loses_the_white_space_around_it_only() -> None:
    assert check("  Why  so? \n") == "Why  so?"


def test_a_question_is_encoded_once_where_questions_and_passages_share_their_weights(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = read(index, "Who planted the roses?")
    monkeypatch.setattr(HashEncoder, "encode_passages", lambda *_: pytest.fail("the question was encoded again"))
    again = read(index, "Who planted the roses?")
    assert again.asked.tolist() == again.tokens.tolist() == question.tokens.tolist()


@pytest.mark.slow
def test_a_question_keeps_the_tokens_of_a_passage_and_in_an_unknown_language_is_one(tmp_path: Path) -> None:
    made = Index.open(tmp_path / "bundled", create=True)
    text = "Das Museum wurde im Jahr 1911 mit vielen Rosen und einem großen Garten eröffnet."
    ingest_documents(made, [Document("de.txt", "T", text, text, (Section(0, len(text)),))])
    encoder = made.encoder.loaded()
    german = read(made, "Wann wurde das Museum eröffnet?")
    assert german.language == "de"
    [plain] = encoder.encode_passages([german.text])
    assert german.vector.tolist() == plain.vector.tolist()
    assert german.asked.tolist() == german.tokens.tolist()
    english = "The museum was opened in 1911, and its garden has many roses that visitors like to see."
    ingest_documents(made, [Document("en.txt", "T", english, english, (Section(0, len(english)),))])
    question = read(made, "When was the museum opened for visitors?")
    assert question.language == "en"
    assert question.vector.tolist() == encoder.encode_query(question.text).vector.tolist()
    assert question.asked.tolist() != question.tokens.tolist()
    made.close()


def test_of_what_waits_to_be_encoded_the_first_are_encoded_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "ENCODED_AT_ONCE", 2)
    index = Index.open(tmp_path / "later", HashEncoder(), create=True)
    for number in range(4):
        text = "The garden has roses." + " Nothing else." * number
        document = Document(str(number), "T", text, text, (Section(0, len(text)),))
        index.commit([(document, encode_documents(HashEncoder(), [document], later=number > 0)[0])])
    # One has its vectors; of three that wait two are looked at, those that BM25 puts first.
    assert sources(index, EVERYTHING) == ["0", "1", "2"]
    while index.encode_waiting(1):
        pass
    assert sources(index, EVERYTHING) == ["0", "1", "2", "3"]
