"""``footnote eval``: measures a question set, compares with an earlier run, and fails where a figure is too low."""

import dataclasses
from collections.abc import Sequence
from pathlib import Path

import click

from index.commands.cli import index_option, json_option
from index.commands.opening import open_index
from index.commands.progress import progress_bar
from index.encoding.encoder import BUNDLED
from index.encoding.load import load_encoder
from index.hardening.terminal import say, say_json
from index.store import Index
from rag.evaluation.claims import CLAIM, CLAIM_METRICS, ClaimOutcome, judge_claims
from rag.evaluation.evaluate import METRICS, Outcome, observe
from rag.evaluation.question_sets import QuestionCase, load, part_of, read_cases, split_of, undecided_in
from rag.evaluation.question_sets import open_index as open_set
from rag.evaluation.runs import Change, Run, changes, load_run, make_run, save_run, shortfalls, write_text
from rag.settings import get_settings
from rag.suggestions.question_drafts import draft_questions
from rag.wiring import configured

__all__ = ["eval_command"]


class _Minimum(click.ParamType[tuple[str, float]]):
    """``NAME=VALUE``, of a figure that is better when it is larger."""

    name = "figure=value"

    def convert(
        self, value: str | tuple[str, float], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, float]:
        """Return the figure's name and the least value."""
        if isinstance(value, tuple):
            return value
        name, _, number = value.partition("=")
        if name not in (*METRICS, *CLAIM_METRICS):
            self.fail(f"“{name}” is not a figure; there are {', '.join((*METRICS, *CLAIM_METRICS))}", param, ctx)
        try:
            return name, float(number)
        except ValueError:
            self.fail(f"“{value}” is not a figure, “=” and a number, such as ndcg@10=0.95", param, ctx)


_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("eval")
@click.argument("question_set", required=False, type=click.Path(exists=True, path_type=Path))
@click.option("--from-index", "drafts", type=click.IntRange(min=1), metavar="N", help="Draft N questions, and stop.")
@click.option("--split", type=click.Choice(["all", "even", "odd", "report"]), default="all", show_default=True)
@click.option("--no-history", is_flag=True, help="Ask each question without what its set says went before.")
@click.option("--llm", is_flag=True, help="Let the language model that is set up write the answers.")
@click.option("--encoder", default=BUNDLED, show_default=True, help="As for “footnote index”.")
@click.option("--limit", type=click.IntRange(min=1), help="Ask only the first so many questions.")
@click.option("--save", type=_FILE, help="Write the run to a file, to compare later ones with.")
@click.option("--against", type=_FILE, help="Compare with a run that --save wrote.")
@click.option("--min", "least", type=_Minimum(), multiple=True, help="Fail (exit code 1) when a figure is lower.")
@click.option("--report", type=_FILE, help="Write a page with curves and the questions to look at first.")
@index_option
@json_option
def eval_command(
    question_set: Path | None,
    drafts: int | None,
    split: str,
    no_history: bool,
    llm: bool,
    encoder: str,
    limit: int | None,
    save: Path | None,
    against: Path | None,
    least: tuple[tuple[str, float], ...],
    report: Path | None,
    folder: Path | None,
    as_json: bool,
) -> None:
    """Measure retrieval, evidence and abstention on a folder with questions.jsonl and corpus.jsonl or documents.

    A file of questions is asked of your own index; “footnote eval --from-index 50 > questions.jsonl” drafts one from
    your documents: correct it, leave out what nobody would ask, and add questions that the documents do not answer.

    Models are fitted on even-hashed questions; “--split odd” reports on the others, and “--split report”, of sets that
    are divided by document, on documents that nothing was fitted on. What has the kind “claim” is not asked, but
    checked against the document that its “doc_ids” or “written_for” names. Intervals are of 95 %, by the bootstrap
    over questions. The set's index is kept in a cache, or where --index says.
    """
    if (question_set is None) == (drafts is None):
        raise click.UsageError("Give a set of questions, or --from-index N")
    if question_set is None:
        _print_drafts(open_index(folder), drafts or 0)
        return
    before = load_run(against) if against else None
    threshold, outcomes, claims = _observed(question_set, split, encoder, limit, folder, alone=no_history, llm=llm)
    if report and not outcomes:
        raise click.UsageError("--report is of questions, and the set has only claims")
    run = make_run(
        outcomes,
        question_set=question_set.resolve().name,
        split=split,
        encoder=encoder,
        threshold=threshold,
        claims=claims,
    )
    compared = changes(before, run) if before else {}
    if save:
        save_run(run, save)
    if report:
        from rag.evaluation.report import render  # asking a question needs no templates

        write_text(report, render(run, outcomes))
    if as_json:
        say_json(_flat(run, compared))
    else:
        say(_table(run, compared))
    if missed := shortfalls(run.figures, dict(least)):
        say("footnote: " + "; ".join(missed), err=True)
        click.get_current_context().exit(1)


