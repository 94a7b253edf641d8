"""Several uploads are worked on at once: a small one does not wait for a large one, and nothing is doubled."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from index.documents import document_id
from index.store import Index
from tests.web.held_encoder import PATIENCE_SECONDS, HeldEncoder
from tests.web.stopped_reader import StoppedReader

Follow = Callable[[Any, str], Iterator[dict[str, Any]]]
Serve = Callable[..., str]
HELD = b"HOLD this one. " + b"The beans of the terrace were red. " * 10_000
"""Large enough for the widest lane alone."""

BEAN = b"The beans of the terrace were red."


@pytest.fixture
def encoder() -> Iterator[HeldEncoder]:
    encoder = HeldEncoder()
    yield encoder
    encoder.free.set()


@pytest.fixture
def index(tmp_path: Path, encoder: HeldEncoder) -> Iterator[Index]:
    index = Index.open(tmp_path / "index", encoder, create=True)
    yield index
    index.close()


def send(client: httpx.Client, name: str, data: bytes, **options: Any) -> httpx.Response:
    return client.post("/api/documents", files={"file": (name, data)}, **options).raise_for_status()


def job_of(client: httpx.Client, identity: str) -> dict[str, Any]:
    job: dict[str, Any] = client.get(f"/api/jobs/{identity}").raise_for_status().json()
    return job


@pytest.mark.slow
def test_a_small_upload_is_in_the_index_while_a_large_one_is_encoded(
    live: httpx.Client, encoder: HeldEncoder, follow: Follow, index: Index
) -> None:
    large = send(live, "large.txt", HELD).json()["id"]
    assert encoder.reached.wait(PATIENCE_SECONDS)
    small = send(live, "small.txt", BEAN, headers={"Prefer": f"wait={PATIENCE_SECONDS}"})
    assert small.status_code == 201, small.text
    found = live.post("/api/search", json={"question": "Were the beans red?"}).json()
    assert [passage["source"] for passage in found["passages"]] == ["small.txt"]
    assert job_of(live, large)["stage"] == "encoding"
    encoder.free.set()
    assert list(follow(live, large))[-1]["stage"] == "done"
    assert {document.source: document.version for document in index.documents.listed()} == {
        "large.txt": 1,
        "small.txt": 1,
    }


@pytest.mark.skipif(sys.platform != "linux", reason="the processes of a server are found in /proc")
def test_a_small_upload_is_in_the_index_while_a_large_one_is_read(
    live: httpx.Client, stopped_reader: StoppedReader
) -> None:
    large = stopped_reader.send(live)
    small = send(live, "small.txt", BEAN, headers={"Prefer": f"wait={PATIENCE_SECONDS}"})
    assert small.status_code == 201, small.text
    assert job_of(live, large)["stage"] == "parsing"


@pytest.mark.slow
def test_the_second_of_two_uploads_from_one_source_waits_for_the_first(
    live: httpx.Client, encoder: HeldEncoder, follow: Follow, index: Index
) -> None:
    first = send(live, "beans.txt", b"HOLD on. The beans were red.").json()["id"]
    assert encoder.reached.wait(PATIENCE_SECONDS)
    second = send(live, "beans.txt", b"The beans were black.").json()["id"]
    send(live, "other.txt", BEAN, headers={"Prefer": "wait"})
    assert job_of(live, second)["stage"] == "waiting"
    encoder.free.set()
    for identity in (first, second):
        *_, last = follow(live, identity)
    assert last["report"]["replaced"] == 1
    document = index.documents.get(document_id("beans.txt"))
    assert (document.version, document.text) == (2, "The beans were black.")


def test_the_same_bytes_at_once_under_two_names_are_one_document(
    live: httpx.Client, encoder: HeldEncoder, follow: Follow, index: Index
) -> None:
    data = b"HOLD on. The beans were red."
    ids = [send(live, name, data).json()["id"] for name in ("red.txt", "copy.txt", "another.txt")]
    assert encoder.reached.wait(PATIENCE_SECONDS)
    encoder.free.set()
    ends = [list(follow(live, identity))[-1]["report"] for identity in ids]
    assert [(end["added"], end["unchanged"]) for end in ends] == [(1, 0), (0, 1), (0, 1)]
    assert [document.source for document in index.documents.listed()] == ["red.txt"]


@pytest.mark.slow
def test_many_uploads_at_once_are_all_indexed_once(live: httpx.Client, follow: Follow, index: Index) -> None:
    ids = [send(live, f"{n % 15}.txt", f"Bean {n} was red.".encode()).json()["id"] for n in range(30)]
    assert {list(follow(live, identity))[-1]["stage"] for identity in ids} == {"done"}
    texts = {
        document.source: (document.version, index.documents.get(document.id).text)
        for document in index.documents.listed()
    }
    assert texts == {f"{n}.txt": (2, f"Bean {n + 15} was red.") for n in range(15)}
    assert index.faults() == []


@pytest.mark.skipif(sys.platform != "linux", reason="the processes of a server are found in /proc")
def test_an_upload_that_takes_too_long_to_read_fails_long_before_a_file_of_a_folder_would(
    serve: Serve, stopped_reader: StoppedReader, follow: Follow
) -> None:
    address = serve(max_upload_parser_seconds=3, upload_workers=1)
    with httpx.Client(base_url=address, timeout=PATIENCE_SECONDS) as client:
        *_, last = follow(client, stopped_reader.send(client))
        assert "raise FOOTNOTE_MAX_UPLOAD_PARSER_SECONDS" in last["problem"]["detail"]
        assert send(client, "next.txt", BEAN, headers={"Prefer": "wait"}).status_code == 201


def test_an_upload_that_takes_longer_than_is_allowed_fails_and_says_which_setting(
    serve: Serve, follow: Follow, index: Index
) -> None:
    with httpx.Client(base_url=serve(max_upload_seconds=0.001), timeout=PATIENCE_SECONDS) as client:
        identity = send(client, "long.txt", BEAN).json()["id"]
        *_, last = follow(client, identity)
    assert (last["stage"], last["problem"]["status"]) == ("failed", 422)
    assert "FOOTNOTE_MAX_UPLOAD_SECONDS" in last["problem"]["detail"]
    assert index.documents.listed() == []
