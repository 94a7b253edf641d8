"""What is hidden in a text is found, named or taken out; what writing needs stays as it is."""

import json
import sys
import unicodedata

import pytest

from index.hardening.legibility import bare, hidden, json_text, legible, visible, visible_line

RLO, PDF, LRI, PDI, ZWSP, ZWNJ, ZWJ, RLM = (
    "\u202e",
    "\u202c",
    "\u2066",
    "\u2069",
    "\u200b",
    "\u200c",
    "\u200d",
    "\u200f",
)
VISIBLE_FORMATS = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD, *range(0x13430, 0x13460)}
"""Format characters (Cf) that are drawn: signs over Arabic and Kaithi numbers, joins of hieroglyphs."""

LEGITIMATE = {
    "Persian": "می\u200cخواهم کتاب\u200cها را",
    "Hindi": "क्\u200dष और क्\u200cष",
    "Sinhala": "ශ්\u200dරී ලංකා",
    "Hebrew with a mark": "טלפון: \u200e03-1234567\u200e בערב",
    "Arabic with a mark": "نسبة 5\u200f% من",
    "family": "👩🏽\u200d👩🏽\u200d👧",
    "astronaut": "👩🏽\u200d🚀 and ❤\ufe0f\u200d🔥",
    "keycap": "press 1\ufe0f\u20e3",
    "flag of Scotland": "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "ideograph": "葛\U000e0100城市",
    "Mongolian": "ᠮᠣᠩᠭ\u180bᠣᠯ",
    "Thai": "ภาษา\u200bไทย ปี\u200b2563",
    "soft hyphen": "Donau\u00addampfschiff",
    "Vietnamese, decomposed": unicodedata.normalize("NFD", "Việt Nam"),
    "Hebrew with points": "בְּרֵאשִׁית",
    "not equal": "a \u2260 b, a =\u0338 b",
    "lines and tabs": "one\n\ttwo\n",
}


@pytest.mark.parametrize("name", LEGITIMATE)
def test_what_writing_needs_is_not_hidden(name: str) -> None:
    text = LEGITIMATE[name]
    assert hidden(text) == []
    assert visible(text) == text
    assert json.loads(json_text(text)) == text


@pytest.mark.parametrize("name", ["Persian", "Hindi", "Sinhala", "Hebrew with a mark", "family", "flag of Scotland"])
def test_names_keep_what_writing_needs(name: str) -> None:
    assert legible(LEGITIMATE[name]) == LEGITIMATE[name]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        (f"pay {RLO}214{PDF} euros", [(4, 5), (8, 9)]),
        (f"{LRI}a{PDI}", [(0, 1), (2, 3)]),
        (f"4{ZWSP}12", [(1, 2)]),
        (f"4{ZWJ}12", [(1, 2)]),
        ("4\ufe0f12", [(1, 2)]),
        ("1\u00ad,000", [(1, 2)]),
        ("٤\u200d١٢", [(1, 2)]),
        (f"na{ZWJ}med", [(2, 3)]),
        (f"Auf{ZWNJ}lage", [(3, 4)]),
        (f"10{RLM}-{RLM}20", [(2, 3), (4, 5)]),
        ("a\x1b]0;x\x07b", [(1, 2), (6, 7)]),
        ("a\x9b31mb\x7f", [(1, 2), (6, 7)]),
        ("x\U000e0068\U000e0069", [(1, 3)]),
        ("🏴\U000e0068\U000e0069", [(1, 3)]),
        ("😀\ufe00\ufe01", [(1, 3)]),
        ("a\u3164b\uffa0", [(1, 2), (3, 4)]),
        (f"wo{ZWSP * 40}rd", [(2, 42)]),
        ("carriage\rreturn", [(8, 9)]),
    ],
)
def test_what_is_hidden_is_found_where_it_stands(text: str, spans: list[tuple[int, int]]) -> None:
    assert hidden(text) == spans


def test_every_format_and_control_character_is_drawn_or_is_found() -> None:
    formats = {code for code in range(sys.maxunicode) if unicodedata.category(chr(code)) in ("Cc", "Cf")}
    found = {code for code in formats if hidden(f"4{chr(code)}12")}
    assert formats - found - VISIBLE_FORMATS == {ord("\t"), ord("\n")}


def test_a_name_is_one_line_without_what_is_hidden() -> None:
    assert legible(f"in{RLO}voice\x1b[31m\r\n 2{ZWSP}5\u2028\U000e0068") == "invoice[31m 25"
    assert legible(f"Donau\u00addampf{ZWSP}schiff") == "Donaudampfschiff"
    assert legible("Z" + "\u0335" * 50 + "algo") == "Z" + "\u0335" * 4 + "algo"
    assert legible(f"{RLO}{PDF}\x00") == ""


def test_visible_text_names_what_is_hidden_and_keeps_its_lines() -> None:
    assert visible(f"pay {RLO}214{PDF}\n\x1b[2J") == "pay <U+202E>214<U+202C>\n<U+001B>[2J"
    assert visible("x" + "\U000e0068" * 12) == "x" + "<U+E0068>" * 4 + " and 8 more"
    assert visible_line("one\r\n2026-01-01 forged\x85\u2028three") == "one 2026-01-01 forged three"


def test_bare_text_is_what_is_seen_and_leaves_what_turns_text_round() -> None:
    assert bare(f"4{ZWSP}1{ZWJ}2 wor\u00adkers{ZWSP}") == "412 workers"
    assert bare(f"{RLO}214") == f"{RLO}214"
    assert bare(LEGITIMATE["Persian"]) == LEGITIMATE["Persian"]


def test_json_is_the_same_value_and_holds_no_command() -> None:
    value = {"title": f"a\x9b31m{RLO}b\U000e0068", "persian": LEGITIMATE["Persian"]}
    written = json_text(value, indent=2)
    assert json.loads(written) == value
    assert "\\u202e" in written
    assert "\\u009b" in written
    assert hidden(written) == []
    assert LEGITIMATE["Persian"] in written


def test_letters_from_right_to_left_are_those_of_unicode() -> None:
    """A mark of direction has a meaning beside these, and beside nothing else."""
    for code in (*range(0x250, 0x1000), *range(0xFB00, 0xFF00), *range(0x10800, 0x11000), *range(0x1E800, 0x1EF00)):
        is_letter = unicodedata.category(chr(code)).startswith("L")
        if is_letter:
            from_right = unicodedata.bidirectional(chr(code)) in ("R", "AL")
            assert (hidden(f"{chr(code)}\u200f") == []) == from_right, hex(code)
