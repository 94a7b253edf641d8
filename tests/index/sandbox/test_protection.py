"""Where the system cannot confine what reads files, Footnote says so, and refuses when it is told to."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.index.sandbox.conftest import NO_FILTERS, OLD_KERNEL

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or os.uname().machine != "x86_64", reason="older kernels are simulated by x86-64's numbers"
)


def footnote(*arguments: str, before: str = "", sandbox: str = "") -> subprocess.CompletedProcess[str]:
    code = f"{before}\nfrom index.commands.cli import main\nmain()"
    environment = os.environ | ({"FOOTNOTE_SANDBOX": sandbox} if sandbox else {})
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, env=environment, check=False
    )


@pytest.fixture
def indexing(tmp_path: Path) -> list[str]:
    (tmp_path / "note.txt").write_text("The museum opened in 1901.")
    return ["index", str(tmp_path / "note.txt"), "--index", str(tmp_path / "index"), "--encoder", "hash"]


@pytest.mark.parametrize(
    ("kernel", "says"), [(OLD_KERNEL, "no Landlock"), (NO_FILTERS, "no seccomp filters")], ids=["5.12", "no filters"]
)
def test_what_is_missing_is_said_by_index_and_status(
    kernel: str, says: str, indexing: list[str], tmp_path: Path
) -> None:
    done = footnote(*indexing, before=kernel)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count(says) == 1
    shown = footnote("status", "--index", str(tmp_path / "index"), before=kernel)
    assert says in shown.stdout
    status = json.loads(footnote("status", "--index", str(tmp_path / "index"), "--json", before=kernel).stdout)
    assert status["sandbox"]["complete"] is False
    assert [says in missing for missing in status["sandbox"]["missing"]] == [True]


@pytest.mark.parametrize("kernel", [OLD_KERNEL, NO_FILTERS], ids=["5.12", "no filters"])
def test_where_it_is_required_nothing_is_read_without_it(kernel: str, indexing: list[str], tmp_path: Path) -> None:
    done = footnote(*indexing, before=kernel, sandbox="required")
    assert done.returncode == 1
    assert "FOOTNOTE_SANDBOX is “required”" in done.stderr
    assert not (tmp_path / "index").exists()
    serving = footnote("serve", "--port", "0", "--index", str(tmp_path / "index"), before=kernel, sandbox="required")
    assert serving.returncode == 1
    assert "FOOTNOTE_SANDBOX is “required”" in serving.stderr


@pytest.mark.slow
def test_where_nothing_is_missing_nothing_is_said(indexing: list[str], tmp_path: Path) -> None:
    done = footnote(*indexing, sandbox="required")
    assert done.returncode == 0, done.stderr
    assert "parser" not in done.stderr
    status = json.loads(footnote("status", "--index", str(tmp_path / "index"), "--json").stdout)
    assert status["sandbox"] == {"complete": True, "missing": []}


def test_a_word_that_is_none_of_the_two_is_an_error(indexing: list[str]) -> None:
    done = footnote(*indexing, sandbox="always")
    assert done.returncode == 1
    assert "sandbox" in done.stderr
