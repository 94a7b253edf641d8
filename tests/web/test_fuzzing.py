"""Whatever the description permits is answered as it says, and what it forbids is refused."""

from collections.abc import Callable
from typing import Any

import hypothesis
import pytest
import schemathesis
from schemathesis import Case, GenerationMode
from schemathesis.specs.openapi.checks import response_schema_conformance
from starlette.testclient import TestClient

pytestmark = pytest.mark.slow

Serve = Callable[..., str]

BOTH = list(GenerationMode)
# Nothing that is sent to an address without parameters is wrong.
OPERATIONS = [
    ("/v1/chat/completions", "POST", BOTH),
    ("/v1/models", "GET", BOTH[:1]),
    ("/v1/models/{model}", "GET", BOTH[:1]),
]


@pytest.mark.parametrize(
    ("path", "method", "mode"), [(path, method, mode) for path, method, modes in OPERATIONS for mode in modes]
)
def test_openais_api_keeps_to_its_description(serve: Serve, path: str, method: str, mode: GenerationMode) -> None:
    operation = schemathesis.openapi.from_url(f"{serve()}/openapi.json")[path][method]

    # Not through schemathesis's plugin, which pytest 9 breaks.
    @hypothesis.settings(max_examples=60, deadline=None, derandomize=True, database=None)
    @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
    def keeps_to_it(case: Case[Any]) -> None:
        streamed = isinstance(case.body, dict) and case.body.get("stream")
        # It takes the schema of a stream as that of one event, as OpenAPI 3.2 has it; the description is of 3.1.
        case.call_and_validate(excluded_checks=[response_schema_conformance] if streamed else [])

    keeps_to_it()


def test_every_operation_of_openais_api_is_tried(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    described = {(path, method.upper()) for path in paths if path.startswith("/v1") for method in paths[path]}
    assert described == {(path, method) for path, method, _ in OPERATIONS}