def _observed(
    question_set: Path, split: str, encoder: str, limit: int | None, folder: Path | None, *, alone: bool, llm: bool
) -> tuple[float, Sequence[Outcome], Sequence[ClaimOutcome]]:
    """Ask the questions, and judge the claims; return the threshold that was used and what came of each."""
    if question_set.is_file():
        index = open_index(folder)
        if undecided := undecided_in(question_set):
            told = "1 question is" if undecided == 1 else f"{undecided} questions are"
            say(f"footnote: {told} left out: “answerable” is null; write true or false", err=True)
        ready = read_cases(question_set)
        wanted = {identity for case in ready for identity in case.doc_ids}
        # Questions of before name a record by the source that it claims.
        doc_id_of = {
            document.source: document.claimed_source if document.claimed_source in wanted else document.source
            for document in index.documents.listed()
        }
        return _asked(index, doc_id_of, _some(ready, question_set, split, limit), alone=alone, llm=llm)
    questions = load(question_set)
    cases = _some(questions.cases, question_set, split, limit)
    with progress_bar("Encoding", "chunks") as bar:
        task = bar.add_task("Encoding", total=None, visible=False)
        index, doc_id_of = open_set(
            questions,
            load_encoder(encoder),
            lambda done, total: bar.update(task, completed=done, total=total, visible=True),
            kept_in=folder,
        )
    return _asked(index, doc_id_of, cases, alone=alone, llm=llm)


def _some(cases: Sequence[QuestionCase], question_set: Path, split: str, limit: int | None) -> Sequence[QuestionCase]:
    some = [case for case in cases if split in ("all", split_of(case), part_of(case, by_document=True))][:limit]
    if not some:
        raise click.UsageError(f"{question_set} has no questions in the {split} half")
    return some


def _asked(
    index: Index, doc_id_of: dict[str, str], cases: Sequence[QuestionCase], *, alone: bool, llm: bool
) -> tuple[float, Sequence[Outcome], Sequence[ClaimOutcome]]:
    claims = [case for case in cases if case.kind == CLAIM]
    cases = [case for case in cases if case.kind != CLAIM]
    if alone:
        cases = [dataclasses.replace(case, history=()) for case in cases]
    with progress_bar("Asking", "questions") as bar:
        task = bar.add_task("Asking", total=len(cases) + len(claims))
        assistant = configured(index, get_settings())
        outcomes = observe(assistant, cases, doc_id_of, lambda done: bar.update(task, completed=done), llm=llm)
        judged = judge_claims(
            index,
            claims,
            doc_id_of,
            lambda done: bar.update(task, completed=len(cases) + done),
        )
        return assistant.threshold, outcomes, judged


def _print_drafts(index: Index, count: int) -> None:
    """Print drafted questions, a JSON object a line."""
    drafts = draft_questions(index, count)
    for number, draft in enumerate(drafts, start=1):
        line = {
            "id": f"draft-{number}",
            "question": draft.question,
            "answerable": True,
            "answers": [draft.answer],
            "doc_ids": [draft.source],
            "spans": [{"doc_id": draft.source, "start": draft.start, "end": draft.end}],
            "drafted_from": draft.sentence,
        }
        say_json(line, indent=None)
    if len(drafts) < count:
        say(f"footnote: the documents gave {len(drafts)} questions and no more", err=True)


def _flat(run: Run, compared: dict[str, Change]) -> dict[str, float | int | None]:
    """Return one flat object: figures, their intervals, and how they changed."""
    flat = dict(run.figures)
    for name, (low, high) in run.intervals.items():
        flat |= {f"{name}_low": low, f"{name}_high": high}
    for name, change in compared.items():
        low, high = change.interval
        flat |= {f"{name}_change": change.difference, f"{name}_change_low": low, f"{name}_change_high": high}
    return flat


def _table(run: Run, compared: dict[str, Change]) -> str:
    lines = []
    for name, value in run.figures.items():
        shown = "–" if value is None else f"{value:.4f}" if isinstance(value, float) else str(value)
        line = f"{name:<22}{shown:>10}"
        if name in run.intervals:
            line += "  [{:.4f}, {:.4f}]".format(*run.intervals[name])
        if name in compared:
            change = compared[name]
            line += "  was {:.4f}, {:+.4f} [{:+.4f}, {:+.4f}]".format(
                change.before, change.difference, *change.interval
            )
        lines.append(line)
    return "\n".join(lines)
