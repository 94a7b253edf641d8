"""What a reader is shown of code, data and logs: a statement, a key with its values, an entry."""

from index.text.machine.recognition import machine_parts
from index.text.machine.units import LONGEST_UNIT, block_ends, units


def shown(text: str) -> list[str]:
    return [text[first:last] for part in machine_parts(text, 0, len(text)) for first, last in units(text, part)]


def test_a_key_stands_with_its_values_and_the_keys_above_it_while_that_is_short() -> None:
    text = '{\n  "name": "lock 4",\n  "gate": {\n    "width": 9,\n    "motor": {\n      "volts": 400\n    }\n  }\n}'
    assert shown(f"{text}\n") == [text]
    long = text.replace('"lock 4"', f'"{"lock 4, " * 30}"')
    assert shown(long)[-1] == '"gate": {\n    "width": 9,\n    "motor": {\n      "volts": 400\n    }\n  }\n}'


def test_of_a_long_object_each_member_is_shown_and_the_first_with_its_key() -> None:
    members = [f'    "lock {number}": "opened by hand in {1900 + number}"' for number in range(12)]
    text = '{\n  "locks": {\n' + ",\n".join(members) + "\n  }\n}"
    found = shown(text)
    assert found[0] == f'{{\n  "locks": {{\n{members[0]},'
    assert found[1:-1] == [f"{member.strip()}," for member in members[1:-1]]
    assert found[-1] == f"{members[-1].strip()}\n  }}\n}}"


def test_the_records_of_a_list_are_shown_one_by_one() -> None:
    records = [
        f'  {{\n    "name": "{name}",\n    "role": "{"keeper of the " * 6}lock"\n  }}'
        for name in ("Ada", "Ben", "Cleo")
    ]
    assert shown("[\n" + ",\n".join(records) + "\n]") == [
        f"[\n{records[0]},",
        f"{records[1].strip()},",
        f"{records[2].strip()}\n]",
    ]


def test_settings_stand_below_the_name_of_their_part() -> None:
    yaml = "pump:\n  watts: 90\n  pins:\n    - 4\n    - 17\n# for the night\nlamp:\n  watts: 8"
    assert shown(yaml) == ["pump:\n  watts: 90\n  pins:\n    - 4\n    - 17", "# for the night\nlamp:\n  watts: 8"]
    assert shown("[pump]\nwatts = 90\n[lamp]\nwatts = 8") == ["[pump]\nwatts = 90", "[lamp]\nwatts = 8"]


def test_a_function_that_is_short_is_one_unit_and_a_long_one_a_statement_at_a_time() -> None:
    short = "// Opens the lock.\nfunction open(gate) {\n  gate.motor.start();\n}"
    body = [f"  gates[{number}].motor.start({{ speed: {number}, gently: true }});" for number in range(9)]
    long = "function openAll(gates) {\n" + "\n".join(body) + "\n}"
    assert shown(short) == [short]
    found = shown(long)
    assert found[0] == f"function openAll(gates) {{\n{body[0]}"
    assert found[1:-1] == [line.strip() for line in body[1:-1]]
    assert found[-1] == f"{body[-1].strip()}\n}}"


def test_a_remark_and_a_decorator_stand_with_what_is_below_them() -> None:
    lines = "# Of oak,\n# since 1931.\n@wooden\ndef gate():\n    return 4\n"
    assert shown(lines + "WIDTH = 9") == [lines.strip(), "WIDTH = 9"]


def test_a_brace_on_a_line_of_its_own_and_what_goes_on_belong_to_what_is_above() -> None:
    text = "int lift(void)\n{\n    return 1;\n}\nif (dry) {\n    fill();\n} else {\n    drain();\n}"
    assert shown(text) == [text[: text.index("if (")].strip(), text[text.index("if (") :]]
    query = "SELECT name\nFROM locks\nWHERE width > 9;\nDELETE FROM gates;"
    assert shown(query) == ["SELECT name\nFROM locks\nWHERE width > 9;", "DELETE FROM gates;"]


def test_an_entry_of_a_log_stands_with_the_lines_that_go_on_with_it() -> None:
    first = "2025-10-03 04:10:07 ERROR lift failed\njava.io.IOException: dry\n\tat lock.Gate.lift(Gate.java:9)"
    second = "2025-10-03 04:10:09 INFO lock.Gate lifted. It took 2 s."
    assert shown(f"{first}\n{second}") == [first, second]


def test_an_endless_trace_is_divided_between_lines() -> None:
    frames = [f"\tat lock.Gate.lift{number}(Gate.java:{number})" for number in range(100)]
    text = "\n".join(
        ["2025-10-03 04:10:07 ERROR lift failed", *frames[:50], "2025-10-03 04:10:09 ERROR again", *frames]
    )
    found = shown(text)
    assert [unit for unit in found if unit.startswith("2025")] == [found[0], next(u for u in found if "again" in u)]
    assert all(len(unit) <= 700 for unit in found)
    assert "".join("".join(found).split()) == "".join(text.split())


def test_a_line_that_is_too_long_is_cut_into_its_members() -> None:
    members = [
        f'"lock {number}":{{"width":{number},"gates":[{number},{number + 1}],"built":"by hand, in oak"}}'
        for number in range(9)
    ]
    found = shown('{"locks":{' + ",".join(members) + "}}")
    assert found == ['{"locks":{' + members[0] + ",", *[f"{member}," for member in members[1:-1]], members[-1] + "}}"]
    assert all(len(unit) <= LONGEST_UNIT for unit in found)


def test_lines_end_where_others_of_their_indentation_begin() -> None:
    assert block_ends(["a:", "  b: 1", "  c:", "    d: 2", "e {", "  f", "}", "[g]", "h = 1", "[i]"]) == [
        4, 2, 4, 4, 7, 6, 7, 9, 9, 10,
    ]  # fmt: skip
