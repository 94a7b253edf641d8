"""What /metrics says is true, can be parsed, holds nothing that a client sent, and costs next to nothing."""

import contextvars
import re
import shutil
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families as parse_openmetrics
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr
from starlette.testclient import TestClient

from index.address import EngineChoice
from index.encoding.encoders.hash import HashEncoder
from index.store import Index
from rag.asking.assistant import Assistant
from rag.investigation.query import Query
from tests.index.parse.writers import placed_pdf
from tests.support.documents import ingest_bytes
from tests.support.postgres import Cluster
from web.current_request import CurrentRequest, enter

Make = Callable[..., TestClient]
Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]
KEY = "a-key-of-these-tests-27182818"
DOORS = ("api", "page", "v1", "mcp")
OPENMETRICS = "application/openmetrics-text; version=1.0.0"

OF_A_SHARED_ENGINE = ("footnote_engine_commits_behind", "footnote_engine_chunks_beside")


def samples(client: TestClient, **headers: str) -> Samples:
    response = client.get("/metrics", headers=headers)
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/plain; version=0.0.4")
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(response.text)
        for sample in family.samples
    }


def value(found: Samples, name: str, **labels: str) -> float:
    return found.get((name, frozenset(labels.items())), 0.0)


def ask(client: TestClient, question: str = "Who was the keeper?", **headers: str) -> None:
    assert client.post("/api/ask", json={"question": question}, headers=headers).status_code == 200


def call_tool(client: TestClient, question: str) -> None:
    call = {"name": "ask", "arguments": {"question": question}}
    headers = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": "2025-06-18"}
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call}
    assert "result" in client.post("/mcp", json=body, headers=headers).json()


def test_questions_are_counted_by_the_door_that_they_came_through(client: TestClient) -> None:
    ask(client)
    client.post("/api/ask", json={"question": "Who was the keeper?", "stream": True})
    ask(client, **{"Sec-Fetch-Site": "same-origin"})
    client.get("/", params={"q": "Who was the keeper?"})
    client.post("/api/conversations/ask", json={"question": "Who was the keeper?"})
    chat = {"model": "footnote", "messages": [{"role": "user", "content": "Who was the keeper?"}]}
    client.post("/v1/chat/completions", json=chat)
    call_tool(client, "Who was the keeper?")
    found = samples(client)
    counted = {
        door: value(found, "footnote_questions_total", door=door, outcome="answered", grade="answered")
        for door in DOORS
    }
    assert counted == {"api": 3, "page": 2, "v1": 1, "mcp": 1}
    assert value(found, "footnote_question_seconds_count") == 7
    assert value(found, "footnote_question_stage_seconds_count", stage="evidence") == 7
    assert value(found, "footnote_question_seconds_sum") > 0


def test_why_a_question_has_no_answer_is_counted(make_client: Make, index: Index) -> None:
    client = make_client(Assistant(index, threshold=1.0))
    ask(client, "Who was the xylophonist?")
    ask(client, "Who was the keeper?")
    client.post("/api/ask", json={"question": "Who was the keeper?", "filters": {"sources": ["none"]}})
    found = samples(client)
    counted = {
        (labels["outcome"], labels["grade"]): count
        for (name, some), count in found.items()
        if name == "footnote_questions_total" and (labels := dict(some))["door"] == "api"
    }
    assert counted == {
        ("uncovered", "not_covered"): 1,
        ("unclear", "not_covered"): 1,
        ("nothing_to_search", "not_covered"): 1,
    }


def test_what_footnote_asks_itself_is_not_counted(make_client: Make, index: Index) -> None:
    assistant = Assistant(index, threshold=0.0)
    client = make_client(assistant)
    assistant.ask(Query("Who was the keeper?"))
    assert not [name for name, _ in samples(client) if name == "footnote_questions_total"]


