"""docs/commands.md tells of every command and option as the commands do."""

import re
from pathlib import Path

from tests.docs.commands_page import commands, page


def test_the_page_is_what_the_commands_say_of_themselves(project_root: Path) -> None:
    written = (project_root / "docs" / "commands.md").read_text()
    assert written == page(), "write it again: python -m tests.docs.commands_page"


def test_every_command_has_a_section_and_every_option_a_row_with_some_words() -> None:
    paths = [context.command_path for context in commands()]
    assert re.findall(r"^## (.*)$", page(), re.MULTILINE) == paths
    assert {"footnote ask", "footnote documents restore", "footnote serve"} <= set(paths)
    options = [name for context in commands() for param in context.command.params for name in param.opts[:1]]
    rows = re.findall(r"^\| `(--[\w-]+)[^`]*` \| (.+) \|$", page(), re.MULTILINE)
    assert sorted(name for name, _ in rows) == sorted(name for name in options if name.startswith("--"))
    assert all(len(text) > 5 for _, text in rows)


def test_every_command_says_what_it_does() -> None:
    assert [context.command_path for context in commands() if not context.command.help] == []
