"""The wheel holds all that the packages need and nothing else, and answers in an environment of its own."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("index", "rag", "web")
LETTER = """The lighthouse at Punta Brava

The lamp of the lighthouse was lit for the first time on 3 March 1911. Its keeper was Amalia Quesada, who had \
never seen the sea before. She kept the light for thirty-two years and grew beans on the terrace below it.

A storm in October 1954 broke the great lens. The new one was ground in Lisbon and came by mule.
"""


def run(*command: str | Path, cwd: Path, timeout: float = 120) -> str:
    """Return the output of a command that must succeed, and that no setting of this environment's Python reaches."""
    foreign = ("PYTHON", "VIRTUAL_ENV", "FOOTNOTE_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=timeout,
    )
    assert done.returncode == 0, f"{command} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
    return done.stdout


def declared(name: str) -> set[str]:
    """Return the distributions that an installation of one brings: what it requires, and what that does."""
    brought: dict[str, set[str]] = {}
    waiting = [(name, {""})]
    while waiting:
        name, extras = waiting.pop()
        known = brought.setdefault(canonicalize_name(name), set())
        if extras <= known:
            continue
        known |= extras
        for line in metadata.distribution(name).requires or ():
            needed = Requirement(line)
            if needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in known):
                waiting.append((needed.name, {"", *needed.extras}))
    return set(brought)


def parts_of(distributions: set[str]) -> set[Path]:
    """Return the files and folders that distributions have put into this environment's site-packages."""
    return {
        Path(str(distribution.locate_file(path.parts[0])))
        for distribution in map(metadata.distribution, distributions)
        for path in distribution.files or ()
        if path.parts[0] not in ("..", "__pycache__")
    }


def link(source: str | Path, target: str | Path) -> None:
    """Let a file be at another place too; where two disks are in the way, copy it."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the work tree without a network."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=ROOT)
    (built,) = folder.glob("footnote-*.whl")
    return built


def test_the_wheel_holds_every_file_of_the_packages_and_no_other(wheel: Path) -> None:
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    files = {path for package in PACKAGES for path in (ROOT / package).rglob("*") if path.is_file()}
    assert names == {path.relative_to(ROOT).as_posix() for path in files if "__pycache__" not in path.parts}


@pytest.mark.parametrize(
    "needed",
    [
        "index/py.typed",
        "rag/py.typed",
        "web/py.typed",
        "index/data/projection.npy",
        "index/data/question.npz",
        "rag/data/confidence.json",
        "web/pages/templates/thread.html",
        "web/static/thread/ask.js",
        "web/static/common/style.css",
    ],
)
def test_the_wheel_holds_what_is_not_python(wheel: Path, needed: str) -> None:
    assert needed in zipfile.ZipFile(wheel).namelist()


def test_the_wheel_carries_its_licence_and_its_command(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        information = {
            Path(name).name: archive.read(name).decode() for name in archive.namelist() if ".dist-info/" in name
        }
    assert information["LICENSE"] == (ROOT / "LICENSE").read_text()
    assert "footnote = index.commands.cli:main" in information["entry_points.txt"]
    assert "License-Expression: Apache-2.0" in information["METADATA"]


def test_the_wheel_answers_with_what_it_declares_and_nothing_else(wheel: Path, tmp_path: Path) -> None:
    """Everything but what tests need is linked in: an import that no requirement brings fails here."""
    environment, elsewhere, documents = tmp_path / "environment", tmp_path / "elsewhere", tmp_path / "documents"
    elsewhere.mkdir()
    documents.mkdir()
    (documents / "lighthouse.txt").write_text(LETTER, encoding="utf-8")
    run(sys.executable, "-m", "venv", "--without-pip", environment, cwd=elsewhere)
    python, footnote = environment / "bin" / "python", environment / "bin" / "footnote"
    [packages] = environment.glob("lib/python*/site-packages")
    for part in parts_of(declared("footnote") - {"footnote"}):
        if part.is_dir():
            shutil.copytree(part, packages / part.name, copy_function=link, dirs_exist_ok=True)
        else:
            link(part, packages / part.name)
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "--python", python)
    run(*pip, "install", "--no-index", "--no-deps", wheel, cwd=elsewhere)
    with pytest.raises(AssertionError, match="No module named 'pytest'"):
        run(python, "-c", "import pytest", cwd=elsewhere)

    home = run(python, "-c", "import index, rag, web; print(index.__file__, rag.__file__, web.__file__)", cwd=elsewhere)
    assert all(Path(path).is_relative_to(environment) for path in home.split())

    folder = tmp_path / "index"
    run(footnote, "index", documents, "--index", folder, cwd=elsewhere)
    question = "Who was the keeper of the lighthouse?"
    answer = json.loads(run(footnote, "ask", question, "--index", folder, "--json", cwd=elsewhere))

    citations = [citation for sentence in answer["sentences"] for citation in sentence["citations"]]
    assert any("Amalia Quesada" in citation["quote"] for citation in citations), answer
    for citation in citations:
        assert LETTER[citation["start"] : citation["end"]] == citation["quote"]