def test_requests_and_what_was_refused_are_counted(make_client: Make) -> None:
    client, key = make_client(api_key=SecretStr(KEY)), {"X-API-Key": KEY}
    client.get("/api/documents")
    client.get("/api/documents", headers={"Host": "evil.example", **key})
    client.get("/api/documents", headers={"Origin": "http://evil.example", **key})
    client.get("/api/jobs/0123456789abcdef01234567", headers=key)
    client.get("/api/jobs/76543210fedcba9876543210", headers=key)
    found = samples(client, **key)
    for problem, count in (("key", 1), ("unknown-host", 1), ("foreign-origin", 1), ("job-not-found", 2)):
        assert value(found, "footnote_problems_total", problem=problem) == count
    of_jobs = {"method": "GET", "route": "/api/jobs/{job_id}", "status": "404"}
    assert value(found, "footnote_requests_total", **of_jobs) == 2


def test_the_key_is_needed_where_one_is_set_and_prometheus_may_send_it_as_a_bearer(make_client: Make) -> None:
    client = make_client(api_key=SecretStr(KEY))
    assert client.get("/metrics").status_code == 401
    assert samples(client, Authorization=f"Bearer {KEY}")


def test_the_index_and_what_waits_are_told_as_they_are(client: TestClient, index: Index) -> None:
    before = samples(client)
    client.post("/api/documents", files={"file": ("beans.txt", b"Red beans.")}, headers={"Prefer": "wait"})
    after = samples(client)
    status = index.status()
    assert (value(before, "footnote_index_documents"), value(after, "footnote_index_documents")) == (2, 3)
    assert value(after, "footnote_index_chunks") == status.chunks
    assert value(after, "footnote_index_generation") == status.generation
    assert 0 < value(after, "footnote_index_bytes") <= status.bytes_on_disk
    assert [value(after, "footnote_uploads", stage=stage) for stage in ("waiting", "parsing", "encoding")] == [0, 0, 0]
    assert value(after, "footnote_question_places") == 8 + 24
    assert value(after, "footnote_index_chunks_waiting") == 0
    assert value(after, "footnote_questions_at_work") == 0
    assert value(after, "footnote_sandbox_complete") == client.get("/api/status").json()["sandbox"]["complete"]
    (build,) = [dict(labels) for name, labels in after if name == "footnote_build_info"]
    assert build["encoder"] == "hash"


@pytest.mark.slow
def test_uploads_and_pictures_are_counted_by_how_they_ended(client: TestClient) -> None:
    files = {"page.pdf": placed_pdf([[(100, 700, 24, "The harbour froze over")]]), "bad.pdf": b"%PDF-1.7 of nothing"}
    for name, data in files.items():
        client.post("/api/documents", files={"file": (name, data)}, headers={"Prefer": "wait"})
    documents = {each["source"]: each["id"] for each in client.get("/api/documents").json()["documents"]}
    for _ in range(2):
        assert client.get(f"/api/documents/{documents['page.pdf']}/pages/1").status_code == 200
    found = samples(client)
    ends = [value(found, "footnote_uploads_ended_total", stage=stage) for stage in ("done", "failed", "cancelled")]
    assert ends == [1, 1, 0]
    pictures = [value(found, "footnote_pictures_total", outcome=outcome) for outcome in ("drawn", "kept", "failed")]
    assert pictures == [1, 1, 0]


def test_a_parser_that_passes_its_limits_is_counted(make_client: Make) -> None:
    client = make_client(max_parser_seconds=0.001)
    before = value(samples(client), "footnote_parsers_lost_total", process="parser")
    client.post("/api/documents", files={"file": ("a.txt", b"Red beans.")}, headers={"Prefer": "wait"})
    assert value(samples(client), "footnote_parsers_lost_total", process="parser") == before + 1


