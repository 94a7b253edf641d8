"""Code, data and logs are told from prose, which keeps its sentences."""

import pytest

from index.text.machine.recognition import Sort, is_for_machines, machine_parts

PYTHON = 'import math\nRADIUS = 12\n\n\ndef area(r: float) -> float:\n    """Return it."""\n    return math.pi * r ** 2'
RUST = 'pub fn main() {\n    let depth = 4;\n    println!("{}", depth);\n}'
SHELL = '#!/bin/sh\nset -e\nfor f in "$1"/*; do\n  gzip "$f"\ndone'
SQL = "SELECT name\nFROM ships\nWHERE length > 40;"
CSS = ".berth {\n  width: 40px;\n  color: teal;\n}"
XML = "<ship>\n  <name>Alba</name>\n  <built>1931</built>\n</ship>"
YAML = "door:\n  code: 4711\n  opens: 07:00\nlamp: on"
INI = "[door]\ncode = 4711\nopens = 07:00"
JSON = '{\n  "door": {\n    "code": 4711\n  },\n  "words": [\n    "ebb",\n    "flood"\n  ]\n}'
SYSLOG = "Oct  3 04:10:07 quay sshd[4]: session opened\nOct  3 04:10:09 quay sshd[4]: session closed"
ACCESS = (
    '::1 - - [03/Oct/2025:04:10:07 +0000] "GET / HTTP/1.1" 200 5\n::1 - ada [03/Oct/2025:04:10:08 +0000] "GET /a" 404 9'
)
PAIRS = "time=2025-10-03T04:10:07Z level=info msg=up\ntime=2025-10-03T04:10:09Z level=warn msg=slow"
RECORDS = '{"at": 1, "event": "rise"}\n{"at": 2, "event": "fall"}'
TRACE = "2025-10-03 04:10:07 ERROR it fell\nValueError: no\n    at a.b(C.java:3)\n2025-10-03 04:10:09 INFO up again"
CHAT = "03/10/2025, 04:10 - Ada: Are you up?\n03/10/2025, 04:11 - Ben: No. Not yet."


@pytest.mark.parametrize("text", [PYTHON, RUST, SHELL, SQL, CSS, XML, YAML, INI, JSON])
def test_code_and_settings_are_told(text: str) -> None:
    assert {paragraph.sort for paragraph in machine_parts(text, 0, len(text))} == {Sort.CODE}
    assert is_for_machines(text)


@pytest.mark.parametrize("text", [SYSLOG, ACCESS, PAIRS, RECORDS, TRACE, CHAT])
def test_logs_are_told(text: str) -> None:
    [paragraph] = machine_parts(text, 0, len(text))
    assert (paragraph.start, paragraph.end, paragraph.sort) == (0, len(text), Sort.LOG)


@pytest.mark.parametrize(
    "text",
    [
        "The key (a brass one) hangs by the door; take it when you go out, and put it back.\nFor example: at night.",
        "Bakery: 20 41\nFish stall: 20 42\nCheese: 20 47",
        "Ingredients:\n  - flour\n  - milk\n  - eggs",
        "To bring:\n- a lamp (gas is not allowed)\n- water; two litres a day\n- the map [1]",
        "Ship | Built\nAlba (ex Mary) | 1931\nOrca = Vega | 1940",
        "2025-10-03 The board met.\n2025-10-10 It met again.",
        "WARNING: The plate is hot.\nKeep away from it, and let it\ncool down.",
        "[1] A. Rud, “Locks”, Quay Journal 12(3), 2004.\n[2] B. Vik, “Sluices”, Quay Journal 13(1), 2005.",
        "“Where to?” she asked.\n“Home,” he said (and meant it).",
        "今日は港で祭りがあり、町の人々が朝早くから集まって船を見送り、夜には花火が上がった。" * 15,
        "The ferry leaves at nine, says the timetable (see page 4); it is back by noon. " * 12,
        f"See https://lock.example/{'a' * 120}?b=1&c=2 for the plan, the costs and what the board said of both in May.",
    ],
)
def test_prose_lists_and_tables_are_not(text: str) -> None:
    assert machine_parts(text, 0, len(text)) == []
    assert not is_for_machines(text)


def test_code_between_paragraphs_of_prose_is_found_where_it_stands() -> None:
    text = f"This is how it is done.\n\n{RUST}\n\nIt prints four. Then it ends."
    [paragraph] = machine_parts(text, 0, len(text))
    assert text[paragraph.start : paragraph.end] == RUST
    assert not is_for_machines(text)


def test_a_short_piece_of_code_is_told_by_what_stands_beside_it() -> None:
    alone, beside = "\nmoor(ship)\n", f"{PYTHON}\n\nmoor(ship)"
    assert machine_parts(alone, 0, len(alone)) == []
    assert machine_parts(beside, 0, len(beside))[-1].end == len(beside)


def test_a_line_that_no_one_reads_is_taken_out_of_its_paragraph() -> None:
    text = "The seal of 1998:\n" + "Zm9v" * 200 + "\nIt hangs upstairs. Ask for it."
    [paragraph] = machine_parts(text, 0, len(text))
    assert text[paragraph.start : paragraph.end] == "Zm9v" * 200


def test_the_indentation_of_a_first_line_counts() -> None:
    text = "Like this:\n\n    if (open) {\n        close();\n    }\n"
    [paragraph] = machine_parts(text, 0, len(text))
    assert text[paragraph.start : paragraph.end].startswith("    if")
