"""The trees that the modules of errors draw are the trees that their classes make."""

import re
from types import ModuleType

import pytest

from index import errors as index_errors
from index.errors import FootnoteError
from rag import errors as rag_errors
from web.errors import tree


def drawn(module: ModuleType) -> dict[str, str]:
    """Return the class above each class, as the module's own words draw it."""
    above: dict[str, str] = {}
    open_at: dict[int, str] = {}
    for line in (module.__doc__ or "").split("\n\n")[1].splitlines():
        found = re.search(r"[A-Z]\w+", line)
        assert found
        depth, name = found.start() // 4 * 4, found[0]
        open_at[depth] = name
        if name != "FootnoteError":
            above[name] = open_at[depth - 4]
    return above


@pytest.mark.parametrize("module", [index_errors, rag_errors, tree], ids=lambda module: module.__name__)
def test_a_tree_is_drawn_as_its_classes_make_it(module: ModuleType) -> None:
    classes = [getattr(module, name) for name in module.__all__]
    made = {cls.__name__: cls.__base__.__name__ for cls in classes if cls is not FootnoteError}
    assert drawn(module) == made
