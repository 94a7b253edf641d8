"""The subcommands that need no question: index, status, documents."""

import dataclasses
from contextlib import suppress
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from index import upkeep
from index.cli import index_option, json_option, print_json
from index.errors import FootnoteError
from index.lookup import document_id_of
from index.opening import open_index, report_notices
from index.progress import progress_bar
from index.settings import IndexSettings
from index.store import Index

__all__ = ["COMMANDS"]


@click.command("index")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--tag", "tags", multiple=True, help="Given to every document in there, for “ask --tag”.")
@click.option(
    "--tag-folders", is_flag=True, help="Give new documents the names of the folders that they lie in as tags."
)
@click.option("--keep-missing", is_flag=True, help="Keep documents whose files are gone.")
@click.option("--remove-all", is_flag=True, help="Remove documents even when all files of a folder are gone.")
@click.option("--retry", is_flag=True, help="Read files again that could not be read before.")
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@click.option("--encoder", help="For a new index: bundled, sentence-transformers:NAME_OR_PATH or hash.")
@index_option
@json_option
def index_command(
    paths: tuple[Path, ...],
    tags: tuple[str, ...],
    tag_folders: bool,
    keep_missing: bool,
    remove_all: bool,
    retry: bool,
    dry_run: bool,
    encoder: str | None,
    folder: Path | None,
    as_json: bool,
) -> None:
    """Make the index equal to files and folders: add what is new, replace what changed, remove what is gone."""
    # Here, not above: parsers and all that they bring are nothing that asking a question should wait for.
    from index.parser_pool import ParserPool
    from index.reports import announce_removals, planned, print_plan, print_report
    from index.sync import sync_paths
    from index.sync_plan import plan_sync

    settings = IndexSettings()
    target = folder or settings.index
    index = Index.open(target, encoder or settings.encoder, create=True)
    if dry_run:
        plan = plan_sync(index, paths, keep_missing=keep_missing, retry=retry)
        if as_json:
            print_json(planned(plan, index))
        else:
            print_plan(plan, index)
        return
    with progress_bar("Encoding", "chunks") as bar, ParserPool(limits=settings.limits) as pool:
        task = bar.add_task("Encoding", total=None, visible=False)
        report = sync_paths(
            index,
            paths,
            pool=pool,
            progress=lambda done, total: bar.update(task, completed=done, total=total, visible=True),
            tags=tags,
            folder_tags=tag_folders,
            keep_missing=keep_missing,
            remove_all=remove_all,
            retry=retry,
            announce=announce_removals,
        )
    report_notices(index)
    if as_json:
        print_json(dataclasses.asdict(report))
    else:
        print_report(report, target)
    if report.failed or not any((report.added, report.replaced, report.unchanged, report.removed, report.moved)):
        raise SystemExit(1)


@click.command("watch")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--tag", "tags", multiple=True, help="Given to every document in there, for “ask --tag”.")
@click.option(
    "--tag-folders", is_flag=True, help="Give new documents the names of the folders that they lie in as tags."
)
@click.option("--keep-missing", is_flag=True, help="Keep documents whose files are gone.")
@index_option
def watch_command(
    paths: tuple[Path, ...], tags: tuple[str, ...], tag_folders: bool, keep_missing: bool, folder: Path | None
) -> None:
    """Keep the index equal to files and folders until Ctrl-C."""
    from index.reports import announce_removals, print_report
    from index.watching import keep_equal

    settings = IndexSettings()
    target = folder or settings.index
    index = Index.open(target, settings.encoder, create=True)
    choices = {"tags": tags, "folder_tags": tag_folders, "keep_missing": keep_missing, "announce": announce_removals}
    with suppress(KeyboardInterrupt):
        for outcome in keep_equal(index, paths, settings.limits, **choices):
            if isinstance(outcome, FootnoteError):
                click.echo(f"footnote: {outcome}", err=True)
            else:
                print_report(outcome, target)
            click.echo("Watching; Ctrl-C stops it.", err=True)


@click.command("status")
@index_option
@json_option
def status_command(folder: Path | None, as_json: bool) -> None:
    """Say what the index holds."""
    index = open_index(folder)
    status = dataclasses.asdict(index.status())
    if as_json:
        print_json(status)
        return
    width = max(len(key) for key in status)
    for key, value in status.items():
        shown = f"{value:,}" if isinstance(value, int) else value
        click.echo(f"{key.replace('_', ' '):<{width}}  {shown}")


@click.group("documents")
def documents_group() -> None:
    """List, show and remove indexed documents."""


@documents_group.command("list")
@index_option
@json_option
def list_command(folder: Path | None, as_json: bool) -> None:
    """List the documents, by title."""
    documents = open_index(folder).documents()
    if as_json:
        print_json([dataclasses.asdict(document) for document in documents])
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("id", "published", "chunks", "title"):
        table.add_column(heading, justify="right" if heading == "chunks" else "left", no_wrap=heading != "title")
    for document in documents:
        day = (document.published_at or "")[:10]
        table.add_row(document.id, day, str(document.chunks), escape(document.title))
    Console(soft_wrap=True).print(table)


@documents_group.command("show")
@click.argument("document")
@click.option("--version", type=click.IntRange(min=1), help="A version that was replaced since.")
@index_option
@json_option
def show_command(document: str, version: int | None, folder: Path | None, as_json: bool) -> None:
    """Show a document's text; DOCUMENT is its id or its source."""
    index = open_index(folder)
    found = index.document(document_id_of(index, document), version)
    if as_json:
        print_json(dataclasses.asdict(found))
    else:
        click.echo(found.text)


@documents_group.command("remove")
@click.argument("documents", nargs=-1, required=True)
@index_option
@json_option
def remove_command(documents: tuple[str, ...], folder: Path | None, as_json: bool) -> None:
    """Remove documents from the index with all their versions; each DOCUMENT is an id or a source."""
    from index.removal import remove_documents

    index = open_index(folder)
    ids = list(dict.fromkeys(document_id_of(index, document) for document in documents))
    remove_documents(index, ids)
    report_notices(index)
    if as_json:
        print_json({"removed": ids})
    else:
        click.echo(f"Removed {len(ids)} document{'s' if len(ids) != 1 else ''}.")


COMMANDS: tuple[click.Command, ...] = (index_command, watch_command, status_command, documents_group, *upkeep.COMMANDS)
