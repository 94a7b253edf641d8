"""Writes docs/settings.md out of what the settings say of themselves: ``python -m tests.docs.settings_page``."""

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

from pydantic_core import PydanticUndefined

from index.settings import IndexSettings
from rag.settings import Settings
from web.settings import ServerSettings

__all__ = ["page"]

_HEAD = """# Settings

Each is an environment variable, or a line of the settings file (`settings.toml` in the user's configuration directory,
or where `FOOTNOTE_SETTINGS` says), with its name in small letters and without `FOOTNOTE_`. The environment counts
before the file. Lists have commas between their parts in the environment; in the file they are TOML's.

| variable | default | what it is |
|---|---|---|
"""
_FOOT = "\nWritten by `python -m tests.docs.settings_page`, from the docstrings of the settings.\n"

_ATTRIBUTE = re.compile(r"^(\w+): (.*(?:\n    .*)*)", re.MULTILINE)


def page() -> str:
    """Return the text of docs/settings.md."""
    told = dict(_told())
    rows = [f"| `FOOTNOTE_{name.upper()}` | {_default(name)} | {told[name]} |" for name in ServerSettings.model_fields]
    return _HEAD + "\n".join(rows) + "\n" + _FOOT


def _told() -> Iterator[tuple[str, str]]:
    """Yield every setting that a docstring tells of, with what it says."""
    for kind in (IndexSettings, Settings, ServerSettings):
        attributes = (inspect.getdoc(kind) or "").partition("Attributes:\n")[2]
        for name, text in _ATTRIBUTE.findall(inspect.cleandoc(attributes)):
            yield name, _in_markdown(" ".join(text.split()))


def _in_markdown(text: str) -> str:
    """Return what a docstring says, with other settings by their names in the environment and without names of code."""
    text = re.sub(r" \(``[a-z_]+\.[a-z_.]+``\)", "", text)
    for name in re.findall(r"``(\w+)``", text):
        if name in ServerSettings.model_fields:
            text = text.replace(f"``{name}``", f"``FOOTNOTE_{name.upper()}``")
    return text.replace("``", "`").replace("|", "\\|")


def _default(name: str) -> str:
    """Return a setting's default as it may be written; nothing where there is none, or its text tells it."""
    default = ServerSettings.model_fields[name].default
    if default in (None, (), PydanticUndefined):
        return ""
    if isinstance(default, bool):
        return str(default).lower()
    if isinstance(default, int | float):
        return f"{default:_.12g}" if isinstance(default, float) else f"{default:_}"
    return str(default)


if __name__ == "__main__":
    (Path(__file__).parents[2] / "docs" / "settings.md").write_text(page())
