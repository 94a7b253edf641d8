from pathlib import Path

import pytest

from index.errors import SettingsError
from index.settings import IndexSettings
from rag.settings import Settings


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "settings.toml"
    monkeypatch.setenv("FOOTNOTE_SETTINGS", str(path))
    return path


def test_what_the_environment_does_not_say_the_file_does(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text('port = 9000\nmax_pages = 7\nllm_url = "http://localhost:11434"\nllm_key = "secret"\n')
    monkeypatch.setenv("FOOTNOTE_MAX_PAGES", "8")
    settings = Settings()
    assert (settings.port, settings.max_pages, settings.limits.pages) == (9000, 8, 8)
    assert settings.llm_url == "http://localhost:11434"
    assert settings.llm_key is not None
    assert (settings.llm_key.get_secret_value(), "secret" in repr(settings)) == ("secret", False)


def test_uploads_have_limits_of_their_own_which_are_never_wider_than_those_of_all_files() -> None:
    usual = Settings()
    assert (usual.limits.seconds, usual.limits.cpu_seconds) == (900, 240)
    assert (usual.upload_limits.seconds, usual.upload_limits.cpu_seconds) == (300, 120)
    assert (usual.limits.characters, usual.upload_limits.characters) == (50_000_000, 5_000_000)
    assert usual.upload_limits.characters_setting == "FOOTNOTE_MAX_UPLOAD_CHARACTERS"
    assert usual.limits.characters_setting == "FOOTNOTE_MAX_CHARACTERS"
    assert usual.upload_limits.settings == "FOOTNOTE_MAX_UPLOAD_PARSER"
    assert usual.upload_limits.documents == usual.limits.documents == 200_000
    assert Settings(max_documents=9).upload_limits.documents == 9
    strict = Settings(max_parser_seconds=10, max_parser_cpu_seconds=5, max_pages=7, max_characters=1_000)
    assert strict.upload_limits == strict.limits
    assert 3 <= usual.upload_workers <= 4


def test_without_a_file_everything_has_its_default(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert Settings().port == 8000
    folder = tmp_path / "footnote"
    folder.mkdir()
    (folder / "settings.toml").write_text("port = 9001")
    assert Settings().port == 9001


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"port = ", "is not TOML"),
        (b"\xff\xfe", "cannot be read"),
        (b'port = "many"', r"A setting cannot be used \(port: .*integer"),
        (b"max_pages = -3", "max_pages: .*greater than 0"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_clear_error(file: Path, content: bytes, told: str) -> None:
    file.write_bytes(content)
    with pytest.raises(SettingsError, match=told) as raised:
        Settings()
    assert str(file) in str(raised.value)


@pytest.mark.usefixtures("file")
def test_a_file_that_is_named_and_not_there_is_an_error() -> None:
    with pytest.raises(SettingsError, match="There is no settings file"):
        IndexSettings()


def test_a_bad_value_in_the_environment_is_told_without_the_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_PORT", "sesame")
    with pytest.raises(SettingsError, match="port: ") as raised:
        Settings()
    assert "sesame" not in str(raised.value)
