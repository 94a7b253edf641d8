"""``footnote eval``: measures a question set, compares with an earlier run, and fails where a figure is too low."""

import dataclasses
from collections.abc import Sequence
from pathlib import Path

import click

from index.address import Address, Location
from index.commands.cli import index_option, json_option
from index.commands.opening import open_index
from index.commands.progress import progress_bar
from index.encoding.encoder import BUNDLED
from index.encoding.load import load_encoder
from index.hardening.terminal import say, say_json
from index.store import Index
from rag.evaluation.figures.claims import CLAIM, CLAIM_METRICS, ClaimOutcome, judge_claims
from rag.evaluation.figures.evaluate import METRICS, Outcome, observe
from rag.evaluation.figures.kind_figures import KIND_METRICS, lacks_rouge
from rag.evaluation.figures.rendering import flat, table
from rag.evaluation.figures.runs import changes, load_run, make_run, save_run, shortfalls, write_text
from rag.evaluation.sets.question_sets import QuestionCase, load, names_in, part_of, read_cases, split_of, undecided_in
from rag.evaluation.sets.question_sets import open_index as open_set
from rag.settings import get_settings
from rag.suggestions.question_drafts import draft_questions
from rag.wiring import configured

__all__ = ["eval_command"]


_FIGURES = (*METRICS, *KIND_METRICS, *CLAIM_METRICS)


class _Limit(click.ParamType[tuple[str, float]]):
    """``NAME=VALUE``, of a figure that must not be lower, or higher."""

    name = "figure=value"

    def convert(
        self, value: str | tuple[str, float], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, float]:
        """Return the figure's name and the value."""
        if isinstance(value, tuple):
            return value
        name, _, number = value.partition("=")
        if name not in _FIGURES:
            self.fail(f"“{name}” is not a figure; there are {', '.join(_FIGURES)}", param, ctx)
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
@click.option("--as-labelled", is_flag=True, help="Ask for the kind of answer that the set says, where it says one.")
@click.option("--own-documents", is_flag=True, help="Ask each question of the documents that its set names for it.")
@click.option("--encoder", default=BUNDLED, show_default=True, help="As for “footnote index”.")
@click.option("--limit", type=click.IntRange(min=1), help="Ask only the first so many questions.")
@click.option("--save", type=_FILE, help="Write the run to a file, to compare later ones with.")
@click.option("--against", type=_FILE, help="Compare with a run that --save wrote.")
@click.option("--min", "least", type=_Limit(), multiple=True, help="Fail (exit code 1) when a figure is lower.")
@click.option("--max", "most", type=_Limit(), multiple=True, help="Fail (exit code 1) when a figure is higher.")
@click.option("--report", type=_FILE, help="Write a page with curves and the questions to look at first.")
@index_option
@json_option
def eval_command(
    question_set: Path | None,
    drafts: int | None,
    split: str,
    no_history: bool,
    llm: bool,
    as_labelled: bool,
    own_documents: bool,
    encoder: str,
    limit: int | None,
    save: Path | None,
    against: Path | None,
    least: tuple[tuple[str, float], ...],
    most: tuple[tuple[str, float], ...],
    report: Path | None,
    place: Location | None,
    as_json: bool,
) -> None:
    """Measure retrieval, evidence and abstention on a folder with questions.jsonl and corpus.jsonl or documents.

    A file of questions is asked of your own index; “footnote eval --from-index 50 > questions.jsonl” drafts one from
    your documents: correct it, leave out what nobody would ask, and add questions that the documents do not answer.

    Models are fitted on even-hashed questions; “--split odd” reports on the others, and “--split report”, of sets that
    are divided by document, on documents that nothing was fitted on. What has the kind “claim” is not asked, but
    checked against the document that its “doc_ids” or “written_for” names. Intervals are of 95 %, by the bootstrap
    over questions. The set's index is kept in a cache, or where --index says. Questions have fields for lists,
    overviews and other kinds, too: docs/question-sets.md.
    """
    if (question_set is None) == (drafts is None):
        raise click.UsageError("Give a set of questions, or --from-index N")
    if question_set is None:
        _print_drafts(open_index(place), drafts or 0)
        return
    before = load_run(against) if against else None
    way = _Way(alone=no_history, llm=llm, as_labelled=as_labelled, own_documents=own_documents)
    threshold, outcomes, claims = _observed(question_set, split, encoder, limit, place, way)
    if lacks_rouge(outcomes):
        say('footnote: there is no rouge_1, rouge_2, rouge_l without “pip install "footnote[eval]"”', err=True)
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
        from rag.evaluation.figures.report import render  # asking a question needs no templates

        write_text(report, render(run, outcomes))
    if as_json:
        say_json(flat(run, compared))
    else:
        say(table(run, compared))
    if missed := shortfalls(run.figures, dict(least), dict(most)):
        say("footnote: " + "; ".join(missed), err=True)
        click.get_current_context().exit(1)


@dataclasses.dataclass(frozen=True, slots=True)
class _Way:
    """How questions are asked.

    Attributes:
        alone: without what went before.
        llm: written by a language model.
        as_labelled: of the kind that their set says.
        own_documents: of the documents that their set names for them.
    """

    alone: bool
    llm: bool
    as_labelled: bool
    own_documents: bool


def _observed(
    question_set: Path, split: str, encoder: str, limit: int | None, place: Location | None, way: _Way
) -> tuple[float, Sequence[Outcome], Sequence[ClaimOutcome]]:
    """Ask the questions, and judge the claims; return the threshold that was used and what came of each."""
    if question_set.is_file():
        index = open_index(place)
        if undecided := undecided_in(question_set):
            told = "1 question is" if undecided == 1 else f"{undecided} questions are"
            say(f"footnote: {told} left out: “answerable” is null; write true or false", err=True)
        ready = read_cases(question_set)
        return _asked(index, names_in(index, ready), _some(ready, question_set, split, limit), way)
    if isinstance(place, Address):
        raise click.UsageError("The documents of a set are kept in a folder: give --index one, or leave it out.")
    questions = load(question_set)
    cases = _some(questions.cases, question_set, split, limit)
    with progress_bar("Encoding", "chunks") as bar:
        task = bar.add_task("Encoding", total=None, visible=False)
        index, doc_id_of = open_set(
            questions,
            load_encoder(encoder),
            lambda done, total: bar.update(task, completed=done, total=total, visible=True),
            kept_in=place,
        )
    return _asked(index, doc_id_of, cases, way)


def _some(cases: Sequence[QuestionCase], question_set: Path, split: str, limit: int | None) -> Sequence[QuestionCase]:
    some = [case for case in cases if split in ("all", split_of(case), part_of(case, by_document=True))][:limit]
    if not some:
        raise click.UsageError(f"{question_set} has no questions in the {split} half")
    return some


def _asked(
    index: Index, doc_id_of: dict[str, str], cases: Sequence[QuestionCase], way: _Way
) -> tuple[float, Sequence[Outcome], Sequence[ClaimOutcome]]:
    claims = [case for case in cases if case.kind == CLAIM]
    cases = [case for case in cases if case.kind != CLAIM]
    if way.alone:
        cases = [dataclasses.replace(case, history=()) for case in cases]
    with progress_bar("Asking", "questions") as bar:
        task = bar.add_task("Asking", total=len(cases) + len(claims))
        assistant = configured(index, get_settings())
        outcomes = observe(
            assistant,
            cases,
            doc_id_of,
            lambda done: bar.update(task, completed=done),
            llm=way.llm,
            as_labelled=way.as_labelled,
            own_documents=way.own_documents,
        )
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
