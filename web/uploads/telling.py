"""What a client is told of an upload: what went wrong as problem details, and no path of this machine."""

import dataclasses

from index.errors import FootnoteError
from index.uploads.queue.job import Job
from web.errors.machine import without_paths
from web.errors.problems import PROBLEMS, details

__all__ = ["told"]

_KINDS = {error.__name__: kind for error, kind in PROBLEMS.items()}


def told(job: Job) -> Job:
    """Return a job as a client is told of it; the problem of one that ended under an earlier Footnote is told already.

    An error that this version does not know any more is told as any other.
    """
    problem, report = job.problem, job.report
    if problem and "error" in problem:
        kind = _KINDS.get(problem["error"], PROBLEMS[FootnoteError])
        problem = details(kind, str(FootnoteError(problem["problem"], problem["remedy"])))
    if report and report.failed:
        failed = (dataclasses.replace(each, reason=without_paths(each.reason)) for each in report.failed)
        report = dataclasses.replace(report, failed=tuple(failed))
    return dataclasses.replace(job, problem=problem, report=report)
