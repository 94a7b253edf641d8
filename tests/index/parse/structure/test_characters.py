"""Bytes in any encoding become the same characters."""

import pytest

from index.errors import UnreadableDocument
from index.parse.structure.characters import clean, decode, one_line

TEXT = "Señora Núñez kaufte für 5 € grüne Äpfel in Łódź. Das war im Jahr 2025, und sie war sehr zufrieden damit."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_encodings_are_recognised_with_and_without_a_byte_order_mark(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), "a.txt") == TEXT


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "Señora Núñez bought five green apples for her café on the first day of the year."),
        ("cp1252", "L’été dernier, où nous étions à la plage, les élèves ont été très sages. Ça coûte 5 € à Besançon."),
        ("cp1252", "A situação não é fácil: São Paulo está à frente, mas as eleições só virão em março."),
        ("cp1250", "Łódź jest dużym miastem w środkowej Polsce; mieszka tam około sześćset tysięcy ludzi."),
        ("cp1251", "Москва является столицей России, и в ней живёт больше двенадцати миллионов человек."),
    ],
)
def test_older_encodings_are_recognised_by_their_language(encoding: str, text: str) -> None:
    assert decode((text * 3).encode(encoding), "a.txt") == text * 3


def test_a_declared_encoding_is_used_unless_it_is_wrong() -> None:
    assert decode("Łódź".encode("iso-8859-2"), "a.html", "iso-8859-2") == "Łódź"
    assert decode("Łódź".encode(), "a.html", "ascii") == "Łódź"
    assert decode("Łódź".encode(), "a.html", "no-such-encoding") == "Łódź"


def test_a_few_broken_bytes_do_not_spoil_the_rest() -> None:
    assert decode(TEXT.encode()[:-1] + "é".encode()[:1], "a.txt") == TEXT[:-1] + "\ufffd"


@pytest.mark.parametrize("data", [b"GIF89a\x01\x00\x01\x00", b"\xff\xfe\x00\xd8", bytes(range(1, 32)) * 4])
def test_what_is_not_text_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableDocument, match="binary"):
        decode(data, "a.txt")


def test_clean_text_has_one_kind_of_line_end_and_no_controls() -> None:
    assert clean("\ufeffa\r\nb\rc\u2028d\x85e\tf\x0bg\x00h\x1bi") == "a\nb\nc\nd\ne\tf g h i"
    assert clean("x\ud800y") == "x\ufffdy"


def test_code_points_are_kept_as_they_are() -> None:
    assert clean("e\u0301 ﬁ") == "e\u0301 ﬁ"


def test_bullets_and_boxes_of_fonts_of_symbols_are_what_they_look_like() -> None:
    assert clean("\uf0b7 Rye\n\uf0a8 Oats \uf0fe Wheat \uf123 \uf0aa") == "• Rye\n☐ Oats ☒ Wheat \uf123 \uf0aa"
    assert one_line("\uf0fc  done") == "✓ done"


def test_one_line_has_single_spaces() -> None:
    assert one_line("  a\n b\t\u00a0c  ") == "a b c"


def test_what_colours_a_terminal_is_no_text() -> None:
    assert clean("\x1b[1;31mred\x1b[0m \x1b]0;title\x07and \x1b(Bplain\x1b[K") == "red and plain"
    assert clean("\x1b and [31m") == "  and [31m"
