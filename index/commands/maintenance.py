"""The subcommands that look after an index: verify, backup, restore."""

import dataclasses
from pathlib import Path

import click

from index.address import Address, Location
from index.commands.cli import index_option, json_option
from index.commands.opening import open_index
from index.hardening.terminal import say, say_json
from index.settings import IndexSettings

__all__ = ["backup_command", "restore_command", "verify_command"]


@click.command("verify")
@click.option("--repair", is_flag=True, help="Mend what is found: make anew what is derived, remove damaged documents.")
@index_option
@json_option
def verify_command(repair: bool, place: Location | None, as_json: bool) -> None:
    """Check that the index is what was written: SQLite, hashes, offsets, vectors, and both search indexes."""
    index = open_index(place)
    found = index.faults()
    done = index.repair() if repair and found else []
    left = index.faults() if done else found
    if as_json:
        say_json({"faults": [dataclasses.asdict(fault) for fault in found], "done": done, "left": len(left)})
    else:
        for fault in found:
            say(f"{fault.where}: {fault.what}")
        for sentence in done:
            say(f"{sentence}.")
        counts = index.counts()
        held = f"{counts.documents:,} documents, {counts.chunks:,} chunks"
        say(f"{held}: {_verdict(len(left))}", err=True)
        if any(fault.where == "database" for fault in left):
            remedy = "Restore a backup with “footnote restore FILE”, or index the documents into a new folder."
            say(remedy, err=True)
    if left:
        raise SystemExit(1)


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@index_option
def backup_command(file: Path, place: Location | None) -> None:
    """Write the index into one FILE, while it is in use."""
    from index.backups.backup import back_up

    size = back_up(open_index(place), file)
    say(f"Wrote {file} ({size / 1e6:.1f} MB).", err=True)


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--encoder", help="The model that FILE names, if it is not one of Footnote's and you trust it.")
@index_option
def restore_command(file: Path, encoder: str | None, place: Location | None) -> None:
    """Make the index what it was when FILE was written; a server that has it open goes on with that."""
    from index.backups.backup import restore

    settings = IndexSettings()
    target = place or settings.index
    if isinstance(target, Address):
        raise click.UsageError("A backup goes into a folder: give --index one, and “footnote migrate” it from there.")
    restore(file, target, [name for name in (encoder, settings.encoder) if name])
    documents = open_index(target).counts().documents
    say(f"{target} holds {documents:,} documents again.", err=True)


def _verdict(faults: int) -> str:
    return "all is as it was written" if not faults else f"{faults} fault{'s' if faults > 1 else ''}"
