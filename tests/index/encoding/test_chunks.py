from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents import Document, Section
from index.encoding.chunks import MAX_CHARACTERS, TARGET_TOKENS, Chunk, split
from index.encoding.encoders.hash import HashEncoder
from index.text.sentences import sentence_spans

count = HashEncoder().count_tokens


def document(text: str, *sections: Section) -> Document:
    return Document("s", "T", text, "h", sections or (Section(0, len(text)),))


def tokens(text: str, chunk: Chunk) -> int:
    return sum(count([text[start:end] for start, end in chunk.sentences]))


paragraphs = st.lists(
    st.lists(
        st.lists(st.sampled_from(["alpha", "beta", "gamma,", "é😀"]), min_size=1, max_size=12).map(
            lambda words: " ".join(words) + "."
        ),
        min_size=1,
        max_size=8,
    ).map(" ".join),
    min_size=1,
    max_size=5,
).map("\n\n".join)


@pytest.mark.slow
@given(paragraphs, st.integers(4, 40), st.integers(1, 60))
def test_chunks_hold_every_word_once_in_order_and_keep_the_limits(text: str, limit: int, target: int) -> None:
    chunks = split(document(text), count, limit, target)
    spans = [span for chunk in chunks for span in chunk.sentences]
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())
    for chunk in chunks:
        assert (chunk.start, chunk.end) == (chunk.sentences[0][0], chunk.sentences[-1][1])
        assert tokens(text, chunk) <= limit
        assert tokens(text, chunk) <= min(limit, target) or len(chunk.sentences) == 1


@pytest.mark.slow
@given(paragraphs)
def test_sentences_within_the_limit_are_never_cut(text: str) -> None:
    spans = [span for chunk in split(document(text), count, 100, 30) for span in chunk.sentences]
    assert spans == sentence_spans(text)


def test_a_paragraph_is_kept_whole_while_it_fits() -> None:
    text = "a b c. d e f.\n\ng h i. j k l."
    assert [text[c.start : c.end] for c in split(document(text), count, 100, 8)] == ["a b c. d e f.", "g h i. j k l."]
    assert len(split(document(text), count, 100, 12)) == 1


def test_a_long_paragraph_is_divided_into_parts_of_about_equal_size() -> None:
    text = " ".join(["one two three four five."] * 10)
    assert [tokens(text, chunk) for chunk in split(document(text), count, 100, 40)] == [25, 25]


def test_a_sentence_that_announces_a_list_stays_with_it() -> None:
    text = "The work began late. It has three phases:\n\n1. Dredging first.\n2. Then the quay.\n3. Cranes at last."
    chunks = split(document(text), count, 512, 18)
    assert [text[chunk.start : chunk.end] for chunk in chunks] == [
        "The work began late.",
        "It has three phases:\n\n1. Dredging first.\n2. Then the quay.\n3. Cranes at last.",
    ]


def test_no_chunk_crosses_a_section_and_each_has_its_heading() -> None:
    text = "First words.\n\nBridge\nIt was closed.\n\nFerries\nThey carry it."
    second, third = text.index("Bridge"), text.index("Ferries")
    sections = (Section(0, second), Section(second, third, "Bridge"), Section(third, len(text), "Bridge › Ferries"))
    found = [(chunk.heading, text[chunk.start : chunk.end]) for chunk in split(document(text, *sections), count, 100)]
    assert found == [("", "First words."), ("Bridge", "It was closed."), ("Bridge › Ferries", "They carry it.")]


def test_a_section_that_only_begins_like_its_heading_is_kept_whole() -> None:
    text = "Bridge closed again."
    [chunk] = split(document(text, Section(0, len(text), "Bridge")), count, 100)
    assert text[chunk.start : chunk.end] == text


def test_an_endless_word_is_cut() -> None:
    text = "x" * (3 * MAX_CHARACTERS)
    chunks = split(document(text), count, 100)
    assert "".join(text[start:end] for chunk in chunks for start, end in chunk.sentences) == text
    assert all(end - start <= MAX_CHARACTERS for chunk in chunks for start, end in chunk.sentences)


@pytest.mark.parametrize("text", ["", " \n\n "])
def test_a_text_without_words_has_no_chunks(text: str) -> None:
    assert split(document(text), count, 100) == []


def test_chunks_fill_up_to_the_size_that_was_measured_best() -> None:
    text = "\n\n".join("one two three four five six seven eight." for _ in range(60))
    assert {tokens(text, chunk) for chunk in split(document(text), count, 500)} == {TARGET_TOKENS}


def test_a_heading_with_nothing_under_it_is_a_sentence() -> None:
    text = "Notices\n\nPool shut on Monday\n\nSauna\n\nOpen daily."
    pool, sauna = text.index("Pool"), text.index("Sauna")
    sections = (
        Section(0, 7, "Notices"),
        Section(pool, pool + 19, "Notices › Pool shut on Monday"),
        Section(sauna, len(text), "Notices › Sauna"),
    )
    found = [text[chunk.start : chunk.end] for chunk in split(document(text, *sections), count, 100)]
    assert found == ["Pool shut on Monday", "Open daily."]
    assert [(c.start, c.end) for c in split(document("Closed", Section(0, 6, "Closed")), count, 100)] == [(0, 6)]


def test_a_chunk_that_goes_on_with_a_table_has_its_head_though_nobody_marked_it() -> None:
    text = "Boats:\n\n | Year |\n | 2024 | 2025\n" + "\n".join(f"Boat number {n} | {n} | {n}" for n in range(40))
    chunks = split(document(text), count, 100)
    assert len(chunks) > 2
    heads = [chunk.head and text[slice(*chunk.head)] for chunk in chunks]
    assert heads == [None, *["| Year |\n | 2024 | 2025"] * (len(chunks) - 1)]
