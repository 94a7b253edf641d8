"""The subcommands that go on until they are stopped: serve and mcp."""

import logging
import signal
import sys
import threading
from pathlib import Path

import click

from index.address import Location
from index.commands.cli import index_option, json_option
from index.commands.opening import open_index
from index.hardening.terminal import say, say_json
from index.sandbox.protection import check_sandbox

__all__ = ["mcp_command", "serve_command"]


@click.command("serve")
@click.option("--host", help="Address to listen on.  [default: FOOTNOTE_HOST, else 127.0.0.1]")
@click.option("--port", type=click.IntRange(0, 65535), help="TCP port; 0 takes a free one.  [default: 8000]")
@click.option(
    "--socket",
    "path",
    type=click.Path(path_type=Path),
    help="Unix socket to listen on, for this user alone, and on no port.  [default: FOOTNOTE_SOCKET]",
)
@index_option
@click.option("--create", is_flag=True, help="Make an empty index if there is no index, for what is sent in.")
@json_option
def serve_command(
    host: str | None, port: int | None, path: Path | None, place: Location | None, create: bool, as_json: bool
) -> None:
    """Serve the page, the API, and tools for language models at /mcp.

    Any address but this machine's own needs FOOTNOTE_API_KEY. On a machine with several users each of them
    can reach a port: there --socket, or a key, keeps the documents private. With --json, one object on stdout says
    where, as soon as questions are answered.
    """
    # Every command loads this module, and most of them have no use for a web framework.
    from rag.wiring import configured
    from web.app import create_app
    from web.guard.site import check_exposure
    from web.observability.logs import announce, configure
    from web.server.run import address_of, listening, serve
    from web.settings import get_server_settings

    if path is not None and (host is not None or port is not None):
        raise click.UsageError("--socket stands in the place of --host and --port: give one or the other.")
    options = {"host": host, "port": port, "socket": path, "index": place}
    given = {name: value for name, value in options.items() if value is not None}
    # A port on the command line counts before a socket in the environment.
    without = {"socket": None} if host is not None or port is not None else {}
    settings = get_server_settings().model_copy(update={**given, **without})
    check_exposure(settings)
    lacking = check_sandbox(settings).notice
    # Before the index is opened: a port in use is found out at once.
    with listening(settings) as listener:
        configure(settings)
        index = open_index(settings.index, create=create)
        assistant = configured(index, settings)

        def begin() -> None:
            # The first question need not wait for the models, and an index of another encoder does not get that far.
            assistant.warm()
            index.search.catch_up()
            for notice in filter(None, (lacking, *index.search.notices)):
                announce(settings, notice, logging.WARNING)
            if as_json:
                say_json({"url": address_of(listener), "index": str(index.place)})
            public = f" as {settings.public_url}" if settings.public_url else ""
            announce(settings, f"Footnote answers on {address_of(listener)}{public} (Ctrl-C stops it)")
            looking.start()

        ended = threading.Event()
        looking = threading.Thread(
            target=assistant.look_ahead, args=(lambda: not ended.is_set(),), name="footnote-look-ahead", daemon=True
        )
        serve(create_app(assistant, settings), listener, begin)
        ended.set()
        if looking.ident is not None:
            looking.join()
        index.close()


@click.command("mcp")
@index_option
def mcp_command(place: Location | None) -> None:
    """Offer the documents to a language model's host, over the Model Context Protocol on stdin and stdout.

    The host starts this command itself. The tools are ask, search, read_document and list_documents.
    """
    from web.mcp.server import serve_stdio
    from web.settings import get_server_settings

    if sys.stdin.isatty():
        say("footnote mcp speaks with a program: name it in the settings of your host. Ctrl-C stops it.", err=True)
    # At once: a thread waits for stdin, and what only reads has nothing to finish.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    settings = get_server_settings()
    serve_stdio(settings if place is None else settings.model_copy(update={"index": place}))
