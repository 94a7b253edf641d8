import ast
from collections import defaultdict
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]


def _classes(root: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for package in ("index", "rag", "web"):
        for module in sorted((root / package).rglob("*.py")):
            for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ClassDef):
                    found[node.name].append(module.relative_to(root).as_posix())
    return found


def _told_apart(classes: dict[str, list[str]]) -> None:
    assert {name: modules for name, modules in classes.items() if len(modules) > 1} == {}


def test_one_name_of_a_class_is_one_thing() -> None:
    classes = _classes(_ROOT)

    assert "Index" in classes
    _told_apart(classes)


def test_a_second_class_of_a_name_is_seen(tmp_path: Path) -> None:
    for package in ("rag", "web"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "words.py").write_text("class Word:\n    pass\n", encoding="utf-8")

    with pytest.raises(AssertionError, match=r"rag/words\.py.*web/words\.py"):
        _told_apart(_classes(tmp_path))
