"""What commands print: the one way to a terminal, on which no text from outside is a command or reads otherwise."""

import sys
from collections.abc import Iterable, Sequence
from typing import Any

import click

from index.hardening.legibility import json_text, visible, visible_line

__all__ = ["say", "say_exactly", "say_json", "say_table"]


def say(text: str, *, err: bool = False) -> None:
    """Print text, in which what a terminal would obey, or would not show, is named instead."""
    click.echo(visible(text), err=err)


def say_exactly(text: str) -> None:
    """Print a document's text: as it stands where a program reads it, and as ``say`` does on a terminal."""
    click.echo(visible(text) if sys.stdout.isatty() else text)


def say_json(value: Any, indent: int | None = 2) -> None:
    """Print a value as JSON on stdout."""
    click.echo(json_text(value, indent))


def say_table(
    rows: Iterable[Sequence[str]], headings: Sequence[str] = (), *, right: Sequence[int] = (), err: bool = False
) -> None:
    """Print a table; no cell of it is markup.

    Args:
        rows: of as many cells each.
        headings: one a column; none when empty.
        right: columns that are aligned to the right.
        err: print it on stderr.
    """
    # Most of what is printed is no table.
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    cells = [[Text(visible_line(cell)) for cell in row] for row in rows]
    table = Table(box=None, pad_edge=False, header_style="bold", show_header=bool(headings))
    for column in range(max(map(len, cells), default=len(headings))):
        heading = headings[column] if headings else ""
        table.add_column(heading, justify="right" if column in right else "left", no_wrap=column + 1 < len(headings))
    for row in cells:
        table.add_row(*row)
    Console(stderr=err, soft_wrap=True).print(table)
