"""What is sent with a million mistakes in it costs what one mistake costs: it cannot hold up the server."""

import json
import tracemalloc
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import BaseModel, ValidationError

from web.mcp.documents import ListArguments
from web.mcp.questions import AskArguments
from web.openai.requests import ChatRequest, Wishes
from web.schemas.asking import AskRequest, SearchRequest
from web.schemas.documents import ChosenTags, UploadedText

MANY = 50_000
FIELDS = {f"f{number}": 1 for number in range(MANY)}
SENT: list[tuple[type[BaseModel], dict[str, Any]]] = [
    (UploadedText, {"text": "x", "tags": [1] * MANY}),
    (UploadedText, {"text": "x", **FIELDS}),
    (ChosenTags, {"tags": [1] * MANY}),
    (AskRequest, {"question": "x", "history": [1] * MANY}),
    (AskRequest, {"question": "x", **FIELDS}),
    (SearchRequest, {"question": "x", "filters": {"sources": [1] * MANY}}),
    (SearchRequest, {"question": "x", "filters": {"tags": [1] * MANY}}),
    (SearchRequest, {"question": "x", "filters": FIELDS}),
    (ChatRequest, {"model": "footnote", "messages": [1] * MANY}),
    (ChatRequest, {"model": "footnote", "messages": [{"role": "user", "content": [1] * MANY}]}),
    (Wishes, FIELDS),
    (AskArguments, {"question": "x", "sources": [1] * MANY}),
    (ListArguments, FIELDS),
]


@pytest.mark.parametrize(("model", "sent"), SENT, ids=lambda each: getattr(each, "__name__", ""))
def test_many_mistakes_are_not_listed_one_by_one(model: type[BaseModel], sent: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as caught:
        model.model_validate_json(json.dumps(sent))
    assert caught.value.error_count() <= 10
    with pytest.raises(ValidationError) as caught:
        model.model_validate(sent)
    assert caught.value.error_count() <= 10


def test_a_large_body_of_mistakes_takes_no_more_memory_than_its_values(client: TestClient) -> None:
    body = json.dumps({"text": "x", "tags": [1] * 1_000_000})
    tracemalloc.start()
    try:
        response = client.post("/api/documents", content=body, headers={"Content-Type": "application/json"})
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert response.status_code == 422
    assert "body.tags" in response.json()["detail"]
    assert most < 20 * len(body)


@pytest.mark.parametrize("field", ["after", "before"])
def test_half_a_surrogate_pair_in_a_date_is_a_mistake_of_the_client_s(client: TestClient, field: str) -> None:
    body = json.dumps({"question": "x", "filters": {field: "\ud800"}})
    response = client.post("/api/ask", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == 422
    assert "surrogate" in response.json()["detail"]
