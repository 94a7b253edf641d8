"""What the pages show of an answer and a document: numbers, marks, dates."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents import Section
from rag.answers.place import Citation
from web.words import link_to, pieces, source_name

TEXT = "Storms\n\nThe 🌩 broke the lens.\n\nMules\n\nThe new one came by mule."
SECTIONS = (Section(0, 29, "Storms"), Section(31, len(TEXT), "Storms › Mules"))


def test_the_pieces_mark_headings_and_the_cited_words() -> None:
    start = TEXT.index("broke")
    found = pieces(TEXT, SECTIONS, start, start + 5)
    assert [piece.text for piece in found if piece.cited] == ["broke"]
    assert [piece.text for piece in found if piece.heading] == ["Storms", "Mules"]
    assert "".join(piece.text for piece in found) == TEXT


def test_a_cited_heading_is_both() -> None:
    (cited,) = [piece for piece in pieces(TEXT, SECTIONS, 0, 6) if piece.cited]
    assert (cited.text, cited.heading) == ("Storms", True)


def test_a_sentence_that_begins_as_its_heading_does_is_none() -> None:
    text = "Storms broke the lens."
    assert [piece.heading for piece in pieces(text, [Section(0, len(text), "Storms")], 0, 0)] == [False]


def test_twice_as_many_headings_take_twice_the_steps() -> None:
    """One of forty thousand, which an upload can have, would hold up the whole server if each looked at all others."""

    def steps(number: int) -> int:
        text = "".join("a\nx\n" for _ in range(number))
        sections = [Section(4 * each, 4 * each + 4, "a") for each in range(number)]
        counted = 0

        def count(*_: object) -> None:
            nonlocal counted
            counted += 1

        before = sys.getprofile()
        sys.setprofile(count)
        try:
            found = pieces(text, sections, 0, 0)
        finally:
            sys.setprofile(before)
        assert sum(piece.heading for piece in found) == number
        return counted

    assert steps(400) < 2.5 * steps(200)


@given(
    text=st.text(max_size=60), cuts=st.lists(st.integers(0, 80), min_size=4, max_size=4), heading=st.text(max_size=3)
)
def test_the_pieces_are_the_text_and_the_marked_ones_the_span(text: str, cuts: list[int], heading: str) -> None:
    start, end, first, last = cuts
    found = pieces(text, [Section(min(first, last), max(first, last), heading)], start, end)
    assert "".join(piece.text for piece in found) == text
    assert "".join(piece.text for piece in found if piece.cited) == text[start:end]


def citation(start: int) -> Citation:
    return Citation("0" * 16, 1, "T", "s", start, start + 1, "q")


def test_a_link_leads_to_the_version_and_the_words() -> None:
    found = citation(5)
    assert link_to(found) == "/documents/0000000000000000?version=1&start=5&end=6#cited"


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("/home/a/notes.txt", "notes.txt"),
        ("tea.txt", "tea.txt"),
        ("https://a.org/b/", "https://a.org/b/"),
        ("a/", "a/"),
        ("/home/a/evil.zip#x/policy.md", "evil.zip#x/policy.md"),
        ("/home/a/evil.jsonl#https://a.org/b", "evil.jsonl#https://a.org/b"),
        ("https://a.org/b#c/d", "https://a.org/b#c/d"),
    ],
)
def test_a_source_is_known_by_its_name(source: str, name: str) -> None:
    assert source_name(source) == name
