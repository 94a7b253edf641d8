"""No text from outside steers a terminal or reads otherwise on it, whichever command prints it."""

import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from index.commands.cli import cli
from index.documents import Document, Section
from index.folders.ingest import ingest_documents
from index.hardening.legibility import hidden
from index.store import Index
from rag.asking.assistant import Assistant
from rag.investigation.query import Query
from tests.support.beside import history_in

ESCAPES = "\x1b]0;owned\x07\x1b[31m\x9b2J\x1b]8;;http://evil.example\x1b\\"
TITLE = f"Invoice{ESCAPES} [bold red]4[/] \u202efdp.exe\u200b\r\U000e0068\U000e0069"
SOURCE = f"/papers/lease{ESCAPES}\u202e.txt"
TEXT = "The rent is 480 euros, says \u202e084\u202c the lease. It is due in May."
ID = Document(SOURCE, TITLE, TEXT, "0" * 64, (Section(0, len(TEXT)),)).id


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run a command on an index of a document as an older Footnote may have stored it."""
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    monkeypatch.setenv("FOOTNOTE_INDEX", str(tmp_path / "index"))
    monkeypatch.setenv("FOOTNOTE_ENCODER", "hash")
    monkeypatch.setenv("FOOTNOTE_THRESHOLD", "0")
    index = Index.open(tmp_path / "index", "hash", create=True)
    ingest_documents(index, [Document(SOURCE, TITLE, TEXT, "0" * 64, (Section(0, len(TEXT)),))])
    history = history_in(index.folder)
    begun = history.begin()
    history.keep(begun.id, Assistant(index, threshold=0.0).ask(Query(f"What is the rent {ESCAPES}?")))
    history.rate(begun.id, 1, "down", f"No {ESCAPES}\u202e")
    history.close()
    index.close()

    def run(*arguments: str | Path) -> Result:
        return CliRunner().invoke(cli, [str(argument) for argument in arguments])

    return run


def harmless(text: str) -> bool:
    return not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text) and not hidden(text)


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask", "What is the rent?"),
        ("ask", "What is the rent?", "--json"),
        ("ask", f"What is the rent {ESCAPES} in Oslo?"),
        ("search", "rent"),
        ("search", "rent", "--json"),
        ("search", "rent", "--source", f"nothing{ESCAPES}"),
        ("search", "rent", "--after", f"2020{ESCAPES}"),
        ("documents", "list"),
        ("documents", "list", "--json"),
        ("documents", "show", ID, "--json"),
        ("documents", "show", f"missing{ESCAPES}"),
        ("documents", "remove", ID),
        ("documents", "tag", ID, f"tag{ESCAPES}", "\u202etag"),
        ("history", "list"),
        ("history", "list", "--json"),
        ("history", "feedback"),
        ("status",),
        ("verify",),
        ("index", f"/nowhere/{ESCAPES}\u202e.txt"),
        ("restore", f"/nowhere/{ESCAPES}\u202e.tar"),
        ("backup", f"/nowhere/{ESCAPES}\u202e.tar"),
        ("replay", f"/nowhere/{ESCAPES}\u202e.json"),
        ("eval", f"/nowhere/{ESCAPES}\u202e"),
        ("eval", "--from-index", "3"),
        ("ask", f"--option{ESCAPES}"),
        (f"command{ESCAPES}\u202e",),
    ],
    ids=lambda arguments: re.sub(r"\W+", " ", " ".join(arguments))[:40],
)
def test_nothing_that_a_command_prints_steers_a_terminal(
    run: Callable[..., Result], arguments: tuple[str, ...]
) -> None:
    result = run(*arguments)
    assert result.stdout or result.stderr
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert harmless(result.stdout), result.stdout
    assert harmless(result.stderr), result.stderr


def test_json_has_the_very_title_and_source(run: Callable[..., Result]) -> None:
    [listed] = json.loads(run("documents", "list", "--json").stdout)
    assert (listed["title"], listed["source"]) == (TITLE, SOURCE)


def test_a_title_is_no_markup_of_the_table_it_stands_in(run: Callable[..., Result]) -> None:
    shown = run("documents", "list").stdout
    assert "[bold red]4[/]" in shown
    assert "<U+202E>fdp.exe" in shown


@pytest.mark.slow
def test_files_with_hostile_names_are_reported_on_one_line_each(run: Callable[..., Result], tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    names = [f"a{ESCAPES.replace('/', '')}\u202e.pdf", "b\nforged: line.pdf", "c\r\u2028d.pdf"]
    for name in names:
        (folder / name).write_bytes(b"\x00 no pdf")
    Path(os.fsdecode(os.fsencode(folder) + b"/bad\xff.txt")).symlink_to("/")
    for arguments in (("index", folder), ("index", folder, "--dry-run"), ("index", folder, "--json")):
        result = run(*arguments)
        assert harmless(result.stdout + result.stderr), result.output
        assert not [line for line in result.output.split("\n") if line.startswith("forged")]
    for name in names:
        (folder / name).unlink()
    assert harmless(run("index", folder, "--remove-all").output)


def test_the_text_of_a_document_is_exact_for_a_program_and_visible_on_a_terminal(
    run: Callable[..., Result],
) -> None:
    assert run("documents", "show", ID).stdout == TEXT + "\n"
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", "from index.commands.cli import main; main()", "documents", "show", ID]
    with subprocess.Popen(command, stdout=theirs, cwd=Path(__file__).parents[1]) as process:
        process.wait(60)
    os.close(theirs)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    assert shown == TEXT.replace("\u202e", "<U+202E>").replace("\u202c", "<U+202C>") + "\r\n"
