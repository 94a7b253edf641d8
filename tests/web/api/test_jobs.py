"""An upload is a job: it is accepted at once, can be followed to its end, and ends as the waiting client is told."""

import dataclasses
import math
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

from index.documents import document_id
from index.storage.stamps import new_id, now
from index.store import Index
from index.uploads.intake import UPLOADS_WAITING
from index.uploads.queue.job import Job
from tests.support.beside import jobs_in
from tests.support.documents import ingest_bytes, remove_for_good
from web.api.jobs import preferred_wait

Make = Callable[..., TestClient]
Follow = Callable[[Any, str], Iterator[dict[str, Any]]]
BEAN = b"The beans of the terrace were red. Amalia sold them in October."
LONG = "\n\n".join(
    f"Bean {number} of the terrace was red. " + "Amalia sold it in October to a man from Lisbon. " * 12
    for number in range(200)
).encode()
STAGES = ["waiting", "parsing", "encoding", "done"]


def send(client: Any, name: str, content: bytes = BEAN, **options: Any) -> Any:
    return client.post("/api/documents", files={"file": (name, content)}, **options)


def accepted(response: Any) -> str:
    """Return the id of the job that a response speaks of."""
    assert response.status_code == 202, response.text
    identity: str = response.json()["id"]
    assert response.headers["location"] == f"/api/jobs/{identity}"
    return identity


def kept(index: Index) -> list[Path]:
    return [path for path in (index.folder / "originals").rglob("*") if path.is_file()]


def test_an_upload_is_accepted_and_its_job_says_what_became_of_it(live: httpx.Client, follow: Follow) -> None:
    identity = accepted(send(live, "beans.txt"))
    *_, last = follow(live, identity)
    assert last == live.get(f"/api/jobs/{identity}").json()
    assert (last["stage"], last["percent"], last["name"], last["problem"]) == ("done", 100, "beans.txt", None)
    assert (last["chunks"], last["chunks_per_second"] > 0, last["attempts"]) == (1, True, 1)
    assert last["created_at"] <= last["started_at"] <= last["finished_at"]
    report = last["report"]
    assert {key: report[key] for key in ("added", "replaced", "unchanged", "failed")} == {
        "added": 1,
        "replaced": 0,
        "unchanged": 0,
        "failed": [],
    }
    assert report["documents"] == [
        found for found in live.get("/api/documents").json()["documents"] if found["source"] == "beans.txt"
    ]


@pytest.mark.slow
def test_events_come_in_order_while_it_is_at_work_and_end_with_it(
    live: httpx.Client, follow: Follow, index: Index
) -> None:
    with index.database.writing():
        identity = accepted(send(live, "beans.txt", LONG))
        events = follow(live, identity)
        seen = [next(events)]
        # The commit waits for the lock, so that the end cannot have come yet.
        while seen[-1]["percent"] < 99:
            seen.append(next(events))
    seen += events
    assert {each["id"] for each in seen} == {identity}
    assert all(
        (STAGES.index(one["stage"]), one["percent"], one["chunks"])
        <= (STAGES.index(two["stage"]), two["percent"], two["chunks"])
        for one, two in pairwise(seen)
    )
    assert all(one != two for one, two in pairwise(seen))
    assert [each["stage"] for each in seen].count("done") == 1
    assert (seen[-1]["stage"], seen[-1]["chunks"]) == (
        "done",
        index.documents.summaries([document_id("beans.txt")])[0].chunks,
    )


def test_the_events_of_a_job_that_has_ended_are_its_end(live: httpx.Client, follow: Follow) -> None:
    identity = accepted(send(live, "beans.txt"))
    list(follow(live, identity))
    assert [each["stage"] for each in follow(live, identity)] == ["done"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "data", "status", "slug"),
    [
        ("picture.png", b"\x89PNG\r\n\x1a\n\x00\x00", 415, "unsupported-format"),
        ("broken.pdf", b"%PDF-1.7\nnothing", 422, "unreadable-document"),
        ("empty.txt", b" \n", 422, "empty-document"),
    ],
)
def test_an_upload_that_fails_says_why_and_leaves_nothing(
    live: httpx.Client, follow: Follow, index: Index, name: str, data: bytes, status: int, slug: str
) -> None:
    *_, last = follow(live, accepted(send(live, name, data)))
    assert (last["stage"], last["report"]) == ("failed", None)
    assert (last["problem"]["status"], last["problem"]["type"]) == (status, f"urn:footnote:problem:{slug}")
    waited = send(live, name, data, headers={"Prefer": "wait"})
    assert (waited.status_code, waited.json()) == (status, last["problem"])
    assert waited.headers["content-type"] == "application/problem+json"
    assert kept(index) == []


