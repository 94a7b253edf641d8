"""Codes are found however they are written."""

import pytest

from index.text.forms.codes import codes, spaced_codes


@pytest.mark.parametrize("text", ["KD-731-F", "kd731f", "KD/731.F", "Kd_731-f", "KD‑731–F"])
def test_a_code_has_one_form_however_it_is_joined(text: str) -> None:
    assert [code.normal for code in codes(f"the {text}, please")] == ["kd731f"]


def test_a_code_may_be_written_with_spaces() -> None:
    assert [code.normal for code in spaced_codes("Is KD 731 F in stock?")] == ["kd731f"]


def test_a_code_is_found_by_what_it_begins_with_and_by_its_parts() -> None:
    (code,) = codes("LMX40217PWRQ3")
    assert code.terms == ("lmx40217pwrq3", "lmx40217pwrq", "lmx40217", "lmx", "40217", "pwrq")


@pytest.mark.parametrize("text", ["plain words", "in 1912", "3.5 metres", "the 2nd of 90s", "a, b; c"])
def test_plain_numbers_and_ordinals_are_no_codes(text: str) -> None:
    assert not list(codes(text))


def test_a_code_stands_where_it_says() -> None:
    text = "See part 00931-QX (new)."
    (code,) = codes(text)
    assert text[code.start : code.end] == code.text == "00931-QX"
