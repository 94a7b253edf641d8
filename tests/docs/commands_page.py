"""Writes docs/commands.md out of what the commands say of themselves: ``python -m tests.docs.commands_page``."""

import inspect
from collections.abc import Iterator
from pathlib import Path

import click

from index.commands.cli import cli

__all__ = ["commands", "page"]

_HEAD = """# Commands

`footnote COMMAND --help` says the same. Answers go to stdout, everything else to stderr. Exit codes: 0 done, 1 failed,
2 wrong usage, and 3 where a command says so.
"""
_FOOT = "\nWritten by `python -m tests.docs.commands_page`, from the commands.\n"


def page() -> str:
    """Return the text of docs/commands.md."""
    return _HEAD + "".join(_section(context) for context in commands()) + _FOOT


def commands() -> Iterator[click.Context]:
    """Yield every command, each behind the group that it belongs to, the first of all left out."""
    return _below(click.Context(cli, info_name="footnote"))


def _below(context: click.Context) -> Iterator[click.Context]:
    if not isinstance(context.command, click.Group):
        return
    for name in context.command.list_commands(context):
        command = context.command.get_command(context, name)
        if command is not None and not command.hidden:
            inner = click.Context(command, parent=context, info_name=name)
            yield inner
            yield from _below(inner)


def _section(context: click.Context) -> str:
    """Return the heading, usage, description and options of one command."""
    usage = " ".join([context.command_path, *context.command.collect_usage_pieces(context)])
    # Click ends what it shows of a docstring at a form feed, and keeps lines behind a backspace as they are.
    said = inspect.cleandoc(context.command.help or "").partition("\f")[0].replace("\b\n", "")
    records = [param.get_help_record(context) for param in context.command.params if isinstance(param, click.Option)]
    rows = [f"| {_name(record[0])} | {_text(record[1])} |\n" for record in records if record]
    table = "\n| option | what it does |\n|---|---|\n" + "".join(rows) if rows else ""
    return f"\n## {context.command_path}\n\n```text\n{usage}\n```\n\n{said}\n{table}"


def _name(names: str) -> str:
    return "`" + names.replace("|", "\\|") + "`"


def _text(told: str) -> str:
    return " ".join(told.split()).replace("|", "\\|")


if __name__ == "__main__":
    (Path(__file__).parents[2] / "docs" / "commands.md").write_text(page())
