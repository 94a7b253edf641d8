"""The one command, ``footnote``: a group whose subcommands come from the packages through entry points."""

import importlib
import importlib.metadata
import os
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import click

from index.address import Address, location_of
from index.errors import FootnoteError
from index.hardening.legibility import visible
from index.hardening.terminal import say

__all__ = ["FootnoteGroup", "LocationType", "cli", "index_option", "json_option", "main"]

ENTRY_POINTS = "footnote.commands"


class FootnoteGroup(click.Group):
    """A group that takes its commands from an entry-point group, and turns errors into exit codes.

    Each entry point is a package's table of its commands: by name, where it lies, ``module:attribute``. A module is
    imported when its command is wanted, since most commands need little of what the others do.
    Exit codes: 0 done, 1 failed, 2 wrong usage, and 3 where a command says so.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's own signature
        """Return the names of all commands, by package and in its order."""
        return list(_places())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's own
        """Return a command by name."""
        place = _places().get(cmd_name)
        if place is None:
            return None
        module, _, attribute = place.partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an error of Footnote's own becomes one line on stderr."""
        try:
            return super().invoke(ctx)
        except FootnoteError as error:
            say(f"footnote: {error}", err=True)
            ctx.exit(1)
        except click.UsageError as error:
            # It repeats what was typed, which may be the names of files that a shell put there.
            raise click.UsageError(visible(error.format_message()), error.ctx) from error


@click.group(cls=FootnoteGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="footnote")
def cli() -> None:
    """Ask your own documents, and get answers with a footnote to the exact words behind every sentence."""


def main() -> None:
    """Run the command line; a reader that closes the pipe early is no error."""
    try:
        cli()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def index_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--index DIR``, which is None when not given: settings decide then."""
    return click.option(
        "--index",
        "place",
        type=LocationType(file_okay=False, path_type=Path),
        help="Folder of the index, or postgresql://…  [default: FOOTNOTE_INDEX, else under your data directory]",
    )(command)


class LocationType(click.Path):
    """A folder, or the address of a database, which is no path."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the folder or the address that is named."""
        location = location_of(value)
        return location if isinstance(location, Address) else super().convert(value, param, ctx)


def json_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--json``."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(command)


@cache
def _places() -> dict[str, str]:
    """Return where each command lies, by its name."""
    order = {"index": 0, "rag": 1, "web": 2}
    points = importlib.metadata.entry_points(group=ENTRY_POINTS)
    found: dict[str, str] = {}
    for point in sorted(points, key=lambda p: (order.get(p.name, len(order)), p.name)):
        found.update(point.load())
    return found
