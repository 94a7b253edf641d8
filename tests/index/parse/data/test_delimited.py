"""Tables in text files: what divides their cells, what stands above them, and line breaks within a cell."""

import pytest

from index.parse.formats import parse


def text_of(written: str, name: str = "a.csv") -> str:
    return parse(written.encode(), "s", name)[0].text


def test_a_line_break_within_quotation_marks_is_a_space() -> None:
    written = 'No,Note\n1,"The gate sticks.\nPlease oil it.\r\n\r\nToday, ""soon""."\n2,"fine"\n'
    assert text_of(written) == 'No | Note\n1 | The gate sticks. Please oil it. Today, "soon".\n2 | fine'


@pytest.mark.parametrize("stated", ["sep=;", "SEP=;", '"sep=;"', "\ufeffsep=;", "sep=;;;", " sep=; "])
def test_the_line_that_states_what_divides_the_cells_is_no_row(stated: str) -> None:
    assert text_of(f"{stated}\nItem;Price\nLamp;1,50\nDesk;2,50\n") == "Item | Price\nLamp | 1,50\nDesk | 2,50"


def test_what_is_stated_counts_though_another_sign_is_as_regular() -> None:
    assert text_of("sep=§\na,b§c,d\n1,2§3,4\n") == "a,b | c,d\n1,2 | 3,4"
    assert text_of("sep=\t\na,b\tc\n1,2\t3\n") == "a,b | c\n1,2 | 3"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "^", "~"])
def test_what_stands_above_the_head_is_text_whatever_divides_the_cells(delimiter: str) -> None:
    lines = [
        "Readings of the river works",
        "Made: 2026-04-01",
        "",
        "Gauge;Level;Flow",
        "Elv;3.42;118",
        "Aa;2.10;77",
        "",
        "Sum;;195",
    ]
    table = "Gauge | Level | Flow\nElv | 3.42 | 118\nAa | 2.10 | 77\nSum |  | 195"
    written = "\n".join(lines).replace(";", delimiter)
    assert text_of(written) == f"Readings of the river works\nMade: 2026-04-01\n\n{table}"


def test_a_long_part_above_the_head_does_not_hide_what_divides_the_cells() -> None:
    above = [f"Line {number} of the terms of use" for number in range(30)]
    text = text_of("\n".join([*above, "", "Gauge;Level;Flow", *["Elv;3,42;118"] * 9]))
    assert text.endswith("\n\nGauge | Level | Flow\n" + "\n".join(["Elv | 3,42 | 118"] * 9))
    assert text.startswith("Line 0 of the terms of use\nLine 1 of")


def test_labels_above_the_head_keep_their_values_whether_or_not_they_end_in_empty_cells() -> None:
    table = "Gauge;Level;Flow\nElv;3.42;118\nAa;2.10;77"
    expected = "Station: Elv\nMade: 2026-04-01\n\nGauge | Level | Flow\nElv | 3.42 | 118\nAa | 2.10 | 77"
    assert text_of(f"Station:;Elv;\nMade:;2026-04-01;\n;;\n{table}") == expected
    assert text_of(f"Station:;Elv\nMade:;2026-04-01\n\n{table}") == expected
    assert text_of(f"Station;Elv\nMade;2026-04-01\n\n{table}").startswith(
        "Station | Elv\nMade | 2026-04-01\n\nGauge | "
    )


@pytest.mark.parametrize(
    "written",
    [
        "Name;Level;Flow\nElv;3.42;\nAa;;\n;;5",
        "Name;;\nElv;3.42;118\nAa;2.10;77",
        "Name;Level\nElv;3.42\nAa;2.10",
        ";2025;2026\nElv;3.42;118",
        "Elv;3.42;118;1\nAa;2.10;77;2",
    ],
)
def test_a_table_that_begins_the_file_is_all_of_it(written: str) -> None:
    lines = [" | ".join(line.split(";")).rstrip(" |") for line in written.split("\n")]
    assert text_of(written).replace("\n\n", "\n") == "\n".join(lines)


def test_two_rows_of_a_head_become_one() -> None:
    head = "Berth | 2025 Plan | 2025 Used | 2026 Plan | 2026 Used"
    written = "Berth,2025,,2026,\n,Plan,Used,Plan,Used\nNorth,10,11,12,13\nSouth,20,21,22,23\n"
    assert text_of(written) == f"{head}\nNorth | 10 | 11 | 12 | 13\nSouth | 20 | 21 | 22 | 23"
    wide = "Berth,Summer,,,Winter,\n,Members,,Guests,Members,Guests\nA1,12,13,19,4,6\nA2,14,15,21,5,7\n"
    assert text_of(wide) == (
        "Berth | Summer Members | Summer Members | Summer Guests | Winter Members | Winter Guests\n"
        "A1 | 12 | 13 | 19 | 4 | 6\nA2 | 14 | 15 | 21 | 5 | 7"
    )
    answers = "Name,Tea,Tea\nAnn,yes,no\nBo,yes,yes\n"
    assert text_of(answers) == "Name | Tea | Tea\nAnn | yes | no\nBo | yes | yes"


def test_a_sentence_above_a_table_keeps_its_commas() -> None:
    table = "time,wind,gust\n10:00,8.1,12.4\n11:00,9.7,17.9"
    read = "time | wind | gust\n10:00 | 8.1 | 12.4\n11:00 | 9.7 | 17.9"
    assert (
        text_of(f"# Place: north pier, mast 2\n# Version 2\n\n{table}")
        == f"# Place: north pier, mast 2\n# Version 2\n\n{read}"
    )
    assert text_of(f"Place:,north pier,\n{table}") == f"Place: north pier\n\n{read}"
    spaced = "time, wind, gust\n10:00, 8.1, 12.4\n11:00, 9.7, 17.9"
    assert text_of(spaced) == read, "a table is one however it is written"


@pytest.mark.parametrize(("delimiter", "name"), [(",", "a.csv"), (";", "a.csv"), ("\t", "a.tsv"), ("|", "a.csv")])
def test_a_table_in_a_text_file_finds_its_own_delimiter(delimiter: str, name: str) -> None:
    rows = [["Ship", "Built"], ["Alba", "1931"], ['"Brisa, the 2nd"', "1960"]]
    [document] = parse("\n".join(delimiter.join(row) for row in rows).encode(), "s", name)
    assert document.text == "Ship | Built\nAlba | 1931\nBrisa, the 2nd | 1960"
