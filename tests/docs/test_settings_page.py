"""docs/settings.md tells of every setting, and no text names one that there is not."""

import re
from pathlib import Path

from tests.docs.settings_page import page
from web.settings import ServerSettings

NAMES = {"FOOTNOTE_SETTINGS", *(f"FOOTNOTE_{name.upper()}" for name in ServerSettings.model_fields)}
NAMED = re.compile(r"FOOTNOTE_[A-Z][A-Z_]*[A-Z]\b")


def test_the_page_is_what_the_settings_say_of_themselves(project_root: Path) -> None:
    written = (project_root / "docs" / "settings.md").read_text()
    assert written == page(), "write it again: python -m tests.docs.settings_page"


def test_every_setting_is_told_of_once_with_some_words() -> None:
    rows = re.findall(r"^\| `(FOOTNOTE_\w+)` \| .*? \| (.+) \|$", page(), re.MULTILINE)
    assert sorted(name for name, _ in rows) == sorted(NAMES - {"FOOTNOTE_SETTINGS"})
    assert all(len(text) > 5 for _, text in rows)


def test_whatever_is_named_as_a_setting_anywhere_is_one(project_root: Path) -> None:
    found = {
        (name, path.name)
        for pattern in ("*.md", "Makefile", "docs/**/*", "index/**/*.py", "rag/**/*.py", "web/**/*.*")
        for path in project_root.glob(pattern)
        if path.is_file() and path.suffix not in (".png", ".pyc", ".woff2")
        for name in NAMED.findall(path.read_text())
    }
    assert len(found) > 40
    # Code puts the last word of some names behind the others.
    begun = {name.rpartition("_")[0] for name in NAMES}
    assert {(name, place) for name, place in found if name not in NAMES | begun} == set()
