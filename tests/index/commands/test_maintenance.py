"""The commands verify, backup and restore say what they found and did."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from index.commands.cli import cli
from index.store import Index
from tests.index.museum import change, sources


@pytest.fixture
def run(kept: Index):
    def run(*arguments: str | Path) -> Result:
        return CliRunner().invoke(cli, [*map(str, arguments), "--index", str(kept.folder)])

    return run


def test_the_commands_say_what_they_found_and_did(run, kept: Index, tmp_path: Path) -> None:
    assert run("verify").exit_code == 0
    assert run("backup", tmp_path / "kept.tar").exit_code == 0
    change(kept, "UPDATE documents SET text = replace(text, 'Ferries', 'Horses!') WHERE current")
    result = run("verify", "--json")
    assert result.exit_code == 1
    assert [fault["what"] for fault in json.loads(result.stdout)["faults"]] == [
        "the text of version 1 is not what was written"
    ]
    assert run("verify", "--repair").exit_code == 0
    assert sources(kept) == {"museum.txt"}
    assert run("restore", tmp_path / "kept.tar").exit_code == 0
    assert sources(kept) == {"museum.txt", "ferry.txt"}
    assert run("verify").exit_code == 0
