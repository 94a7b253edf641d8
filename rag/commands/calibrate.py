"""``footnote calibrate``: fits confidence to questions that a user has labelled, for one index."""

import dataclasses
from pathlib import Path

import click

from index.address import Location
from index.commands.cli import index_option, json_option
from index.commands.opening import open_index, report_notices
from index.commands.progress import progress_bar
from index.hardening.terminal import say, say_json
from rag.asking.assistant import Assistant
from rag.confidence.logistic import CONFIDENCE, forget_model, load_model, save_model
from rag.evaluation.sets.question_sets import QuestionCase, read_cases

__all__ = ["calibrate_command"]

_REFUSE = 0.1


@click.command("calibrate")
@click.argument("questions", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--refuse",
    type=click.FloatRange(0, 0.9),
    default=_REFUSE,
    show_default=True,
    help="Share of the answerable questions that may be refused: more of them, and fewer wrong answers.",
)
@click.option("--reset", is_flag=True, help="Go back to what ships.")
@index_option
@json_option
def calibrate_command(
    questions: Path | None, refuse: float, reset: bool, place: Location | None, as_json: bool
) -> None:
    """Fit the confidence of an index to your own questions, a JSON object a line: {"question": …, "answerable": …}.

    “answerable” says whether the documents answer it. Ten of each kind are needed, fifty do better.
    """
    if reset == (questions is not None):
        raise click.UsageError("Give a file of questions, or --reset")
    index = open_index(place)
    if questions is None:
        there = forget_model(index.folder)
        index.database.publish(CONFIDENCE)
        say("Confidence is as it ships again" if there else "Confidence is as it ships already", err=True)
        return
    shipped = load_model()
    features, answerable = _observed(Assistant(index, model=shipped), read_cases(questions))
    report_notices(index)
    from rag.evaluation.calibration import calibrate  # asking a question needs no optimiser

    model, result = calibrate(shipped, features, answerable, refuse)
    path = save_model(model, index.folder)
    index.database.publish(CONFIDENCE)
    say(f"Written to {path}; “footnote calibrate --reset” takes it back", err=True)
    if as_json:
        say_json(dataclasses.asdict(result))
        return
    for name, value in dataclasses.asdict(result).items():
        say(f"{name:<26}{value if isinstance(value, int) else format(value, '.4f'):>8}")


def _observed(assistant: Assistant, cases: tuple[QuestionCase, ...]) -> tuple[list[tuple[float, ...]], list[bool]]:
    """Return the features and the label of every question for which something was found."""
    features, answerable = [], []
    with progress_bar("Asking", "questions") as bar:
        task = bar.add_task("Asking", total=len(cases))
        for done, case in enumerate(cases, start=1):
            found = assistant.find(case.query()).investigation
            if found.features:
                features.append(found.features)
                answerable.append(case.answerable)
            bar.update(task, completed=done)
    return features, answerable
