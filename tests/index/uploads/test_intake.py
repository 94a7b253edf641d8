"""What is sent in is worked on without any server, and whoever listens hears of it."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Literal
from unicodedata import normalize

import pytest

from index.encoding.encoder import Encoding
from index.encoding.encoders.hash import HashEncoder
from index.errors import Busy, IndexUnwritable, JobEnded, JobNotFound
from index.limits import Limits
from index.storage.engines.sqlite_file import SqliteFile
from index.storage.stamps import new_id, now
from index.store import Index
from index.uploads import intake as intake_module
from index.uploads.intake import Intake
from index.uploads.queue.job import Job
from index.uploads.queue.jobs import UPLOADS
from index.uploads.texts import SentText, canonical

PATIENCE_SECONDS = 60
BEAN = b"The beans of the terrace were red."


class FaultyEncoder(HashEncoder):
    """Makes a mistake with what says so."""

    def encode_passages(self, texts: Sequence[str]) -> list[Encoding]:
        """Encode each text by its words."""
        if any("MISTAKE" in text for text in texts):
            raise ZeroDivisionError("inner detail")
        return super().encode_passages(texts)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with closing(Index.open(tmp_path / "index", FaultyEncoder(), create=True)) as index:
        yield index


def make_intake(index: Index) -> Intake:
    return Intake(index, Limits(), workers=2, seconds=PATIENCE_SECONDS)


@pytest.fixture
def intake(index: Index) -> Iterator[Intake]:
    with closing(make_intake(index)) as intake:
        yield intake


def send(intake: Intake, data: bytes, name: str = "bean.txt", kind: str = "file") -> Job:
    with intake.admitted(), intake.jobs.originals.receiving([data]) as received:
        job = Job(new_id(), name, kind, name, received.sha256, received.bytes, now())  # type: ignore[arg-type]  # one of the two
        intake.jobs.add(job, received)
    intake.tell()
    return job


def ended(intake: Intake, job: Job) -> Job:
    """Return a job as it ended."""
    changed = threading.Event()
    with intake.heard_by(changed.set):
        while not (found := intake.job(job.id)).ended:
            assert changed.wait(PATIENCE_SECONDS)
            changed.clear()
    return found


def test_a_file_and_a_text_come_into_the_index(intake: Intake, index: Index) -> None:
    intake.start()
    file, text = send(intake, BEAN), send(intake, canonical(SentText("Tea is green.")), "tea", "text")
    reports = [ended(intake, job).report for job in (file, text)]
    assert [report and report.added for report in reports] == [1, 1]
    assert sorted(index.documents.sources().values()) == ["bean.txt", "tea"]
    with pytest.raises(JobEnded):
        intake.cancel(file.id)


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [("a.pdf", b"%PDF-1.7 nothing", "UnreadableDocument"), ("a.txt", b" \n", "EmptyDocument")],
)
def test_what_cannot_become_a_document_is_told_with_its_class_and_the_remedy(
    intake: Intake, name: str, data: bytes, error: str
) -> None:
    intake.start()
    job = ended(intake, send(intake, data, name))
    assert (job.stage, job.problem and job.problem["error"]) == ("failed", error)
    assert job.problem
    assert job.problem["problem"]
    assert job.problem["remedy"]


def test_a_mistake_is_told_as_one_and_nothing_of_its_inside(intake: Intake, caplog: pytest.LogCaptureFixture) -> None:
    intake.start()
    job = ended(intake, send(intake, b"A MISTAKE is made of this."))
    assert job.problem
    assert job.problem["error"] == "Unexpected"
    assert "inner detail" not in str(job.problem)
    assert "inner detail" in caplog.text


def test_a_job_that_waits_is_called_off_and_one_that_nobody_knows_is_not(intake: Intake) -> None:
    job = send(intake, BEAN)
    assert intake.cancel(job.id)
    assert intake.job(job.id).stage == "cancelled"
    with pytest.raises(JobNotFound):
        intake.cancel("0" * 24)


def test_as_many_wait_as_are_taken_and_the_next_is_turned_away(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake_module, "UPLOADS_WAITING", 2)
    send(intake, BEAN)
    with intake.admitted(), pytest.raises(Busy), intake.admitted():
        pass
    send(intake, BEAN + b" And white.", "white.txt")


def test_where_nothing_may_be_written_nothing_is_taken(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.uploads.intake.os.access", lambda *_: False)  # root may write anywhere
    with pytest.raises(IndexUnwritable), intake.admitted():
        pass


def test_what_the_version_before_left_waiting_is_worked_on_and_what_ended_under_it_is_still_told(index: Index) -> None:
    with closing(make_intake(index)) as before:
        file, text = send(before, BEAN), send(before, canonical(SentText("Tea is green.")), "tea", "text")
    # As the version before wrote them: problem details where an error stands now.
    failed = (
        '{"id":"000000000000000000000001","name":"a.pdf","kind":"file","source":"a.pdf","sha256":"' + "0" * 64 + '",'
        '"bytes":9,"created_at":"2026-01-01T00:00:00.000000+00:00","tags":[],"stage":"failed","percent":1,"chunks":0,'
        '"chunks_per_second":null,"attempts":1,"started_at":null,"finished_at":null,"report":null,"problem":{"type":'
        '"urn:footnote:problem:unreadable-document","title":"The document cannot be read","status":422,'
        '"detail":"A. B."}}'
    )
    file_of_jobs = SqliteFile(index.folder / f"{UPLOADS}.sqlite")
    with closing(file_of_jobs), file_of_jobs.transaction() as connection:
        connection.execute("INSERT INTO jobs VALUES (?, 1, ?, ?)", ("0" * 23 + "1", "0" * 64, failed))
    with closing(make_intake(index)) as intake:
        intake.start()
        assert [ended(intake, job).stage for job in (file, text)] == ["done", "done"]
        old = intake.job("0" * 23 + "1")
        assert old.problem
        assert old.problem["detail"] == "A. B."


@pytest.mark.parametrize(("before", "again"), [("NFC", "NFD"), ("NFD", "NFC")])
def test_what_is_sent_again_under_its_name_in_another_form_of_unicode_keeps_its_source(
    before: Literal["NFC", "NFD"], again: Literal["NFC", "NFD"], intake: Intake
) -> None:
    intake.start()
    name = normalize(before, "Köln.txt")
    ended(intake, send(intake, BEAN, name))
    assert intake.source_of(normalize(again, "Köln.txt")) == name == intake.source_of(name)
    assert intake.source_of(normalize("NFD", "Zürich.txt")) == normalize("NFC", "Zürich.txt")
