"""A client is told of an upload in problem details, without a path of the machine, whoever wrote it down."""

import dataclasses
import json
from pathlib import Path

import pytest

from index.errors import FootnoteError, StorageFull, Unexpected, UnreadableDocument
from index.parse.formats import Failure
from index.sandbox.child import ParserLost
from index.uploads.queue.job import Job, JobReport, recorded
from web.errors.problems import as_problem
from web.uploads.telling import told

JOB = Job("1" * 24, "a.pdf", "file", "a.pdf", "5" * 64, 9, "2026-01-01T00:00:00+00:00", stage="failed")


@pytest.mark.parametrize("kind", [UnreadableDocument, ParserLost, StorageFull, FootnoteError])
def test_an_error_becomes_the_problem_that_it_would_be_as_a_response(kind: type[FootnoteError]) -> None:
    error = kind(f"{Path.home()}/index/a.pdf cannot be read", "Save it again")
    kept = json.loads(json.dumps(recorded(error)))
    problem = told(dataclasses.replace(JOB, problem=kept)).problem
    assert problem == as_problem(error)
    assert problem["detail"] == "a.pdf cannot be read. Save it again."


def test_an_error_of_a_version_to_come_is_told_as_any_other() -> None:
    kept = {**recorded(Unexpected()), "error": "NotYetKnown"}
    problem = told(dataclasses.replace(JOB, problem=kept)).problem
    assert problem
    assert (problem["status"], problem["type"]) == (500, "urn:footnote:problem:error")


def test_what_an_earlier_footnote_wrote_is_told_as_it_is() -> None:
    old = {"type": "urn:footnote:problem:document", "title": "A", "status": 422, "detail": "A. B."}
    assert told(dataclasses.replace(JOB, problem=old)).problem == old


def test_the_reasons_of_files_inside_name_no_folder_of_the_machine() -> None:
    report = JobReport((), 0, 0, 0, (Failure("a.zip#b.pdf", f"{Path.home()}/papers/b.pdf is empty"),))
    [failure] = told(dataclasses.replace(JOB, stage="done", report=report)).report.failed  # type: ignore[union-attr]  # it has one
    assert failure.reason == "b.pdf is empty"
