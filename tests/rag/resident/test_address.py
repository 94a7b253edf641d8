"""Where the process that stays listens, and what it must have in common with a command."""

import os
from pathlib import Path

import pytest

from rag.resident import address
from rag.resident.address import agreed, lock_path, socket_path


@pytest.fixture(autouse=True)
def _of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


def test_the_socket_lies_where_nobody_else_can_reach_it(tmp_path: Path) -> None:
    path = socket_path()
    assert path == tmp_path / "footnote" / "resident.sock"
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert lock_path(path).parent == path.parent


def test_it_lies_in_the_cache_where_the_system_has_no_folder_for_such_things(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = socket_path()
    assert path is not None
    assert path.is_relative_to(tmp_path / "cache")


def test_there_is_no_place_in_a_folder_that_is_open_to_others(tmp_path: Path) -> None:
    (tmp_path / "footnote").mkdir(mode=0o755)
    (tmp_path / "footnote").chmod(0o755)
    assert socket_path() is None


def test_there_is_no_place_behind_a_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    (tmp_path / "footnote").symlink_to(tmp_path / "elsewhere")
    assert socket_path() is None


def test_there_is_no_place_whose_name_is_too_long_for_a_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / ("a" * 100)))
    assert socket_path() is None


def test_two_commands_with_the_same_surroundings_agree() -> None:
    assert agreed("/home/index") == agreed("/home/index")


def test_another_index_setting_or_language_is_no_agreement(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {agreed("/home/index"), agreed("/home/other"), agreed(None)}
    monkeypatch.setenv("FOOTNOTE_THRESHOLD", "0.5")
    found.add(agreed("/home/index"))
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    found.add(agreed("/home/index"))
    assert len(found) == 5


@pytest.mark.parametrize("name", ["PGHOST", "PGPASSWORD", "AWS_ENDPOINT", "SSL_CERT_FILE", "HTTPS_PROXY"])
def test_what_says_which_server_is_asked_is_no_agreement(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "one")
    before = agreed("postgresql:///papers")
    monkeypatch.setenv(name, "another")
    assert agreed("postgresql:///papers") != before


def test_what_has_nothing_to_do_with_answers_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    before = agreed("/home/index")
    monkeypatch.setenv("WINDOWID", "77")
    assert agreed("/home/index") == before


def test_a_changed_settings_file_is_no_agreement(tmp_path: Path) -> None:
    path = tmp_path / "config" / "footnote" / "settings.toml"
    before = agreed(None)
    path.parent.mkdir(parents=True)
    path.write_text("threshold = 0.5\n")
    between = agreed(None)
    path.write_text("threshold = 0.25\n")
    assert len({before, between, agreed(None)}) == 3


@pytest.mark.parametrize("setting", ["ENCODER", "ENGINE", "REPLICAS"])
def test_another_folder_counts_where_a_setting_may_name_a_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    here = agreed("/home/index")
    monkeypatch.chdir(tmp_path)
    assert agreed("/home/index") == here
    monkeypatch.setenv(f"FOOTNOTE_{setting}", "folder")
    there = agreed("/home/index")
    monkeypatch.chdir("/")
    assert agreed("/home/index") != there


def test_changed_code_is_no_agreement(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for package in ("index", "rag", "web"):
        (tmp_path / package).mkdir()
    module = tmp_path / "rag" / "one.py"
    module.write_text("")
    monkeypatch.setattr(address, "__file__", str(tmp_path / "rag" / "resident" / "address.py"))
    before = agreed(None)
    os.utime(module, ns=(1, 1))
    assert agreed(None) != before
