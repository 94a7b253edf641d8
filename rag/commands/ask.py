"""The subcommands that ask: ask and search.

What answers is imported only where no other process does it (``rag.resident``): this module itself must stay light.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from index.address import Address, location_of
from index.commands.cli import index_option, json_option
from index.hardening.terminal import say
from rag.answers.kind import Kind
from rag.answers.place import MOST_PASSAGES
from rag.resident.beforehand import load_beforehand
from rag.resident.client import told_by_resident
from rag.resident.request import Request, Told

__all__ = ["ask_command", "search_command"]

_options = (
    click.option("--source", "sources", multiple=True, help="Only documents of this source (or the end of it)."),
    click.option("--tag", "tags", multiple=True, help="Only documents with one of these tags."),
    click.option(
        "--author", "authors", multiple=True, help="Only documents that one of these wrote (words of a name)."
    ),
    click.option("--after", help="Only documents published on this day (YYYY-MM-DD) or later."),
    click.option("--before", help="Only documents published on this day or earlier."),
    click.option(
        "--top-k", type=click.IntRange(1, MOST_PASSAGES), default=5, show_default=True, help="How many passages."
    ),
    index_option,
    json_option,
)


def _asking(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options about documents, and those of every command."""
    for option in reversed(_options):
        command = option(command)
    return command


@click.command("ask")
@click.argument("question")
@click.option("--llm/--no-llm", default=None, help="Whether a language model writes.  [default: if one is set up]")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in Kind]),
    help="What sort of answer is wanted.  [default: told from the question]",
)
@click.option(
    "--follow",
    "followed",
    multiple=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="An answer that “footnote ask --json” wrote: the question may lean on it, and on what that one followed.",
)
@click.option(
    "--conversation",
    metavar="ID",
    help="Ask in a conversation, which keeps the answer: “new”, or one of “footnote history list”.",
)
@_asking
def ask_command(followed: tuple[Path, ...], **options: Any) -> None:
    """Answer a question from the documents, with footnotes. Exit code 3 says that they do not answer it."""
    if followed and options["conversation"]:
        raise click.UsageError("Give --follow or --conversation: each says what was said before")
    _say(_told(Request("ask", followed=tuple(_absolute(path) for path in followed), **_plain(options))))


@click.command("search")
@click.argument("question")
@_asking
def search_command(**options: Any) -> None:
    """Show the passages that come closest to a question."""
    _say(_told(Request("search", **_plain(options))))


def _plain(options: dict[str, Any]) -> dict[str, Any]:
    """Return options as another process can be told them, which may be in another folder."""
    given = options.pop("place") or os.environ.get("FOOTNOTE_INDEX")
    place = location_of(given) if given else None
    if isinstance(place, Address):
        return {**options, "place": place.url}
    return {**options, "place": _absolute(place) if place else None}


def _absolute(path: str | Path) -> str:
    """Return a path as another process can use it; what it names need not exist, and links in it stay."""
    return str(Path.cwd() / path)


def _told(request: Request) -> Told:
    told = told_by_resident(request)
    if told is not None:
        return told
    load_beforehand()
    from rag.resident.answering import answered, opened

    return answered(opened(request.place), request)


def _say(told: Told) -> None:
    """Print what was told, and end with its code."""
    for line in told.err:
        say(line, err=True)
    if told.out is not None:
        say(told.out)
    if told.code:
        click.get_current_context().exit(told.code)
