import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """A folder with a short name, as that of a socket must be."""
    with tempfile.TemporaryDirectory(prefix="footnote-") as folder:
        yield Path(folder)
