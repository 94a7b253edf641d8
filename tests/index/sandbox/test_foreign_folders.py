"""No process of ours takes code from a folder that it is started in, or that the user's search path names by chance."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.index.parse.spreadsheets.xls_file import xls

pytestmark = pytest.mark.slow

COMMAND = "from index.commands.cli import main; main()"
TAKEN = "import pathlib\npathlib.Path({mark!r}).write_text(__file__)\n"


@pytest.mark.parametrize(
    "name", ["dataclasses.py", "json.py", "sitecustomize.py", "index/__init__.py", "lxml/__init__.py"]
)
def test_indexing_the_folder_that_one_is_in_runs_no_code_of_it(name: str, tmp_path: Path, project_root: Path) -> None:
    folder, mark = tmp_path / "papers", tmp_path / "ran"
    (folder / name).parent.mkdir(parents=True)
    (folder / name).write_text(TAKEN.format(mark=str(mark)))
    (folder / "note.html").write_text("<p>The museum opened in 1901.</p>")
    # As the installed command does it: its own folder comes first, and not the working directory.
    code = f"import sys; sys.path.insert(0, {str(project_root)!r}); {COMMAND}"
    command = [sys.executable, "-P", "-c", code, "index", ".", "--index", str(tmp_path / "index"), "--encoder", "hash"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert "2  added" in done.stdout + done.stderr
    assert not mark.exists(), mark.read_text()


@pytest.mark.parametrize("search", ["", ".", "{folder}"], ids=["nothing", "here", "by its path"])
def test_a_search_path_for_modules_that_leads_into_the_folder_is_not_handed_on(
    search: str, tmp_path: Path, project_root: Path
) -> None:
    """It is the user's own for the command, whose modules it may hold; no file's parser is started with it."""
    folder, mark = tmp_path / "papers", tmp_path / "ran"
    (folder / "python_calamine").mkdir(parents=True)  # which nothing but the parser of such files imports
    (folder / "python_calamine" / "__init__.py").write_text(TAKEN.format(mark=str(mark)))
    book = tmp_path / "a.xls"
    book.write_bytes(xls(("Plan", [["A", "word"]])))
    code = (
        f"import sys; sys.path.insert(1, {str(project_root)!r})\nfrom index.sandbox.pool import ParserPool\n"
        f"data = open({str(book)!r}, 'rb').read()\n"
        "with ParserPool(1) as pool: print(pool.read_bytes(data, 'a.xls', 'a.xls').documents[0].text)"
    )
    environment = os.environ | {"PYTHONPATH": search.format(folder=folder) + os.pathsep}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout == "Plan\n\nA | word\n"
    assert not mark.exists()


def test_a_program_named_tesseract_in_the_folder_is_not_the_one_that_reads_pictures(
    tmp_path: Path, project_root: Path
) -> None:
    fake = tmp_path / "tesseract"
    fake.write_text("#!/bin/sh\ntouch ran\n")
    fake.chmod(0o755)
    code = (
        f"import sys; sys.path.insert(0, {str(project_root)!r})\n"
        "from index.parse.pdf.ocr.tesseract import tesseract\nprint(tesseract())"
    )
    for search in (".", "", "::", "bin:."):
        environment = os.environ | {"PATH": search}
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
        )
        assert done.stdout == "None\n"
