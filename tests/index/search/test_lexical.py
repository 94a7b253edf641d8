import math
from pathlib import Path

import pytest

from index.search.analysis import analyse, search_terms
from index.search.derived import Damaged
from index.search.lexical import LexicalIndex
from index.storage.records import LexicalRow

BODIES = {1: "apple banana apple", 2: "apple cherry", 3: "cherry cherry banana cherry", 4: "plum"}


def row(identity: int, text: str, *, title: str = "", document_id: str = "d") -> LexicalRow:
    return LexicalRow(identity, document_id, title, "", text, "en")


def made(folder: Path | None, bodies: dict[int, str]) -> LexicalIndex:
    index = LexicalIndex(folder, "id")
    index.update([row(identity, text) for identity, text in bodies.items()], [], 1, anew=True)
    return index


def search(index: LexicalIndex, text: str, k: int, documents: list[str] | None = None) -> list[tuple[int, float]]:
    return index.search(analyse(text), k, documents)


def bm25(query: list[str], bodies: dict[int, str]) -> dict[int, float]:
    """Return the scores by the formula (Robertson and Zaragoza 2009, section 3.3), k1 = 1.2, b = 0.75."""
    texts = {identity: text.split() for identity, text in bodies.items()}
    average = sum(map(len, texts.values())) / len(texts)
    scores: dict[int, float] = {}
    for term in query:
        frequency = sum(term in text for text in texts.values())
        idf = math.log(1 + (len(texts) - frequency + 0.5) / (frequency + 0.5))
        for identity, text in texts.items():
            count = text.count(term)
            if count:
                norm = 1.2 * (1 - 0.75 + 0.75 * len(text) / average)
                scores[identity] = scores.get(identity, 0) + idf * count * 2.2 / (count + norm)
    return scores


@pytest.mark.parametrize("query", ["apple", "cherry", "banana cherry", "plum apple banana"])
def test_scores_are_those_of_the_formula(query: str) -> None:
    expected = bm25([analyse(word)[0] for word in query.split()], {i: " ".join(analyse(t)) for i, t in BODIES.items()})
    found = search(made(None, BODIES), query, 10)
    assert [identity for identity, _ in found] == sorted(expected, key=lambda identity: (-expected[identity], identity))
    for identity, score in found:
        assert score == pytest.approx(expected[identity], rel=1e-4)


def test_equal_scores_are_in_the_order_of_ids() -> None:
    index = made(None, {9: "apple pie", 3: "apple pie", 7: "apple pie"})
    assert [identity for identity, _ in search(index, "apple", 10)] == [3, 7, 9]


@pytest.mark.parametrize(
    ("stored", "asked"),
    [("The bridges were closed.", "closing a bridge"), ("Zürich café", "zurich CAFE"), ("东京都政府", "京都")],
)
def test_a_question_meets_other_forms_of_its_words(stored: str, asked: str) -> None:
    index = made(None, {1: stored, 2: "something else entirely"})
    assert [identity for identity, _ in search(index, asked, 10)] == [1]


@pytest.mark.parametrize(
    ("language", "stored", "asked"),
    [
        ("es", "Las canciones fueron compuestas en 1931.", "¿Quién compuso la canción?"),
        ("es", "Las canciones fueron compuestas en 1931.", "cancion"),
        ("de", "Die Häuser stehen leer.", "leeres Haus"),
        ("fr", "Les chevaux couraient.", "un cheval courait"),
        ("ru", "Он читал книги.", "книга"),
    ],
)
def test_endings_are_those_of_the_language(language: str, stored: str, asked: str) -> None:
    index = LexicalIndex(None, "id")
    index.update([LexicalRow(1, "d", "", "", stored, language)], [], 1, anew=True)
    assert index.search(analyse(asked, language), 5)
    assert set(analyse(stored, language)) != set(analyse(stored, "en"))


def test_a_word_of_the_title_counts_less_than_one_of_the_body() -> None:
    index = LexicalIndex(None, "id")
    index.update([row(1, "plum", title="apple"), row(2, "apple", title="plum")], [], 1, anew=True)
    assert [identity for identity, _ in search(index, "apple", 10)] == [2, 1]


def test_only_the_documents_that_are_allowed_are_found() -> None:
    index = LexicalIndex(None, "id")
    index.update([row(n, "apple", document_id=f"d{n % 3}") for n in range(1, 10)], [], 1, anew=True)
    everything = dict(search(index, "apple", 10))
    found = search(index, "apple", 10, ["d1"])
    assert [identity for identity, _ in found] == [1, 4, 7]
    assert all(score == everything[identity] for identity, score in found)
    assert search(index, "apple", 10, []) == []


def test_a_question_of_no_words_or_of_query_syntax_is_no_error() -> None:
    index = made(None, BODIES)
    assert search(index, "?!", 5) == []
    assert [identity for identity, _ in search(index, 'plum AND ("', 5)] == [4]


def test_deleted_and_replaced_chunks_are_found_no_more(tmp_path: Path) -> None:
    index = made(tmp_path / "lexical", BODIES)
    index.update([row(2, "quince")], [1], 2, anew=False)
    assert search(index, "apple", 10) == []
    assert [identity for identity, _ in search(index, "quince", 10)] == [2]
    assert (len(index), index.generation) == (3, 2)


def test_an_index_made_anew_scores_as_if_the_deleted_had_never_been(tmp_path: Path) -> None:
    index = made(tmp_path / "lexical", {**BODIES, 8: "apple apple", 9: "cherry plum plum"})
    index.update([row(identity, text) for identity, text in BODIES.items()], [8, 9], 2, anew=True)
    never = made(None, BODIES)
    for query in ("apple", "cherry banana", "plum"):
        assert search(index, query, 10) == search(never, query, 10)
        assert index.document_frequency(query) == never.document_frequency(query)


def test_another_handle_takes_up_what_was_committed(tmp_path: Path) -> None:
    writer = made(tmp_path / "lexical", BODIES)
    reader = LexicalIndex(tmp_path / "lexical", "id")
    assert reader.generation == 1
    writer.update([row(5, "quince")], [4], 2, anew=False)
    assert search(reader, "quince", 5) == []
    reader.reload()
    assert [identity for identity, _ in search(reader, "quince", 5)] == [5]
    assert search(reader, "plum", 5) == []
    assert reader.generation == 2


def test_document_frequency_counts_chunks() -> None:
    index = made(None, BODIES)
    assert [index.document_frequency(analyse(word)[0]) for word in ("apple", "cherry", "plum", "kiwi")] == [2, 2, 1, 0]


def test_a_changed_file_is_damage(tmp_path: Path) -> None:
    made(tmp_path / "lexical", BODIES)
    victim = next(path for path in sorted((tmp_path / "lexical").iterdir()) if path.suffix == ".store")
    victim.write_bytes(victim.read_bytes()[:-1])
    with pytest.raises(Damaged, match="not what was written"):
        LexicalIndex(tmp_path / "lexical", "id")


@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        ("The KD-731-F is green.", "kd731f"),
        ("The kd731f is green.", "KD 731 F"),
        ("Order LMX40217PWRQ3.", "LMX40217"),
        ("It made €3,470,000.", "3.47 million"),
        ("It was sold on 2027-05-09.", "9 May 2027"),
    ],
)
def test_a_code_an_amount_and_a_date_are_found_however_they_are_written(stored: str, asked: str) -> None:
    index = made(None, {1: "The KD-732-G of 8 June 2026 cost €3,480,000.", 2: stored})
    assert search_terms(asked)
    assert next(identity for identity, _ in index.search(search_terms(asked), 10)) == 2