def test_files_in_an_archive_that_fail_are_named(client: TestClient, archive: Callable[..., bytes]) -> None:
    data = archive({"beans.txt": BEAN, "broken.pdf": b"%PDF-1.7\nnothing"})
    response = send(client, "papers.zip", data, headers={"Prefer": "wait"})
    assert response.status_code == 201
    assert [found["source"] for found in response.json()["documents"]] == ["papers.zip#beans.txt"]
    (failure,) = response.json()["failed"]
    assert failure["source"] == "papers.zip#broken.pdf"
    assert "broken.pdf" in failure["reason"]


@pytest.mark.parametrize(
    ("lines", "seconds"),
    [
        (["wait=30"], 30.0),
        (["wait"], math.inf),
        (['Wait="5"'], 5.0),
        (["respond-async, wait=10"], 10.0),
        (["respond-async", "wait=10; foo"], 10.0),
        (["wait=0"], 0.0),
        (["respond-async"], None),
        (["handling=lenient; await=3"], None),
        (["wait=soon"], None),
        (["waiter=3"], None),
        ([], None),
    ],
)
def test_how_long_a_client_waits_is_read_as_rfc_7240_has_it(lines: list[str], seconds: float | None) -> None:
    headers = [(b"prefer", line.encode()) for line in lines]
    assert preferred_wait(Request({"type": "http", "headers": headers})) == seconds


def test_who_waits_gets_the_report_and_who_waits_too_short_the_job(
    live: httpx.Client, follow: Follow, index: Index
) -> None:
    with index.database.writing():
        short = send(live, "beans.txt", headers={"Prefer": "respond-async, wait=0"})
        identity = accepted(short)
    assert short.headers["preference-applied"] == "wait"
    list(follow(live, identity))
    waited = send(live, "other.txt", b"The mule was grey.", headers={"Prefer": "wait=60"})
    assert (waited.status_code, waited.headers["preference-applied"]) == (201, "wait")
    assert waited.headers["location"] == f"/api/documents/{document_id('other.txt')}"


def test_jobs_are_listed_newest_first(client: TestClient) -> None:
    for number in range(3):
        send(client, f"{number}.txt", f"Bean {number}.".encode(), headers={"Prefer": "wait"})
    listed = client.get("/api/jobs").json()
    assert [job["name"] for job in listed["jobs"]] == ["2.txt", "1.txt", "0.txt"]
    some = client.get("/api/jobs?limit=1&offset=1").json()
    assert some == {"jobs": listed["jobs"][1:2], "limit": 1, "offset": 1}
    assert client.get("/api/jobs?limit=101").status_code == 422


@pytest.mark.parametrize("path", ["", "/events"])
def test_a_job_that_is_not_there_is_a_problem(client: TestClient, path: str) -> None:
    response = client.get(f"/api/jobs/{'0' * 24}{path}")
    assert response.status_code == 404
    assert response.json()["type"] == "urn:footnote:problem:job-not-found"
    assert client.get(f"/api/jobs/lamp{path}").status_code == 422


@pytest.mark.slow
def test_one_more_than_may_wait_is_turned_away_and_all_others_are_indexed(
    live: httpx.Client, follow: Follow, index: Index
) -> None:
    with index.database.writing():
        ids = [accepted(send(live, f"{n}.txt", f"Bean {n} was red.".encode())) for n in range(UPLOADS_WAITING)]
        refused = send(live, "one-more.txt")
        assert refused.status_code == 429
        assert int(refused.headers["retry-after"]) > 0
        assert refused.json()["type"] == "urn:footnote:problem:too-many"
        assert len(kept(index)) == UPLOADS_WAITING
    for identity in ids:
        assert list(follow(live, identity))[-1]["stage"] == "done"
    found = {document.source for document in index.documents.listed()}
    assert {f"{number}.txt" for number in range(UPLOADS_WAITING)} <= found
    assert "one-more.txt" not in found


@pytest.mark.parametrize("size", [1_001, 40_000, 2_000_000])
def test_a_body_over_the_cap_leaves_nothing_behind(make_client: Make, index: Index, size: int) -> None:
    client = make_client(max_upload_bytes=1_000)
    for response in (send(client, "a.txt", b"x" * size), client.post("/api/documents", json={"text": "x" * size})):
        assert response.status_code == 413
    assert client.get("/api/jobs").json()["jobs"] == []
    assert kept(index) == []


