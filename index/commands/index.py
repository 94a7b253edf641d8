"""The subcommands that need no question and are about the index itself: index, watch and status."""

import dataclasses
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from index.address import Location
from index.commands.cli import index_option, json_option
from index.commands.opening import open_index, report_notices, report_protection
from index.commands.progress import progress_bar
from index.errors import FootnoteError
from index.hardening.terminal import say, say_json
from index.sandbox.protection import protection
from index.search.search_engine import EngineState
from index.settings import IndexSettings

__all__ = ["index_command", "status_command", "watch_command"]


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
@click.option(
    "--encoder",
    help="For a new index: bundled, sentence-transformers:NAME_OR_PATH, hash, or one that another package offers.",
)
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
    place: Location | None,
    as_json: bool,
) -> None:
    """Make the index equal to files and folders: add what is new, replace what changed, remove what is gone.

    Where processes of “footnote work” are there for an index in PostgreSQL, they read and encode the files.

    Write -- before a name that begins with a dash.
    """
    # Here, not above: parsers and all that they bring are nothing that asking a question should wait for.
    from index.commands.reports import announce_removals, announce_workers, planned, print_plan, print_report
    from index.folders.sync import sync_paths
    from index.folders.sync_plan import plan_sync
    from index.sandbox.pool import ParserPool
    from index.uploads.queue.handing import workers_of

    settings = IndexSettings()
    report_protection(settings)
    target = place or settings.index
    index = open_index(target, encoder, create=True)
    if dry_run:
        most = settings.limits.file_bytes
        plan = plan_sync(index, paths, keep_missing=keep_missing, retry=retry, file_bytes=most)
        if as_json:
            say_json(planned(plan, index))
        else:
            print_plan(plan, index)
        return
    with (
        progress_bar("Encoding", "chunks") as bar,
        ParserPool(limits=settings.limits) as pool,
        workers_of(index, settings.limits, announce_workers) as workers,
    ):
        task = bar.add_task("Encoding", total=None, visible=False)
        report = sync_paths(
            index,
            paths,
            pool=pool,
            helpers=workers,
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
        say_json(dataclasses.asdict(report))
    else:
        print_report(report, target)
    if report.failed or not any((report.added, report.replaced, report.unchanged, report.removed, report.moved)):
        raise SystemExit(1)


def _existing(_: click.Context, __: click.Parameter, given: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return paths as their folders have them, in whichever form of Unicode they were typed."""
    from index.folders.files import really_called

    paths = tuple(map(really_called, given))
    for path in paths:
        try:
            path.stat()
        except (FileNotFoundError, NotADirectoryError) as error:
            raise click.BadParameter(f"Path “{path}” does not exist.") from error
        except OSError as error:  # a drive is away, or a folder on the way is shut
            raise click.BadParameter(f"Path “{path}” cannot be read ({error.strerror}).") from error
    return paths


@click.command("watch")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), callback=_existing)
@click.option("--tag", "tags", multiple=True, help="Given to every document in there, for “ask --tag”.")
@click.option(
    "--tag-folders", is_flag=True, help="Give new documents the names of the folders that they lie in as tags."
)
@click.option("--keep-missing", is_flag=True, help="Keep documents whose files are gone.")
@index_option
def watch_command(
    paths: tuple[Path, ...], tags: tuple[str, ...], tag_folders: bool, keep_missing: bool, place: Location | None
) -> None:
    """Keep the index equal to files and folders until Ctrl-C."""
    from index.commands.reports import announce_removals, announce_workers, print_report
    from index.folders.watching import keep_equal
    from index.uploads.queue.handing import workers_of

    settings = IndexSettings()
    report_protection(settings)
    target = place or settings.index
    index = open_index(target, create=True)
    choices = {"tags": tags, "folder_tags": tag_folders, "keep_missing": keep_missing, "announce": announce_removals}
    with suppress(KeyboardInterrupt), workers_of(index, settings.limits, announce_workers) as workers:
        choices["helpers"] = workers
        for outcome in keep_equal(index, paths, settings.limits, **choices):
            if isinstance(outcome, FootnoteError):
                say(f"footnote: {outcome}", err=True)
            else:
                print_report(outcome, target)
            say("Watching; Ctrl-C stops it.", err=True)


@click.command("status")
@index_option
@json_option
def status_command(place: Location | None, as_json: bool) -> None:
    """Say what the index holds, what reads scans, and whether parsers are confined."""
    from index.parse.pdf.ocr.choice import engine_name

    index = open_index(place)
    found = protection()
    status: dict[str, Any] = dataclasses.asdict(index.status())
    status["vectors"] = index.search.form
    if state := index.search.state():
        status["engine"] = dataclasses.asdict(state) if as_json else _told(state)
    status["ocr"] = engine_name(IndexSettings().ocr)
    status["sandbox"] = dataclasses.asdict(found) if as_json else found.notice or "complete"
    if as_json:
        say_json(status)
        return
    width = max(len(key) for key in status)
    for key, value in status.items():
        shown = f"{value:,}" if isinstance(value, int) else value
        say(f"{key.replace('_', ' '):<{width}}  {shown}")


def _told(state: EngineState) -> str:
    return f"{state.address}: {state.behind:,} commits behind, which brought or took {state.beside:,} passages"
