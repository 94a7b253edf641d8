import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.writing.draft import DraftSentence, draft_sentences


def read(text: str, size: int = 3) -> list[tuple[str, tuple[int, ...]]]:
    pieces = (text[start : start + size] for start in range(0, len(text), size))
    return [(draft.text, draft.sources) for draft in draft_sentences(pieces) if draft]


FERRY, PRICE = ("The ferry sails at nine.", (1,)), ("It costs 5 euros.", (1, 2))
CASES = {
    "JSON": '{"sentences": [{"text": "The ferry sails at nine.", "sources": [1]},\n {"text": "It costs 5 euros.",'
    ' "sources": [1, 2]}]}',
    "JSON in a fence": '```json\n[{"text": "The ferry sails at nine.", "sources": [1]}, {"text": "It costs 5 euros.",'
    ' "sources": [1, 2]}]\n```',
    "other names": '{"answer": [{"sentence": "The ferry sails at nine.", "source": 1}, {"s": "It costs 5 euros.",'
    ' "c": [1, 2]}]}',
    "prose": "The ferry sails at nine [1]. It costs 5 euros [1][2].",
    "marks behind the full stop": "The ferry sails at nine. [1] It costs 5 euros. [1, 2]",
    "lines": "- The ferry sails at nine. [1]\n- It costs **5 euros**. [1, 2]\n",
    "a lead": "Answer: The ferry sails at nine [1].\n\nIt costs 5 euros [1; 2].",
    "a thought first": "<think>Which {ferry}? [7]</think>\nThe ferry sails at nine [1]. It costs 5 euros [1,2].",
    "cut off": '{"sentences": [{"text": "The ferry sails at nine.", "sources": [1]}, {"text": "It costs 5 euros.",'
    ' "sources": [1, 2]}, {"text": "And the ca',
}


@pytest.mark.parametrize("text", CASES.values(), ids=CASES.keys())
@pytest.mark.parametrize("size", [1, 4, 1000])
def test_sentences_and_their_sources_are_read_from_whatever_a_model_writes(text: str, size: int) -> None:
    assert read(text, size) == [FERRY, PRICE]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("   \n ", []),
        ("<think>It goes on and on", []),
        ("{{{{ [[", []),
        ("No source here. None at all.", [("No source here.", ()), ("None at all.", ())]),
        ("[1] The ferry sails at nine.", [FERRY]),
        ("There are phases: 1. Dredging. [3]", [("There are phases: 1. Dredging.", (3,))]),
        ('{"text": "It holds {5} cars.", "sources": [2]}', [("It holds {5} cars.", (2,))]),
        ('{"answer": "The ferry sails at nine [1]."}', [FERRY]),
        ("It says [sic] so. [2]", [("It says [sic] so.", (2,))]),
    ],
)
def test_odd_texts(text: str, expected: list[tuple[str, tuple[int, ...]]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Hello" + " " * 12_000,
        "Hello " + "[1]" * 4_000,
        "[1] . " * 2_000,
        "Hello [" + "1," * 6_000,
        "1. " * 4_000,
        "<think>" + "a" * 12_000,
        '{"text": "' + "]" * 12_000,
    ],
    ids=lambda text: text[:9],
)
def test_no_text_costs_more_than_in_proportion_to_its_length(text: str) -> None:
    started = time.process_time()
    for _ in draft_sentences(iter(text)):
        assert time.process_time() - started < 5  # the cube of the length is more than anybody has waited


def test_a_sentence_comes_as_soon_as_it_is_whole() -> None:
    def pieces():
        yield '{"sentences": [{"text": "The ferry sails at nine.", "sources": [1]}'
        raise AssertionError("the sentence was whole")

    found = draft_sentences(pieces())
    assert next(found) == DraftSentence(*FERRY)


@given(st.text(alphabet='ab .[]{}1,":\n<>`think/', max_size=80), st.integers(1, 7))
def test_nothing_that_is_written_breaks_it_and_the_pieces_do_not_matter(text: str, size: int) -> None:
    assert read(text, size) == read(text, 1000)


def test_a_sentence_is_what_a_reader_sees_of_it() -> None:
    """What draws nothing is gone before it is judged; what turns text round stays, for the verifier to refuse."""
    drafted = list(
        draft_sentences(iter(["The 4\u200b1\u200d2 wor\u00adkers came\ufeff. [1]\n", "\u202e214\u202c came [2]\n"]))
    )
    texts = [sentence.text for sentence in drafted if sentence]
    assert texts == ["The 412 workers came.", "\u202e214\u202c came"]


def test_json_that_is_deeper_than_python_reads_gives_nothing_and_breaks_nothing() -> None:
    deep = '{"sentences": ' + '{"a": ' * 100_000 + "1" + "}" * 100_001
    assert [sentence for sentence in draft_sentences(iter([deep])) if sentence] == []
