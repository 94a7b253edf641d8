"""The command takes an index with its conversations into a database, where it answers."""

from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from index.commands.cli import cli
from index.encoding.encoders.hash import HashEncoder
from index.store import Index
from rag.conversations.store import HISTORY, History
from tests.support.documents import ingest_bytes
from tests.support.postgres import Cluster

pytestmark = pytest.mark.slow


def test_an_index_goes_into_a_database_with_its_conversations(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOOTNOTE_REPLICAS", str(tmp_path / "machine"))
    folder, address = tmp_path / "index", cluster.new_database()
    with closing(Index.open(folder, HashEncoder(), create=True)) as index:
        ingest_bytes(index, b"The lamp was lit in 1911.", "lamp.txt", "lamp.txt")
        with closing(History(index.beside(HISTORY))) as history:
            begun = history.begin("Lamps")
    done = CliRunner().invoke(cli, ["migrate", str(folder), address.url])
    assert (done.exit_code, "1 document" in done.output) == (0, True), done.output
    listed = CliRunner().invoke(cli, ["documents", "list", "--index", address.url])
    assert "lamp" in listed.output
    with (
        closing(Index.open(address, HashEncoder(), replicas=tmp_path / "machine")) as index,
        closing(History(index.beside(HISTORY))) as history,
    ):
        assert history.conversation(begun.id).title == "Lamps"
    again = CliRunner().invoke(cli, ["migrate", str(folder), address.url])
    assert (again.exit_code, "Name a place that has none" in again.output) == (1, True)


def test_a_backup_of_a_database_says_what_to_do(cluster: Cluster, tmp_path: Path) -> None:
    address = cluster.new_database()
    Index.open(address, HashEncoder(), create=True, replicas=tmp_path).close()
    environment = {"FOOTNOTE_REPLICAS": str(tmp_path)}
    refused = CliRunner().invoke(cli, ["backup", str(tmp_path / "kept.tar"), "--index", address.url], env=environment)
    assert (refused.exit_code, "pg_dump" in refused.output) == (1, True)
