"""The subcommand that works on what is sent in, beside the servers: work."""

import click

from index.address import Location
from index.commands.cli import index_option
from index.commands.following import followed, until_ended
from index.commands.opening import open_index, report_protection
from index.hardening.terminal import say

__all__ = ["work_command"]


@click.command("work")
@click.option("--workers", type=click.IntRange(1, 64), help="Uploads at once.  [default: FOOTNOTE_UPLOAD_WORKERS]")
@index_option
def work_command(workers: int | None, place: Location | None) -> None:
    """Work on what is sent in to servers, until Ctrl-C: read it, encode it, and bring it into the index.

    On an index in PostgreSQL any number of these work at once, on any machine, and a job whose process is killed is
    begun again by another. Servers that are to do nothing of it have FOOTNOTE_UPLOAD_WORKERS=0.
    """
    from index.uploads.intake import Intake
    from web.observability.logs import configure
    from web.settings import get_server_settings

    settings = get_server_settings()
    report_protection(settings)
    configure(settings)
    index = open_index(place or settings.index)
    index.encoder.loaded()
    index.database.engine.reserve(1)
    intake = Intake(index, settings.upload_limits, workers or settings.upload_workers or 1, settings.max_upload_seconds)
    ended = until_ended()
    with followed(index), intake.jobs.helping():
        intake.start()
        say(f"At work on what is sent in to {index.place}; Ctrl-C stops it.", err=True)
        ended.wait()
        intake.close()
    index.close()
