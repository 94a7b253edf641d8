"""The server's settings come from the environment and from the file, beside those of answers and of the index."""

from pathlib import Path

import pytest

from index.errors import SettingsError
from index.settings import IndexSettings
from rag.settings import Settings
from web.settings import ServerSettings


def test_the_settings_of_all_three_packages_are_read_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "settings.toml"
    monkeypatch.setenv("FOOTNOTE_SETTINGS", str(file))
    file.write_text('port = 9000\nmax_pages = 7\nllm_url = "http://localhost:11434"\nllm_key = "secret"\n')
    monkeypatch.setenv("FOOTNOTE_MAX_PAGES", "8")
    settings = ServerSettings()
    assert (settings.port, settings.max_pages, settings.limits.pages) == (9000, 8, 8)
    assert settings.llm_url == "http://localhost:11434"
    assert settings.llm_key is not None
    assert (settings.llm_key.get_secret_value(), "secret" in repr(settings)) == ("secret", False)


def test_uploads_have_limits_of_their_own_which_are_never_wider_than_those_of_all_files() -> None:
    usual = ServerSettings()
    assert (usual.limits.seconds, usual.limits.cpu_seconds) == (900, 240)
    assert (usual.upload_limits.seconds, usual.upload_limits.cpu_seconds) == (300, 120)
    assert (usual.limits.characters, usual.upload_limits.characters) == (50_000_000, 5_000_000)
    assert usual.upload_limits.characters_setting == "FOOTNOTE_MAX_UPLOAD_CHARACTERS"
    assert usual.limits.characters_setting == "FOOTNOTE_MAX_CHARACTERS"
    assert usual.upload_limits.settings == "FOOTNOTE_MAX_UPLOAD_PARSER"
    assert (usual.limits.documents, usual.upload_limits.documents) == (200_000, 20_000)
    assert usual.upload_limits.documents_setting == "FOOTNOTE_MAX_UPLOAD_DOCUMENTS"
    assert usual.limits.documents_setting == "FOOTNOTE_MAX_DOCUMENTS"
    assert ServerSettings(max_documents=9).upload_limits.documents == 9
    strict = ServerSettings(
        max_parser_seconds=10, max_parser_cpu_seconds=5, max_pages=7, max_characters=1_000, max_documents=9
    )
    assert strict.upload_limits == strict.limits
    assert 3 <= usual.upload_workers <= 4


def test_a_bad_value_in_the_environment_is_told_without_the_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_PORT", "sesame")
    with pytest.raises(SettingsError, match="port: ") as raised:
        ServerSettings()
    assert "sesame" not in str(raised.value)


def test_a_setting_of_the_server_that_cannot_be_used_hinders_the_server_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_PORT", "sesame")
    assert (Settings().max_question_characters, IndexSettings().max_archive_depth) == (2_000, 3)
