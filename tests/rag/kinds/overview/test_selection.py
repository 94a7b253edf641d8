"""Which sentences are taken, of texts whose vectors and salience can be seen through."""

import numpy as np

from index.storage.records import ChunkRow
from rag.kinds.overview.document_text import DocumentText, TextSentence
from rag.kinds.overview.selection import chosen, new_places, wanted_of


def _row(heading: str = "") -> ChunkRow:
    return ChunkRow(1, "d", 1, 0, 100, heading, (), "Title", "d.txt", None, "en", b"")


def _text(
    vectors: list[list[float]], headings: list[str] | None = None, prose: list[bool] | None = None
) -> DocumentText:
    count = len(vectors)
    rows = [_row(heading) for heading in headings or [""] * count]
    says = prose or [True] * count
    sentences = [TextSentence(rows[n], n, n + 1, f"Sentence {n}.", says[n], n == 0) for n in range(count)]
    return DocumentText(tuple(sentences), np.array(vectors, np.float32))


_APART = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]


def test_the_most_salient_are_taken_in_reading_order() -> None:
    assert chosen(_text(_APART), np.array([1.0, 0.0, 3.0], np.float32), 2) == [0, 2]


def test_of_two_that_say_the_same_one_is_taken_though_both_are_salient() -> None:
    text = _text([[1.0, 0.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    assert chosen(text, np.array([3.0, 2.9, 0.0], np.float32), 2) == [0, 2]


def test_another_section_is_heard_before_more_of_the_same() -> None:
    text = _text(_APART, ["A", "A", "B"])
    assert chosen(text, np.array([1.0, 0.2, 0.0], np.float32), 2) == [0, 2]


def test_what_is_no_prose_is_taken_only_where_nothing_else_is_left() -> None:
    salience = np.array([0.0, 9.0, 9.0], np.float32)
    assert chosen(_text(_APART, prose=[True, False, False]), salience, 3) == [0]
    assert chosen(_text(_APART, prose=[False, False, False]), salience, 2) == [1, 2]
    assert chosen(DocumentText((), np.zeros((0, 0), np.float32)), np.zeros(0, np.float32), 3) == []


def test_a_sentence_with_another_figure_is_new_and_one_in_another_order_is_not() -> None:
    def version(*lines: str) -> DocumentText:
        sentences = tuple(TextSentence(_row(), n, n + 1, line, True, n == 0) for n, line in enumerate(lines))
        return DocumentText(sentences, np.eye(len(lines), dtype=np.float32))

    old = version("A wash costs 2 pounds.", "Dogs are led on a leash in the yard.")
    new = version("In the yard dogs are led on a leash.", "A wash costs 3 pounds.", "Gas is forbidden on balconies.")
    assert new_places(new, old) == [1, 2]


def test_longer_texts_have_longer_overviews_within_bounds() -> None:
    lengths = [wanted_of(sentences) for sentences in (1, 12, 20, 400)]
    assert lengths == sorted(lengths)
    assert (lengths[0], lengths[-1]) == (3, 7)