def test_the_files_of_the_index_are_not_looked_at_each_time(
    client: TestClient, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[int] = []

    def looked(_: Index) -> int:
        looks.append(1)
        return 7

    monkeypatch.setattr(type(index), "bytes_on_disk", looked)
    assert [value(samples(client), "footnote_index_bytes") for _ in range(3)] == [7, 7, 7]
    assert len(looks) == 1


def test_without_its_index_the_server_still_tells_of_itself(client: TestClient, index: Index) -> None:
    ask(client)
    index.close()
    shutil.rmtree(index.folder)
    found = samples(client)
    assert value(found, "footnote_questions_total", door="api", outcome="answered", grade="answered") == 1
    assert not [name for name, _ in found if name.startswith("footnote_index")]


def test_no_client_can_make_series_or_write_words_into_them(client: TestClient) -> None:
    def names() -> set[tuple[str, frozenset[tuple[str, str]]]]:
        return {key for key in samples(client) if "sécret" not in str(key)}

    def attack(number: int) -> None:
        client.request(f"M{number}", f"/sécret/{number}")
        client.get(f"/documents/sécret{number}")
        client.get(f"/static/sécret{number}.css")
        client.get("/api/documents", params={"q": f"sécret{number}"}, headers={"X-Request-ID": f"s{number}"})
        client.post(f"/mcp/sécret{number}")
        ask(client, f"Who was the sécret keeper {number}?")

    names()
    attack(0)
    before = names()
    for number in range(1, 8):
        attack(number)
    assert names() == before
    assert "cret" not in client.get("/metrics").text


@pytest.mark.parametrize("accept", [OPENMETRICS, f"{OPENMETRICS};q=0.5,text/plain;version=0.0.4;q=0.4,*/*;q=0.1"])
def test_who_accepts_openmetrics_gets_it(client: TestClient, accept: str) -> None:
    ask(client)
    response = client.get("/metrics", headers={"Accept": accept})
    assert response.headers["content-type"].startswith("application/openmetrics-text")
    families = {family.name: family for family in parse_openmetrics(response.text)}
    assert families["footnote_questions"].samples[0].value == 1


@pytest.mark.parametrize("accept", ["text/plain;version=x", "application/openmetrics-text;version=\x01", "*/*", ";;=,"])
def test_no_accept_header_is_too_strange(client: TestClient, accept: str) -> None:
    assert client.get("/metrics", headers={"Accept": accept}).status_code == 200


def test_what_the_page_on_deploying_names_is_there(client: TestClient, project_root: Path) -> None:
    ask(client)
    client.get("/api/jobs/0123456789abcdef01234567")
    page = (project_root / "docs" / "deploy.md").read_text()
    named = set(re.findall(r"`((?:footnote|process)_[a-z_]+)(?:\{([a-z, ]+)\})?`", page))
    assert len(named) > 10
    families = text_string_to_metric_families(client.get("/metrics").text)
    found = {sample.name: set(sample.labels) for family in families for sample in family.samples}
    for name, labels in named:
        if name in OF_A_SHARED_ENGINE:
            continue
        of_histogram = f"{name}_count"
        assert name in found or of_histogram in found, name
        assert set(filter(None, labels.split(", "))) <= found.get(name, found.get(of_histogram, set()))


def test_each_application_counts_for_itself(make_client: Make, index: Index) -> None:
    assistant = Assistant(index, threshold=0.0)
    first, second = make_client(assistant), make_client()
    ask(first)
    assert value(samples(first), "footnote_question_seconds_count") == 1
    assert value(samples(second), "footnote_question_seconds_count") == 0


def test_counting_an_answer_takes_less_than_half_a_millisecond(make_client: Make, index: Index) -> None:
    assistant = Assistant(index, threshold=0.0)
    client, answer = make_client(assistant), assistant.ask(Query("Who was the keeper?"))

    def count() -> float:
        enter(CurrentRequest({"type": "http", "path": "/api/ask", "headers": []}))
        started = time.process_time()
        for _ in range(1_000):
            for listener in assistant._listeners:
                listener(answer)
        return time.process_time() - started

    assert contextvars.copy_context().run(count) < 0.5
    assert value(samples(client), "footnote_question_seconds_count") == 1_000


@pytest.mark.slow
def test_how_far_a_shared_search_engine_is_behind_is_told(cluster: Cluster, tmp_path: Path, make_client: Make) -> None:
    engine = EngineChoice(str(tmp_path / "library"))
    with closing(
        Index.open(cluster.new_database(), HashEncoder(), create=True, replicas=tmp_path / "machine", engine=engine)
    ) as index:
        ingest_bytes(index, b"Red beans.", "beans.txt", "beans.txt")
        client = make_client(Assistant(index, threshold=0.0))
        before = samples(client)
        assert [value(before, name) for name in OF_A_SHARED_ENGINE] == [1, 1]
        told = client.get("/api/status").json()["engine"]
        assert told == {"address": "library", "generation": -1, "behind": 1, "beside": 1}
        follower = index.search.follower()
        assert follower is not None
        follower.follow()
        assert value(samples(client), "footnote_engine_commits_behind") == 0
