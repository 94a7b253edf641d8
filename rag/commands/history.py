"""``footnote history``: conversations that are kept, on the command line."""

import click

from index.address import Location
from index.commands.cli import index_option, json_option
from index.commands.opening import open_index
from index.hardening.terminal import say, say_json
from rag.answers.place import Place
from rag.conversations import markdown as transcripts
from rag.conversations.store import HISTORY, History
from rag.evaluation.sets.feedback import cases

__all__ = ["history_command"]


@click.group("history")
def history_command() -> None:
    """List, print or delete conversations, and print what readers said of answers."""


@history_command.command("list")
@click.option("--search", default="", help="Words in a title, a question or an answer.")
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True)
@index_option
@json_option
def list_command(search: str, limit: int, place: Location | None, as_json: bool) -> None:
    """List conversations, newest first."""
    found, total = _history(place).listed(search, limit=limit)
    if as_json:
        fields = ("id", "title", "created_at", "updated_at", "turns")
        say_json([{name: getattr(summary, name) for name in fields} for summary in found])
        return
    for summary in found:
        say(f"{summary.id}  {summary.updated_at[:10]}  {summary.turns:>3}  {summary.title}")
    if total > len(found):
        say(f"footnote: {total - len(found)} more; --limit shows them", err=True)


@history_command.command("show")
@click.argument("conversation_id")
@index_option
@json_option
def show_command(conversation_id: str, place: Location | None, as_json: bool) -> None:
    """Print a conversation as Markdown, or with --json whole."""
    conversation = _history(place).conversation(conversation_id)
    if as_json:
        say_json(transcripts.as_json(conversation))
    else:
        say(transcripts.as_markdown(conversation, _source).removesuffix("\n"))


@history_command.command("remove")
@click.argument("conversation_ids", nargs=-1, required=True)
@index_option
def remove_command(conversation_ids: tuple[str, ...], place: Location | None) -> None:
    """Delete conversations for good; the documents stay."""
    history = _history(place)
    for identity in conversation_ids:
        history.delete(identity)
    say(f"{len(conversation_ids)} removed")


@history_command.command("feedback")
@index_option
def feedback_command(place: Location | None) -> None:
    """Print what readers said of answers as questions, an object a line, for “footnote eval FILE”."""
    index = open_index(place)
    for case in cases(History(index.beside(HISTORY)).rated(), index):
        say_json(case, indent=None)


def _history(place: Location | None) -> History:
    return History(open_index(place).beside(HISTORY))


def _source(place: Place) -> str:
    """Return where a place stands, for who has no server: the page of the document there."""
    return f"/documents/{place.document_id}?version={place.version}&start={place.start}&end={place.end}#cited"
