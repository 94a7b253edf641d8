"""``footnote replay``: asks a recorded question again."""

import dataclasses
from pathlib import Path

import click

from index.address import Location
from index.commands.cli import index_option, json_option
from index.commands.opening import open_index, report_notices
from index.hardening.terminal import say, say_json
from rag.answers.answer import to_json
from rag.evaluation.replay import load_answer, replay

__all__ = ["replay_command"]


@click.command("replay")
@click.argument("answer_file", type=click.Path(dir_okay=False, path_type=Path))
@index_option
@json_option
def replay_command(answer_file: Path, place: Location | None, as_json: bool) -> None:
    """Ask again what an answer's JSON records, and say what changed. Exit code 1 says that something did."""
    index = open_index(place)
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
