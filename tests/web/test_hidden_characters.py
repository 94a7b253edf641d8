"""What a document hides is named wherever text goes out as text, and stays as it is where offsets count in it."""

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from index.documents import Document, Section
from index.folders.ingest import ingest_documents
from index.hardening.legibility import hidden
from index.store import Index
from rag.answers.html import answer_html
from rag.answers.text import answer_text
from rag.asking.assistant import Assistant
from rag.investigation.query import Query
from rag.notebook import Documents
from rag.writing.prompts import Source, answer_messages

TEXT = "The rent of the boathouse is \u202e084\u202c euros\U000e0068\U000e0069 and 4\u200b7 cents."
TITLE = "Lease \u202efdp\x1b]0;owned\x07 4\u200b7"
SOURCE = "lease\x1b[2J\u202e.txt"
QUESTION = "What is the rent of the boathouse?"
HEADERS = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": "2025-06-18"}


@pytest.fixture
def lease(index: Index, client: TestClient) -> TestClient:
    """A client of an index with a document as an older Footnote may have stored it."""
    ingest_documents(index, [Document(SOURCE, TITLE, TEXT, "0" * 64, (Section(0, len(TEXT)),), tags=("a\u202eb",))])
    return client


def call(client: TestClient, tool: str, **arguments: Any) -> dict[str, Any]:
    message = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/call",
        "params": {"name": tool, "arguments": arguments},
    }
    result: dict[str, Any] = client.post("/mcp", json=message, headers=HEADERS).json()["result"]
    return result


def test_an_answer_in_json_has_the_very_words(lease: TestClient) -> None:
    answer = lease.post("/api/ask", json={"question": QUESTION}).json()
    [citation] = [each for each in answer["sentences"][0]["citations"] if each["source"] == SOURCE]
    assert citation["quote"] == TEXT[citation["start"] : citation["end"]]
    assert citation["title"] == TITLE


def test_a_chat_is_given_text_that_is_displayed_as_it_reads(lease: TestClient) -> None:
    asked = {"model": "footnote", "messages": [{"role": "user", "content": QUESTION}]}
    completion = lease.post("/v1/chat/completions", json=asked).json()
    message = completion["choices"][0]["message"]
    assert "<U+202E>084<U+202C>" in message["content"]
    assert not hidden(message["content"])
    for annotation in message["annotations"]:
        cited = annotation["url_citation"]
        assert message["content"][cited["start_index"] : cited["end_index"]].startswith("[")
        assert not hidden(cited["title"])
    streamed = lease.post("/v1/chat/completions", json={**asked, "stream": True}).text
    events = [json.loads(line[6:]) for line in streamed.splitlines() if line.startswith("data: {")]
    pieces = [event["choices"][0]["delta"].get("content", "") for event in events if event["choices"]]
    assert "".join(pieces) == message["content"]


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("ask", {"question": QUESTION}),
        ("search", {"query": QUESTION}),
        ("list_documents", {}),
        ("read_document", {"document_id": Document(SOURCE, TITLE, TEXT, "", ()).id}),
    ],
)
def test_a_model_that_calls_a_tool_reads_what_a_person_would(
    lease: TestClient, tool: str, arguments: dict[str, Any]
) -> None:
    result = call(lease, tool, **arguments)
    text = result["content"][0]["text"]
    assert "boathouse" in text or "Lease" in text
    assert not hidden(text)
    # What is structured is data, in which offsets count.
    structured = json.dumps(result["structuredContent"], ensure_ascii=False)
    assert json.dumps(TITLE, ensure_ascii=False) in structured


def test_what_is_taken_away_is_displayed_as_it_reads(lease: TestClient) -> None:
    response = lease.post("/api/conversations/ask", json={"question": QUESTION})
    path = f"/api/conversations/{response.headers['x-conversation-id']}/export"
    exported = lease.get(path).text
    assert "<U+202E>084<U+202C>" in exported
    assert not hidden(exported)
    as_json = lease.get(path, params={"format": "json"})
    assert not hidden(as_json.text)
    assert as_json.json()["turns"][0]["answer"] == response.json()


@pytest.mark.parametrize("path", ["/documents", "/documents/{id}", "/?q=What+is+the+rent+of+the+boathouse%3F"])
def test_pages_box_what_is_hidden_in_text_and_name_it_elsewhere(lease: TestClient, path: str) -> None:
    page = lease.get(path.format(id=Document(SOURCE, TITLE, TEXT, "", ()).id), headers={"accept": "text/html"}).text
    boxed = [part.partition("</span>")[0] for part in page.split('<span class="control" data-names="')[1:]]
    for box in boxed:
        names, _, run = box.partition('">')
        assert names.split()[: len(run)] == [f"U+{ord(each):04X}" for each in run]
        page = page.replace(f'data-names="{names}">{run}<', f'data-names="{names}"><')
    assert not hidden(page)
    assert boxed or path == "/documents"


@pytest.mark.usefixtures("lease")
def test_python_and_the_model_see_no_more_than_a_person(index: Index) -> None:
    answer = Assistant(index, threshold=0.0).ask(Query(QUESTION))
    assert not hidden(answer_text(answer))
    assert not hidden(answer_html(answer))
    assert not hidden(str(Documents(index.documents.listed())))
    messages = answer_messages(QUESTION, [Source(1, TITLE, "", TEXT)])
    assert not [message for message in messages if hidden(message.content)]
    assert "\U000e0068" not in messages[1].content


def test_a_file_is_saved_under_the_name_that_is_displayed(lease: TestClient) -> None:
    response = lease.post("/api/conversations", json={"title": "invoice\u202efdp"})
    assert response.json()["title"] == "invoicefdp"
    exported = lease.get(f"/api/conversations/{response.json()['id']}/export")
    assert "%E2%80%AE" not in exported.headers["content-disposition"]