def test_the_same_bytes_again_are_one_document_whatever_their_name(client: TestClient, index: Index) -> None:
    first = send(client, "beans.txt", headers={"Prefer": "wait"}).json()
    for name in ("beans.txt", "copy of beans.txt"):
        again = send(client, name, headers={"Prefer": "wait"})
        assert (again.status_code, again.json()) == (200, {**first, "added": 0, "unchanged": 1})
    assert len(index.documents.listed()) == 3
    assert len(kept(index)) == 1


@pytest.mark.slow
def test_a_name_that_has_other_bytes_gets_those_of_another_name(client: TestClient) -> None:
    for name, data in (("red.txt", BEAN), ("black.txt", b"The beans were black."), ("black.txt", BEAN)):
        last = send(client, name, data, headers={"Prefer": "wait"})
    (document,) = last.json()["documents"]
    assert (document["source"], document["version"]) == ("black.txt", 2)


def test_a_document_from_a_folder_is_known_by_its_bytes_too(client: TestClient, index: Index) -> None:
    ingest_bytes(index, BEAN, "beans.txt", "/home/amalia/beans.txt")
    again = send(client, "beans.txt", headers={"Prefer": "wait"})
    assert [found["source"] for found in again.json()["documents"]] == ["/home/amalia/beans.txt"]
    assert kept(index) == []


@pytest.mark.slow
def test_an_archive_under_another_name_is_the_same_and_one_that_lost_a_member_is_restored(
    client: TestClient, archive: Callable[..., bytes], index: Index
) -> None:
    data = archive({"red.txt": BEAN, "black.txt": b"The beans were black."})
    first = send(client, "beans.zip", data, headers={"Prefer": "wait"}).json()
    again = send(client, "copy.zip", data, headers={"Prefer": "wait"})
    assert (again.status_code, again.json()) == (200, {**first, "added": 0, "unchanged": 2})
    client.delete(f"/api/documents/{document_id('beans.zip#red.txt')}")
    restored = send(client, "beans.zip", data, headers={"Prefer": "wait"}).json()
    assert (restored["added"], restored["unchanged"]) == (1, 1)
    assert len(kept(index)) == 1


def test_tags_reach_a_document_that_is_there_already(client: TestClient) -> None:
    send(client, "beans.txt", headers={"Prefer": "wait"})
    again = send(client, "copy.txt", headers={"Prefer": "wait"}, data={"tags": "Harbour"})
    assert again.json()["documents"][0]["tags"] == ["harbour"]


def test_what_a_process_left_is_finished_and_what_ended_it_every_time_is_given_up(
    index: Index, make_client: Make, follow: Follow
) -> None:
    jobs = jobs_in(index.folder)
    ids = []
    for name, attempts in (("beans.txt", 1), ("poison.txt", 3)):
        with jobs.originals.receiving([name.encode()]) as received:
            job = Job(new_id(), name, "file", name, received.sha256, received.bytes, now())
            ids.append(job.id)
            jobs.add(dataclasses.replace(job, stage="encoding", percent=40, attempts=attempts), received)
    jobs.close()
    client = make_client()
    done, given_up = (list(follow(client, identity))[-1] for identity in ids)
    assert (done["stage"], done["attempts"]) == ("done", 2)
    assert given_up["problem"]["type"] == "urn:footnote:problem:abandoned"
    assert "3 times" in given_up["problem"]["detail"]


@pytest.mark.slow
def test_a_document_is_removed_while_another_is_indexed(live: httpx.Client, index: Index, follow: Follow) -> None:
    """The write lock is not held while a long document is encoded: removing is immediate."""
    with index.database.writing():
        identity = accepted(send(live, "beans.txt", LONG))
        events = follow(live, identity)
        while next(events)["stage"] != "encoding":
            pass
        remove_for_good(index, document_id("tea.txt"))
    assert list(events)[-1]["stage"] == "done"
    assert live.get(f"/api/documents/{document_id('tea.txt')}").status_code == 404


@pytest.mark.slow
def test_originals_whose_holders_are_lost_are_found_again(index: Index, make_client: Make) -> None:
    """As after a backup, which holds the files and not the jobs."""
    client = make_client()
    send(client, "beans.txt", headers={"Prefer": "wait"})
    client.__exit__(None, None, None)
    for path in index.folder.glob("uploads.sqlite*"):
        path.unlink()
    client = make_client()
    send(client, "last.txt", b"It comes last.", headers={"Prefer": "wait"})
    assert client.get(f"/api/documents/{document_id('beans.txt')}/original").content == BEAN
