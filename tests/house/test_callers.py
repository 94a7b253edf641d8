"""Nothing is there for tests alone: each function, class and method has somebody in the product who names it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import rag

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("index", "rag", "web")

CALLED_BY_OTHERS = {
    "_repr_html_": "notebooks",
    "collect": "prometheus_client",
    "forward": "torch",
    "get_command": "click",
    "handle_exit": "uvicorn",
    "list_commands": "click",
    "settings_customise_sources": "pydantic-settings",
    "tokenize": "rouge-score",
}
"""What a library calls by its name, and which."""

_OURS = {"cached_property", "classmethod", "contextmanager", "property", "staticmethod", "cache"}
"""Decorators that leave it to us to call what they decorate; any other registers it with a library."""


def sources() -> Iterator[tuple[Path, ast.Module]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield path, ast.parse(path.read_text())


def is_registered(decorator: ast.expr) -> bool:
    call = decorator.func if isinstance(decorator, ast.Call) else decorator
    name = call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "")
    return name not in _OURS | {"dataclass", "lru_cache", "setter", "runtime_checkable", "wraps"}


def defined(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) or node.name.startswith("__"):
            continue
        if not any(map(is_registered, node.decorator_list)):
            yield node.name


def named(tree: ast.Module) -> Iterator[str]:
    """Yield the names that code uses; an import and a definition use nothing."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
            yield node.value


def unnamed(trees: list[tuple[Path, ast.Module]], elsewhere: str) -> set[str]:
    """Return what is defined and named nowhere, neither in code nor in other files of the product."""
    used = {name for _, tree in trees for name in named(tree_without_all(tree))} | set(re.findall(r"\w+", elsewhere))
    return {
        f"{path.relative_to(ROOT)}: {name}"
        for path, tree in trees
        for name in defined(tree)
        if name not in used and name not in CALLED_BY_OTHERS
    }


def tree_without_all(tree: ast.Module) -> ast.Module:
    """Return a module without its ``__all__``, which names everything that others may call."""
    kept = [
        node
        for node in tree.body
        if not (isinstance(node, ast.Assign) and any(getattr(each, "id", "") == "__all__" for each in node.targets))
    ]
    return ast.Module(kept, [])


def test_whatever_is_defined_is_named_in_the_product() -> None:
    templates = "\n".join(path.read_text() for path in (ROOT / "web").rglob("*.html"))
    elsewhere = (ROOT / "pyproject.toml").read_text() + templates + " ".join(rag.__all__)
    assert unnamed(list(sources()), elsewhere) == set()


def test_what_only_tests_would_call_is_seen() -> None:
    lonely = ast.parse("__all__ = ['lonely', 'busy']\ndef lonely(): pass\ndef busy(): pass\nbusy()")
    assert unnamed([(ROOT / "index" / "made_up.py", lonely)], "") == {"index/made_up.py: lonely"}


def test_what_libraries_call_is_still_there() -> None:
    assert set(CALLED_BY_OTHERS) <= {name for _, tree in sources() for name in defined(tree)}
