"""The commands that need no question: what they print where, and the exit codes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from index.commands.cli import cli
from index.documents import document_id
from index.store import Index


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "museum.txt").write_text("The museum opened in 1901. Its first director was Ada Berg.")
    (folder / "bridge.txt").write_text("The bridge was closed in spring.")
    return folder


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Run a command on an index of its own, with nothing else of the user's in reach."""
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    monkeypatch.setenv("FOOTNOTE_INDEX", str(tmp_path / "index"))
    monkeypatch.setenv("FOOTNOTE_ENCODER", "hash")

    def run(*arguments: str | Path) -> Result:
        return CliRunner().invoke(cli, [str(argument) for argument in arguments])

    return run


@pytest.mark.slow
def test_index_reports_on_stderr_and_says_what_was_unchanged(run, papers: Path, tmp_path: Path) -> None:
    first = run("index", papers)
    assert (first.exit_code, first.stdout) == (0, "")
    assert first.stderr.startswith("2  added\n2 chunks encoded in ")
    assert str(tmp_path / "index") in first.stderr
    again = run("index", papers)
    assert (again.exit_code, again.stderr.split("\n")[0]) == (0, "2  unchanged")


@pytest.mark.slow
def test_index_as_json_is_the_report(run, papers: Path) -> None:
    result = run("index", papers, "--json")
    report = json.loads(result.stdout)
    assert [Path(source).name for source in report["added"]] == ["bridge.txt", "museum.txt"]
    assert (report["failed"], report["chunks"]) == ([], 2)


@pytest.mark.slow
def test_a_file_that_fails_is_named_and_the_exit_code_is_one(run, papers: Path) -> None:
    bad = papers / "bad.txt"
    bad.write_bytes(bytes(range(256)) * 20)
    result = run("index", bad, papers)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("2  added")
    assert f"failed: {bad}" in result.stderr


def test_a_folder_with_nothing_in_it_is_a_failure_that_says_so(run, tmp_path: Path) -> None:
    (tmp_path / "bare").mkdir()
    result = run("index", tmp_path / "bare")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "There is no document in there. Name files or folders with documents." in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("index", "missing"), "Check how the path is written"),
        (("status",), "Make one with “footnote index"),
        (("documents", "list"), "Make one with “footnote index"),
        (("documents", "show", "x"), "Make one with “footnote index"),
    ],
)
def test_what_cannot_be_done_is_one_line_on_stderr_that_says_what_to_do(
    run, arguments: tuple[str, ...], said: str
) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("footnote: ")
    assert said in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("arguments", [("index",), ("nonsense",), ("documents", "show"), ("status", "--nonsense")])
def test_wrong_usage_is_exit_code_two(run, arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Usage:" in result.stderr


@pytest.mark.slow
def test_an_index_of_another_encoder_says_what_to_run(run, papers: Path) -> None:
    run("index", papers)
    result = run("index", papers, "--encoder", "bundled")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "made with the encoder hash, not bundled" in result.stderr
    assert "--index NEW_FOLDER" in result.stderr


@pytest.mark.slow
def test_status_is_what_the_index_says(run, papers: Path, tmp_path: Path) -> None:
    run("index", papers)
    status = json.loads(run("status", "--json").stdout)
    assert (status["documents"], status["chunks"], status["encoder"]) == (2, 2, "hash")
    assert status["folder"] == str(tmp_path / "index")
    assert status["ocr"] in ("RapidOCR", "Tesseract", "none")
    plain = dict(line.rsplit("  ", 1) for line in run("status").stdout.splitlines())
    assert {key.strip(): value for key, value in plain.items()}["documents"] == "2"


@pytest.mark.slow
def test_documents_are_listed_by_their_author(run, papers: Path) -> None:
    (papers / "crane.txt").write_text("The crane\nBy José Núñez\n\nThe crane lifts forty tonnes.", encoding="utf-8")
    run("index", papers)
    listed = json.loads(run("documents", "list", "--author", "NUNEZ", "--json").stdout)
    assert [Path(document["source"]).name for document in listed] == ["crane.txt"]
    assert json.loads(run("documents", "list", "--author", "Ada Berg", "--json").stdout) == []


@pytest.mark.slow
def test_documents_are_listed_shown_and_removed(run, papers: Path) -> None:
    run("index", papers)
    listed = json.loads(run("documents", "list", "--json").stdout)
    assert [Path(document["source"]).name for document in listed] == ["bridge.txt", "museum.txt"]
    museum = document_id(str(papers / "museum.txt"))
    assert museum in run("documents", "list").stdout
    for name in (museum, str(papers / "museum.txt"), "museum.txt"):
        shown = run("documents", "show", name)
        assert (shown.exit_code, shown.stdout) == (0, "The museum opened in 1901. Its first director was Ada Berg.\n")
    removed = run("documents", "remove", "museum.txt", "--json")
    assert json.loads(removed.stdout) == {"removed": [museum]}
    assert run("documents", "show", "museum.txt").exit_code == 1
    assert [document["id"] for document in json.loads(run("documents", "list", "--json").stdout)] == [listed[0]["id"]]


@pytest.mark.slow
def test_an_old_version_can_be_shown(run, papers: Path) -> None:
    run("index", papers)
    (papers / "museum.txt").write_text("The museum moved.")
    run("index", papers)
    assert run("documents", "show", "museum.txt").stdout == "The museum moved.\n"
    assert "Ada Berg" in run("documents", "show", "museum.txt", "--version", "1").stdout
    assert run("documents", "show", "museum.txt", "--version", "3").exit_code == 1


@pytest.mark.slow
def test_nothing_is_removed_when_one_of_the_names_is_unknown(run, papers: Path) -> None:
    run("index", papers)
    result = run("documents", "remove", "museum.txt", "unknown.txt")
    assert result.exit_code == 1
    assert "footnote documents list" in result.stderr
    assert len(json.loads(run("documents", "list", "--json").stdout)) == 2


@pytest.mark.slow
def test_a_repaired_leg_is_said_on_stderr(run, papers: Path, tmp_path: Path) -> None:
    run("index", papers)
    (tmp_path / "index" / "dense" / "vectors.faiss").write_bytes(b"damaged")
    result = run("index", papers)
    assert result.exit_code == 0
    assert "footnote: The dense index could not be used and was rebuilt" in result.stderr


@pytest.mark.slow
@pytest.mark.usefixtures("run")
def test_a_process_of_its_own_uses_the_index_option_before_the_environment(papers: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from index.commands.cli import main; main()", "index", str(papers)]
    done = subprocess.run(
        [*command, "--index", str(tmp_path / "other")], capture_output=True, text=True, check=False, timeout=120
    )
    assert (done.returncode, done.stdout) == (0, "")
    assert Index.open(tmp_path / "other").status().documents == 2
    assert not (tmp_path / "index").exists()
