"""The subcommand that keeps the search engine of many servers equal to the database: follow."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import click

from index.address import Location
from index.commands.cli import index_option
from index.commands.opening import open_index
from index.errors import EngineUnreachable, FootnoteError, SettingsError
from index.hardening.terminal import say
from index.store import Index

__all__ = ["follow_command", "followed", "until_ended"]

_LOOK_SECONDS = 1.0
_WAIT_SECONDS = 600.0
_ENDING = (signal.SIGINT, signal.SIGTERM)


@click.command("follow")
@click.option("--once", is_flag=True, help="Take in what there is, and end.")
@index_option
def follow_command(once: bool, place: Location | None) -> None:
    """Keep the search engine that servers share (FOOTNOTE_ENGINE) equal to the database, until Ctrl-C.

    One process at a time does so; others wait, and take over from one that ends. “footnote work” does it too.
    """
    index = open_index(place)
    follower = index.search.follower()
    if follower is None:
        raise SettingsError(
            "There is no search engine that servers share", "Set FOOTNOTE_ENGINE to s3://BUCKET/PREFIX or a folder"
        )
    if once:
        follower.check()
        follower.follow(_WAIT_SECONDS)
    else:
        ended = until_ended()
        with followed(index):
            say(f"Following {index.place}; Ctrl-C stops it.", err=True)
            ended.wait()
    index.close()


def until_ended() -> threading.Event:
    """Return what is set by Ctrl-C, or by whoever ends this process."""
    ended = threading.Event()
    for each in _ENDING:
        signal.signal(each, lambda *_: ended.set())
    return ended


@contextmanager
def followed(index: Index) -> Iterator[None]:
    """Have a thread keep the search engine that servers share, if there is one, equal to the database.

    Raises:
        SettingsError: the engine's store does not keep two writers apart.
    """
    follower = index.search.follower()
    if follower is None:
        yield
        return
    index.database.engine.reserve(1)
    ended = threading.Event()

    def told(error: FootnoteError) -> None:
        say(f"footnote: {error}", err=True)

    try:
        follower.check()
    except EngineUnreachable as error:
        told(error)  # it may be there later
    thread = threading.Thread(target=follower.keep_following, args=(ended, told, _LOOK_SECONDS), name="footnote-follow")
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
