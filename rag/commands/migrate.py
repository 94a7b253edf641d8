"""The subcommand that takes an index elsewhere: migrate."""

from pathlib import Path

import click

from index.address import Location
from index.commands.cli import LocationType
from index.hardening.terminal import say
from index.settings import IndexSettings

__all__ = ["migrate_command"]

_LOCATION = LocationType(file_okay=False, path_type=Path)


@click.command("migrate")
@click.argument("source", metavar="FROM", type=_LOCATION)
@click.argument("target", metavar="TO", type=_LOCATION)
def migrate_command(source: Location, target: Location) -> None:
    """Copy an index out of a folder into a PostgreSQL database, or back, with conversations and uploads.

    Each place is a folder or postgresql://USER@HOST/DATABASE. FROM stays as it is; TO must have no index. The copy is
    checked, and answers alike to the byte. Let nobody write meanwhile: what is written is in FROM alone.
    """
    from index.uploads.moving import copy_index
    from rag.conversations.history_tables import HISTORY_MIGRATIONS
    from rag.conversations.store import HISTORY

    moved = copy_index(source, target, IndexSettings().replicas, {HISTORY: HISTORY_MIGRATIONS})
    documents = "1 document is" if moved.documents == 1 else f"{moved.documents:,} documents are"
    say(f"{documents} in {target} too, with {moved.rows.get('turns', 0):,} kept answers.", err=True)
    say("Use it with --index, or FOOTNOTE_INDEX.", err=True)
