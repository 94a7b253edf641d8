"""The API's description is true: its examples fit its schemas, and it names every failure."""

from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
from starlette.testclient import TestClient

from rag.answers.answer import AnswerSentence
from web.schemas import examples


@pytest.fixture
def description(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/openapi.json").json()
    return found


def contents(description: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every body that the description knows: where it is, and its schema with its examples."""
    for path, operations in description["paths"].items():
        for method, operation in operations.items():
            bodies = {"request": operation.get("requestBody", {}), **operation["responses"]}
            for place, body in bodies.items():
                for kind, content in body.get("content", {}).items():
                    yield f"{method} {path} {place} {kind}", content


@pytest.mark.slow
def test_every_example_fits_its_schema(description: dict[str, Any]) -> None:
    checked = []
    for place, content in contents(description):
        # Properties that no schema knows are mistakes in an example.
        schema = {**content["schema"], "components": description["components"]}
        values = [example["value"] for example in content.get("examples", {}).values()]
        for value in [*values, *([content["example"]] if "example" in content else [])]:
            assert [error.message for error in jsonschema_rs.Draft202012Validator(schema).iter_errors(value)] == [], (
                place
            )
            checked.append(place.rpartition(" ")[0])
    assert {"post /api/ask request", "post /api/ask 200", "post /api/search request"} <= set(checked)
    assert {"post /v1/chat/completions request", "post /v1/chat/completions 200"} <= set(checked)
    assert {"post /api/documents request", "post /api/documents 202", "get /api/jobs/{job_id} 200"} <= set(checked)


def test_the_example_answer_has_every_key_of_a_real_one(client: TestClient, description: dict[str, Any]) -> None:
    real = client.post("/api/ask", json={"question": "Who was the keeper?"}).json()
    shown = description["paths"]["/api/ask"]["post"]["responses"]["200"]["content"]["application/json"]["examples"]
    for example in shown.values():
        assert example["value"].keys() == real.keys()
    answer = shown["answer"]["value"]
    for part in ("sentences", "passages"):
        assert answer[part][0].keys() == real[part][0].keys()
    assert answer["sentences"][0]["citations"][0].keys() == real["sentences"][0]["citations"][0].keys()


def test_a_real_answer_fits_the_schema(client: TestClient, description: dict[str, Any]) -> None:
    schema = {"$ref": "#/components/schemas/Answer", "components": description["components"]}
    real = client.post("/api/ask", json={"question": "Who was the keeper?"}).json()
    assert jsonschema_rs.Draft202012Validator(schema).is_valid(real)
    assert not jsonschema_rs.Draft202012Validator(schema).is_valid({**real, "abstained": "no"})


@pytest.mark.slow
@pytest.mark.parametrize(("name", "stage"), [("lamp.txt", "done"), ("lamp.png", "failed")])
def test_a_real_job_fits_the_schema_and_has_the_examples_keys(
    client: TestClient, description: dict[str, Any], name: str, stage: str
) -> None:
    client.post("/api/documents", files={"file": (name, b"The lamp.")}, headers={"Prefer": "wait"})
    (real,) = client.get("/api/jobs").json()["jobs"]
    assert real["stage"] == stage
    schema = {"$ref": "#/components/schemas/Job", "components": description["components"]}
    assert [error.message for error in jsonschema_rs.Draft202012Validator(schema).iter_errors(real)] == []
    read = description["paths"]["/api/jobs/{job_id}"]["get"]["responses"]["200"]["content"]["application/json"]
    example = read["examples"][stage]["value"]
    assert example.keys() == real.keys()
    for part in ("report", "problem"):
        assert (example[part] or {}).keys() == (real[part] or {}).keys()


def test_the_offsets_of_the_example_hold() -> None:
    (passage,) = examples.ANSWER.passages
    for sentence in examples.ANSWER.sentences:
        assert isinstance(sentence, AnswerSentence)
        assert examples.ANSWER.answer[sentence.start : sentence.end] == sentence.text
        for citation in sentence.citations:
            assert passage.text[citation.start : citation.end] == citation.quote


def test_every_reference_leads_somewhere(description: dict[str, Any]) -> None:
    def references(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            if isinstance(value.get("$ref"), str):
                yield value["$ref"]
            value = list(value.values())
        if isinstance(value, list):
            for part in value:
                yield from references(part)

    found = set(references(description))
    assert "#/components/schemas/Problem" in found
    for reference in found:
        kind, name = reference.removeprefix("#/components/").split("/")
        assert name in description["components"][kind], reference


def test_every_failure_is_described_as_a_problem(description: dict[str, Any]) -> None:
    for place, content in contents(description):
        _, path, status, kind = place.split(" ")
        if path.startswith("/api") and status.isdigit() and int(status) >= 400:
            assert (kind, content["schema"]) == ("application/problem+json", {"$ref": "#/components/schemas/Problem"})


def test_every_failure_of_openais_api_is_described_in_its_shape_and_none_is_a_422(description: dict[str, Any]) -> None:
    shape = {"$ref": "#/components/schemas/OpenAIErrorBody"}
    failures = [place for place in contents(description) if place[0].split(" ")[1].startswith("/v1")]
    statuses = set()
    for place, content in failures:
        _, _, status, kind = place.split(" ")
        if status not in ("request", "200"):
            assert (kind, content["schema"]) == ("application/json", shape)
            statuses.add(status)
    assert {"400", "401", "404", "413", "429", "500", "503", "default"} <= statuses
    assert "422" not in statuses


def test_every_operation_of_the_api_says_that_a_key_may_be_needed(description: dict[str, Any]) -> None:
    for path, operations in description["paths"].items():
        for operation in operations.values():
            assert ("401" in operation["responses"]) is path.startswith(("/api", "/v1"))


def test_the_description_is_the_same_the_second_time(client: TestClient, description: dict[str, Any]) -> None:
    assert client.get("/openapi.json").json() == description


def test_there_are_no_pages_that_fetch_scripts_from_elsewhere(client: TestClient) -> None:
    assert client.get("/docs").status_code == client.get("/redoc").status_code == 404
