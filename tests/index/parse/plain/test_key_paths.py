"""Large parts of files of data and code are sections under their path of keys."""

import json

from index.documents import Document
from index.parse.formats import parse


def read(text: str, name: str) -> Document:
    (document,) = parse(text.encode(), f"/docs/{name}", name)
    return document


def headings(document: Document) -> list[tuple[str, str]]:
    """Return each section's heading with the first line of its text."""
    return [(each.heading, document.text[each.start : each.end].split("\n")[0].strip()) for each in document.sections]


def large(word: str) -> dict[str, str]:
    return {f"{word} {number}": "opened by hand" for number in range(20)}


def test_a_value_is_below_its_path_of_keys() -> None:
    data = {"name": "canal", "north": {"locks": large("lock"), "depth": 4}, "south": large("gate")}
    document = read(json.dumps(data, indent=2), "canal.json")
    assert headings(document) == [
        ("", "{"),
        ("north", '"north": {'),
        ("north › locks", '"locks": {'),
        ("north", '"depth": 4'),
        ("south", '"south": {'),
        ("", "}"),
    ]
    assert "".join(document.text[each.start : each.end] for each in document.sections) == document.text


def test_settings_and_code_have_their_names_as_headings() -> None:
    lines = "".join(f"  lock_{number}: opened by hand\n" for number in range(30))
    assert headings(read(f"locks:\n{lines}depth: 4\n", "canal.yaml")) == [("locks", "locks:"), ("", "depth: 4")]
    keys = "".join(f"lock_{number} = opened by hand\n" for number in range(30))
    assert headings(read(f"depth = 4\n[locks]\n{keys}", "canal.ini")) == [("", "depth = 4"), ("locks", "[locks]")]
    body = "".join(f"        self.lift(gate={number}, speed=1)\n" for number in range(30))
    code = f"class Lock(Gate):\n    def lift_all(self):\n{body}\nDEPTH = 4\n"
    assert headings(read(code, "canal.py")) == [
        ("Lock", "class Lock(Gate):"),
        ("Lock › lift_all", "def lift_all(self):"),
        ("", "DEPTH = 4"),
    ]


def test_code_data_and_logs_have_the_name_of_their_file_as_title() -> None:
    log = "\n\n".join("2025-10-03 04:10:07 INFO up\n2025-10-03 04:10:09 INFO down" for _ in range(3))
    assert read(log, "canal_lift.log").title == "canal lift"
    assert read('depth = "4 m"\n\n[locks]\nnumber = 9\nmade = "oak"', "canal.toml").title == "canal"


def test_what_is_small_is_no_section_of_its_own() -> None:
    assert headings(read('{\n  "north": {\n    "depth": 4\n  }\n}', "canal.json")) == [("", "{")]
