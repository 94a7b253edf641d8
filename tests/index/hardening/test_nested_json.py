import pytest

from index.hardening.nested_json import MOST_NESTED, read_json


def nested(depth: int, opening: str = "[", closing: str = "]") -> str:
    return opening * depth + closing * depth


@pytest.mark.parametrize("written", ['{"a": [1, "b", null]}', "1", '"x"', "[]", nested(MOST_NESTED)])
def test_json_of_any_use_is_read(written: str) -> None:
    assert read_json(written) is not Ellipsis
    assert read_json('{"a": [1, "b", null]}') == {"a": [1, "b", None]}


@pytest.mark.parametrize(
    "written",
    [
        nested(MOST_NESTED + 2),
        nested(900),
        nested(100_000),
        '{"a": ' * 100_000,
        nested(300, '{"a": [', "]}"),
        "9" * 5_000,
        b"\xff\xfe",
        "",
    ],
    ids=lambda written: f"{written[:9]!r} of {len(written)}",
)
def test_what_is_nested_without_end_is_no_json(written: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - callers catch it with all that json raises
        read_json(written)
