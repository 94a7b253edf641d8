"""Which sentences are evidence, and which of them make an answer, on vectors whose scores are plain."""

import dataclasses

import numpy as np

from index.storage.records import ChunkRow
from rag.evidence.sentences import Evidence, choose, judged, unscored, widen
from rag.retrieval.question import Question

SPANS = ((0, 10), (11, 20), (21, 30), (31, 40))


def piece(place: int, best: tuple[float, ...], chunk: int = 1, relevance: float | None = None) -> Evidence:
    row = ChunkRow(chunk, f"d{chunk}", 1, 0, 40, "", SPANS, "T", "s", None, "", b"")
    start, end = SPANS[place]
    values = np.array(best, np.float32)
    return Evidence(row, start, end, values, float(values.mean()), float(values.mean()), relevance)


def question(tokens: int = 2) -> Question:
    rows = np.ones((tokens, 1), np.float32)
    return Question("q", np.ones(1, np.float32), rows, rows, np.full(tokens, 1 / tokens, np.float32), ())


def places(chosen: list[Evidence]) -> list[tuple[int, int]]:
    return [(evidence.row.id, SPANS.index((evidence.start, evidence.end))) for evidence in chosen]


def test_no_evidence_makes_no_answer() -> None:
    assert choose(question(), []) == []


def test_both_halves_of_a_question_are_covered_in_reading_order() -> None:
    found = [piece(2, (0.9, 0.2), relevance=2.5), piece(0, (0.2, 0.9), relevance=1.5)]
    assert places(choose(question(), found)) == [(1, 0), (1, 2)]


def test_a_less_relevant_sentence_is_left_out_unless_it_follows_a_chosen_one_and_is_not_far_behind() -> None:
    best, apart, next_to, aside = (
        piece(0, (0.9, 0.9), relevance=4.0),
        piece(2, (0.9, 0.9), relevance=2.0),
        piece(1, (0.1, 0.1), relevance=2.0),
        piece(1, (0.1, 0.1), relevance=-4.0),
    )
    assert places(choose(question(), [best, apart])) == [(1, 0)]
    assert places(choose(question(), [best, next_to])) == [(1, 0), (1, 1)]
    assert places(choose(question(), [best, aside])) == [(1, 0)]
    # Of sentences that nobody read, as those in other languages, nobody knows.
    unread = [piece(place, (0.9 - place / 10, 0.1)) for place in (0, 1)]
    assert places(choose(question(), unread)) == [(1, 0), (1, 1)]


def test_the_item_below_an_item_is_about_something_else() -> None:
    best, below = piece(0, (0.9, 0.9), relevance=4.0), piece(1, (0.1, 0.1), relevance=2.0)
    items = [dataclasses.replace(each, is_item=True) for each in (best, below)]
    assert places(choose(question(), items)) == [(1, 0)]
    assert places(choose(question(), [items[0], below])) == [(1, 0), (1, 1)], "what goes on with it"
    assert places(choose(question(), [items[0], dataclasses.replace(items[1], relevance=3.5)])) == [(1, 0), (1, 1)]


def test_another_document_says_more_only_when_it_is_as_relevant() -> None:
    best, same, other = (
        piece(0, (0.9, 0.2), relevance=4.0),
        piece(2, (0.2, 0.9), relevance=3.0),
        piece(2, (0.2, 0.9), chunk=2, relevance=3.0),
    )
    assert places(choose(question(), [best, same])) == [(1, 0), (1, 2)]
    assert places(choose(question(), [best, other])) == [(1, 0)]


def test_what_is_wanted_is_taken_before_what_is_near() -> None:
    best, near, wanted = (
        piece(0, (0.9, 0.9), relevance=8.0),
        piece(2, (0.9, 0.9), relevance=7.5),
        piece(0, (0.1, 0.1), chunk=2, relevance=-1.0),
    )
    assert places(choose(question(), [best, near, wanted], [wanted])) == [(1, 0), (1, 2), (2, 0)]
    assert places(choose(question(), [best, near], [wanted, near])) == [(1, 0), (1, 2), (2, 0)]


def test_what_is_quoted_within_another_is_not_quoted_again() -> None:
    whole = dataclasses.replace(piece(0, (0.9, 0.9), relevance=8.0), end=30)
    assert choose(question(), [whole, piece(1, (0.9, 0.9), relevance=7.9)]) == [whole]
    assert choose(question(), [piece(1, (0.9, 0.9), relevance=8.1), whole]) == [whole]


def test_an_answer_has_at_most_three_sentences() -> None:
    found = [piece(place, (0.9, 0.9), chunk, relevance=5.0) for chunk in (1, 2) for place in range(4)]
    assert len(choose(question(), found)) == 3


def test_the_reader_decides_the_order_of_what_it_read_and_the_rest_follows_as_it_was() -> None:
    found = [piece(place, (0.5, 0.5), chunk) for chunk in (1, 2) for place in range(4)]
    logits = [-4.0, -3.0, 4.0, -3.0]
    read = {(e.row.id, e.start): logit for e, logit in zip(found[:4], logits, strict=True)}
    ordered = judged(found, read)
    assert [e.relevance for e in ordered] == [4.0, -3.0, -3.0, -4.0, None, None, None, None]
    assert places(ordered) == [(1, 2), (1, 1), (1, 3), (1, 0), (2, 0), (2, 1), (2, 2), (2, 3)]


def test_what_was_looked_up_can_stand_beside_what_was_compared_with_the_question() -> None:
    compared = piece(0, (0.9, 0.9), relevance=8.0)
    looked_up = unscored(compared.row, 0, 10, question())
    assert looked_up.best.shape == compared.best.shape
    assert choose(question(), [compared], [looked_up]) == [compared, looked_up]


def test_a_sentence_that_announces_a_list_takes_the_list_with_it() -> None:
    text = "Phases:\n• dig it\n• build it\nThen rest."
    spans = ((0, 7), (8, 16), (17, 27), (28, 38))
    row = ChunkRow(1, "d", 1, 100, 138, "", tuple((a + 100, b + 100) for a, b in spans), "T", "s", None, "", b"")
    announcing = unscored(row, 100, 107)
    assert (widen(announcing, text).start, widen(announcing, text).end) == (100, 127)
    plain = unscored(row, 128, 138)
    assert widen(plain, text) == plain
