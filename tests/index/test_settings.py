"""The index's settings come from the environment, and else from the file; what cannot be used is told by name."""

from pathlib import Path

import pytest

from index.errors import SettingsError
from index.settings import IndexSettings


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "settings.toml"
    monkeypatch.setenv("FOOTNOTE_SETTINGS", str(path))
    return path


def test_what_the_environment_does_not_say_the_file_does(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text("max_pages = 7\nmax_archive_depth = 2\n")
    monkeypatch.setenv("FOOTNOTE_MAX_PAGES", "8")
    settings = IndexSettings()
    assert (settings.max_archive_depth, settings.max_pages, settings.limits.pages) == (2, 8, 8)


def test_without_a_file_everything_has_its_default(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert IndexSettings().max_pages == 10_000
    folder = tmp_path / "footnote"
    folder.mkdir()
    (folder / "settings.toml").write_text("max_pages = 7")
    assert IndexSettings().max_pages == 7


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"max_pages = ", "is not TOML"),
        (b"\xff\xfe", "cannot be read"),
        (b'max_pages = "many"', r"A setting cannot be used \(max_pages: .*integer"),
        (b"max_pages = -3", "max_pages: .*greater than 0"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_clear_error(file: Path, content: bytes, told: str) -> None:
    file.write_bytes(content)
    with pytest.raises(SettingsError, match=told) as raised:
        IndexSettings()
    assert str(file) in str(raised.value)


@pytest.mark.usefixtures("file")
def test_a_file_that_is_named_and_not_there_is_an_error() -> None:
    with pytest.raises(SettingsError, match="There is no settings file"):
        IndexSettings()
