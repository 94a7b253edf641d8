"""One formula orders what an engine has and what it lacks: it is Tantivy's."""

import random
from pathlib import Path

import pytest

from index.search.lance.bm25 import FieldCounts, Statistics, bm25, words_of
from index.search.lexical import LexicalIndex
from index.storage.records import LexicalRow


def rows(count: int, longest: int) -> list[LexicalRow]:
    chance = random.Random(3)  # noqa: S311 — the same words each time
    words = [f"word{number}" for number in range(30)]
    return [
        LexicalRow(
            number,
            f"document-{number // 3}",
            " ".join(chance.choices(words, k=2)),
            " ".join(chance.choices(words, k=chance.randint(0, 4))),
            " ".join(chance.choices(words, k=chance.randint(0, longest))),
            "en",
        )
        for number in range(1, count + 1)
    ]


@pytest.mark.parametrize("longest", [5, 60, 900])
def test_scores_are_those_of_tantivy_whatever_the_length_of_a_text(longest: int, tmp_path: Path) -> None:
    made = rows(25, longest)
    tantivy = LexicalIndex(tmp_path / "lexical", "one")
    tantivy.update(made, [], 1, anew=True)
    counts = FieldCounts()
    for row in made:
        counts.count(words_of(row))
    for terms in (["word1"], ["word1", "word2", "word7", "zeppelin"]):
        frequency = {term: (counts.bodies[term], counts.headings[term]) for term in terms}
        known = Statistics(counts.chunks, counts.body, counts.heading, frequency)
        ours = bm25(sorted(terms), [(row.id, words_of(row)) for row in made], known)
        theirs = tantivy.search(terms, len(made))
        assert dict(ours) == pytest.approx(dict(theirs), rel=1e-5)
        assert ours == sorted(ours, key=lambda hit: (-hit[1], hit[0]))
        for term in terms:
            assert max(frequency[term]) == tantivy.document_frequency(term)


def test_what_is_counted_and_taken_back_leaves_nothing() -> None:
    counts = FieldCounts()
    made = [words_of(row) for row in rows(10, 20)]
    for words in made:
        counts.count(words)
    kept = counts.copy()
    for words in made:
        counts.count(words, -1)
    assert (counts.chunks, counts.body, counts.heading, set(counts.bodies.values())) == (0, 0, 0, {0})
    assert kept.chunks == 10
