from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.sentences import halves, sentence_spans


def sentences(text: str, language: str = "") -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text, language=language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Dr. Berg paid $3.50. She left.", ["Dr. Berg paid $3.50.", "She left."]),
        ("A wrapped\nline goes on. Next.", ["A wrapped\nline goes on.", "Next."]),
        ("No stop here\n\nNew paragraph", ["No stop here", "New paragraph"]),
        ("To buy:\n- milk\n- bread and\n  butter\n", ["To buy:", "- milk", "- bread and\n  butter"]),
        ("1. first\n2. second. More.\n(a) third", ["1. first", "2. second.", "More.", "(a) third"]),
        ("Name | Age\nAda | 36", ["Name | Age", "Ada | 36"]),
        (
            "Fleet: (1) > Owned | No. 3. He knew.\nYield (d) | 12",
            ["Fleet: (1) > Owned | No. 3. He knew.", "Yield (d) | 12"],
        ),
        ("A | One is wide. " + "Two is long. " * 20, ["A | One is wide.", *["Two is long."] * 20]),
        ("  spaces  \n\n \n\n", ["spaces"]),
        ("😀 Yes. No.", ["😀 Yes.", "No."]),
        ("", []),
    ],
)
def test_where_sentences_begin_and_end(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_the_rules_of_a_language_are_used() -> None:
    assert sentences("昨日は雨だった。今日は晴れだ。", "ja") == ["昨日は雨だった。", "今日は晴れだ。"]


def test_only_the_stretch_that_was_asked_for_is_read() -> None:
    text = "One. Two. Three."
    assert sentence_spans(text, 5, 9) == [(5, 9)]


@given(st.text(st.sampled_from("ab .!?\n\t-1|😀é。"), max_size=200))
def test_spans_are_in_order_and_leave_out_nothing_but_white_space(text: str) -> None:
    spans = sentence_spans(text)
    ends = [0, *(end for _, end in spans)]
    starts = [*(start for start, _ in spans), len(text)]
    assert all(start < end for start, end in spans)
    assert all(end <= start for end, start in zip(ends, starts, strict=True))
    assert all(not text[end:start].strip() for end, start in zip(ends, starts, strict=True))
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)


@pytest.mark.slow
@given(st.text(min_size=2, max_size=300).filter(lambda text: len(text.strip()) > 1 and text == text.strip()))
def test_halves_keep_every_character_but_white_space(text: str) -> None:
    (first, middle), (after, end) = halves(text, 0, len(text))
    assert (first, end) == (0, len(text))
    assert first < middle <= after < end
    assert not text[middle:after].strip()


def test_an_over_long_sentence_is_cut_at_the_clause_nearest_its_middle() -> None:
    text = "One two three, four five six; seven eight nine, ten eleven."
    assert [text[start:end] for start, end in halves(text, 0, len(text))] == [
        "One two three, four five six;",
        "seven eight nine, ten eleven.",
    ]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (
            "Rule 7. Boats are hauled out by October. Not later.",
            "",
            ["Rule 7. Boats are hauled out by October.", "Not later."],
        ),
        ("§ 31. Dogs stay outside. § 32. Cats too.", "", ["§ 31. Dogs stay outside.", "§ 32. Cats too."]),
        ("Clause 4.1. Keys are returned.", "", ["Clause 4.1. Keys are returned."]),
        ("2.3. Keys are returned.", "", ["2.3. Keys are returned."]),
        ("No. 9. Gas is off at ten.", "", ["No. 9. Gas is off at ten."]),
        ("Article IX. Fees are yearly.", "", ["Article IX. Fees are yearly."]),
        ("Rule 6a. No fires.", "", ["Rule 6a. No fires."]),
        ("Question 3. May I smoke? No.", "", ["Question 3. May I smoke?", "No."]),
        ("Artikel 3. Die Halle ist offen. Sie ist warm.", "de", ["Artikel 3. Die Halle ist offen.", "Sie ist warm."]),
        ("Artículo 8. Las llaves se devuelven.", "es", ["Artículo 8. Las llaves se devuelven."]),
        ("Only 12. They left.", "", ["Only 12.", "They left."]),
        ("It is in Rule 7. They left.", "", ["It is in Rule 7.", "They left."]),
        ("In 1999. They left.", "", ["In 1999.", "They left."]),
        ("They left under Rule 7.", "", ["They left under Rule 7."]),
        ("Rule 7.", "", ["Rule 7."]),
    ],
)
def test_the_number_of_a_clause_stays_with_it(text: str, language: str, expected: list[str]) -> None:
    assert sentences(text, language) == expected


def test_code_data_and_logs_have_units_of_their_own_between_sentences() -> None:
    code = "DEPTH = 4\nlift(gate, speed=2)"
    text = f"It is set. It is lifted.\n\n{code}\n\nThen it is dry. It stays so."
    assert sentences(text) == ["It is set.", "It is lifted.", *code.split("\n"), "Then it is dry.", "It stays so."]


def test_a_long_text_in_a_line_of_data_has_its_sentences() -> None:
    told = [f"Lock number {number} was opened by hand until the motor came." for number in range(9)]
    found = sentences('{\n  "depth": 4,\n  "history": "' + " ".join(told) + '"\n}')
    assert found == ['{\n  "depth": 4,', f'"history": "{told[0]}', *told[1:-1], f'{told[-1]}"\n}}']


def test_a_picture_in_letters_is_cut_and_the_line_below_it_is_a_unit() -> None:
    found = sentences("Seal:\n" + "Zm9v" * 300 + "\nIt hangs upstairs.")
    assert (found[0], found[-1]) == ("Seal:", "It hangs upstairs.")
    assert max(map(len, found)) == 400
    assert "".join(found[1:-1]) == "Zm9v" * 300


CODE_LINES = ["import os", "    x = 1", "{", "}", '  "a": {', '    "b": 2,', "  },", '"""', "é😀 = 5", "else {"]
DATA_LINES = ["[part]", "key: value", "  deep:", "SELECT a", "FROM b;", '{"a": "' + "b. C" * 99, "f(a,b);" * 80]
LOG_LINES = ["2025-10-03 04:10:07 INFO up. Down.", "\tat a.b(C.java:3)", "# remark", "- item", "a | b", "a" * 450]


@given(
    st.lists(st.sampled_from(["", "Prose. It goes on.", *CODE_LINES, *DATA_LINES, *LOG_LINES]), max_size=30).map(
        "\n".join
    )
)
def test_units_leave_out_nothing_but_white_space(text: str) -> None:
    spans = sentence_spans(text)
    assert all(start < end and text[start:end] == text[start:end].strip() for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())
