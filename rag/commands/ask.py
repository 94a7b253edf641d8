"""The subcommands about questions: ask, search and replay here, eval and calibrate beside."""

import dataclasses
import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from index.commands.cli import index_option, json_option
from index.commands.opening import open_index, report_notices
from index.hardening.terminal import say, say_json
from rag.answers.answer import Answer, to_json
from rag.answers.kind import Kind
from rag.answers.text import answer_text, passage_text
from rag.asking.assistant import Assistant
from rag.asking.in_conversation import ask_and_keep
from rag.commands.calibrate import calibrate_command
from rag.commands.evaluate import eval_command
from rag.commands.history import history_command
from rag.evaluation.replay import continued, load_answer, replay
from rag.investigation.query import MOST_PASSAGES, Query
from rag.retrieval.filters import Filters
from rag.settings import get_settings
from rag.wiring import configured

__all__ = ["COMMANDS"]

ABSTAINED = 3
"""Exit code of ``ask`` when the documents do not answer."""

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
    """Give a command its question and the options about documents as one query, and the options of every command."""

    @functools.wraps(command)
    def asked(
        question: str,
        sources: tuple[str, ...],
        tags: tuple[str, ...],
        authors: tuple[str, ...],
        after: str | None,
        before: str | None,
        top_k: int,
        **others: Any,
    ) -> None:
        command(Query(question, top_k, Filters(sources, after, before, tags, authors)), **others)

    for option in reversed(_options):
        asked = option(asked)
    return asked


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
def ask_command(
    query: Query,
    llm: bool | None,
    kind: str | None,
    followed: tuple[Path, ...],
    conversation: str | None,
    folder: Path | None,
    as_json: bool,
) -> None:
    """Answer a question from the documents, with footnotes. Exit code 3 says that they do not answer it."""
    if followed and conversation:
        raise click.UsageError("Give --follow or --conversation: each says what was said before")
    # Of an answer that is followed itself, its own history says all; a turn that two files tell counts once.
    history = tuple(dict.fromkeys(turn for path in followed for turn in continued(load_answer(path))))
    assistant = _assistant(folder)
    query = dataclasses.replace(query, history=history, llm=llm, kind=Kind(kind) if kind else None)
    answer = _answer_in(assistant, query, conversation) if conversation else assistant.ask(query)
    report_notices(assistant.index)
    if as_json:
        say_json(to_json(answer))
    else:
        say(answer_text(answer))
    if answer.abstained:
        raise SystemExit(ABSTAINED)


def _answer_in(assistant: Assistant, query: Query, conversation: str) -> Answer:
    """Return an answer that is kept in a conversation, and say on stderr in which."""
    answer, kept = ask_and_keep(assistant, query, None if conversation == "new" else conversation)
    told = f"footnote: answer {kept.number} of conversation {kept.conversation_id}"
    say(f"{told}; “--conversation {kept.conversation_id}” asks on", err=True)
    return answer


@click.command("search")
@click.argument("question")
@_asking
def search_command(query: Query, folder: Path | None, as_json: bool) -> None:
    """Show the passages that come closest to a question."""
    assistant = _assistant(folder)
    passages = assistant.search(query)
    report_notices(assistant.index)
    if as_json:
        say_json({"question": query.text, "passages": [to_json(passage) for passage in passages]})
    else:
        say("\n\n".join(passage_text(number, p) for number, p in enumerate(passages, start=1)))


@click.command("replay")
@click.argument("answer_file", type=click.Path(dir_okay=False, path_type=Path))
@index_option
@json_option
def replay_command(answer_file: Path, folder: Path | None, as_json: bool) -> None:
    """Ask again what an answer's JSON records, and say what changed. Exit code 1 says that something did."""
    index = open_index(folder)
    result = replay(index, load_answer(answer_file))
    report_notices(index)
    if as_json:
        say_json({**dataclasses.asdict(result), "answer": to_json(result.answer)})
    elif result.same:
        rest = "A language model wrote it; all that it rests on is the same"
        say(rest if result.is_written else "The same answer, to the byte")
    else:
        say("\n".join(["Changed:", *(f"  {effect}" for effect in result.effects)]))
        say("\n".join(["Because:", *(f"  {cause}" for cause in result.causes)]))
    if not result.same:
        click.get_current_context().exit(1)


COMMANDS: tuple[click.Command, ...] = (
    ask_command,
    search_command,
    replay_command,
    eval_command,
    calibrate_command,
    history_command,
)


def _assistant(folder: Path | None) -> Assistant:
    return configured(open_index(folder), get_settings())
