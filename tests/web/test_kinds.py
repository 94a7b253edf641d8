"""Every door takes a kind of answer, says which it gave, and shows the lead and what the sentences stand under."""

import dataclasses
import html
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from index.commands.cli import cli
from index.store import Index
from rag import api
from rag.answers.answer import FOR_DOCUMENTS, to_json
from rag.answers.kind import Kind
from rag.asking import by_kind
from rag.asking.assistant import Assistant
from rag.evaluation.replay import replay
from rag.investigation.investigator import Investigator
from rag.kinds.answer_kind import Asked, Prepared
from rag.settings import get_settings
from web.mcp.tools import TOOLS

QUESTION = "Who was the keeper of the lamp, and what broke the great lens?"
LEAD = "Two of two."
HEADS = ("The keeper", "The lens")
ABSTAINED = 3


@dataclasses.dataclass(frozen=True)
class Seen:
    """What a door gave: data where it gives any, and what is read."""

    data: dict[str, Any]
    text: str


class TwoGroups:
    """Quotes what a search finds, the first sentence under one head and the second under another."""

    def prepare(self, asked: Asked, investigator: Investigator) -> Prepared | None:
        found = investigator.investigate(asked.query)
        return Prepared(found, found.evidence[:2], groups=HEADS, lead=LEAD)


@pytest.fixture
def doors(index: Index, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> dict[str, Callable[[Kind], Seen]]:
    """What asks the same question for an answer of a kind, by the names of the doors."""
    monkeypatch.setenv("FOOTNOTE_INDEX", str(index.folder))
    monkeypatch.setenv("FOOTNOTE_THRESHOLD", "0")
    monkeypatch.setenv("FOOTNOTE_ENCODER", "hash")
    get_settings.cache_clear()

    def of_json(path: str, kind: Kind) -> Seen:
        answer = client.post(path, json={"question": QUESTION, "kind": kind}).json()
        return Seen(answer, f"{answer['answer']} {' '.join(each['group'] for each in answer['sentences'])}")

    def of_events(kind: Kind) -> Seen:
        events = client.post("/api/ask", json={"question": QUESTION, "kind": kind, "stream": True}).text
        parts = dict(re.findall(r"event: (\w+)\ndata: (.*)\n", events))
        answer = json.loads(parts["done"])
        if answer["sentences"] and kind is not Kind.FACT:
            assert json.loads(parts["opening"]) == {"kind": kind, "lead": answer["lead"]}
        return Seen(answer, events.partition("event: passages")[2].partition("\n\n")[2])

    def of_chat(kind: Kind) -> Seen:
        messages = [{"role": "user", "content": QUESTION}]
        sent = {"model": "footnote", "messages": messages, "footnote": {"kind": kind}}
        whole = client.post("/v1/chat/completions", json=sent).json()
        streamed = client.post("/v1/chat/completions", json={**sent, "stream": True}).text
        pieces = re.findall(r'"content":"((?:[^"\\]|\\.)*)"', streamed.partition('"footnote":')[0])
        content = whole["choices"][0]["message"]["content"]
        assert json.loads(f'"{"".join(pieces)}"') == content
        assert content.startswith(whole["footnote"]["lead"])
        return Seen(whole["footnote"], content)

    def of_tool(kind: Kind) -> Seen:
        tool = TOOLS["ask"]
        result = tool.arguments({"question": QUESTION, "kind": kind.value}).run(Assistant(index, threshold=0.0))
        return Seen(tool.json(result), result.readable())

    def of_command(kind: Kind) -> Seen:
        told, shown = (
            CliRunner().invoke(cli, ["ask", QUESTION, "--kind", kind.value, *more]) for more in (["--json"], [])
        )
        answer = json.loads(told.stdout)
        assert told.exit_code == shown.exit_code == (ABSTAINED if answer["abstained"] else 0)
        return Seen(answer, shown.stdout)

    def of_python(kind: Kind) -> Seen:
        answer = api.ask(QUESTION, kind=kind.value)
        assert answer.kind is kind
        return Seen(to_json(answer), f"{answer}\n{html.unescape(answer._repr_html_())}")

    def of_page(kind: Kind) -> Seen:
        to = client.post("/ask", data={"question": QUESTION, "kind": kind}).headers["location"].partition("#")[0]
        page = client.get(to).text
        [shown] = re.findall(r'data-kind="(\w+)"', page)
        linked = client.get("/", params={"q": QUESTION, "kind": kind}).text
        assert f'data-kind="{kind}"' in linked
        kept = client.get(f"/api{to}").json()["turns"][0]["answer"]
        return Seen({**kept, "kind": shown}, html.unescape(page))

    return {
        "JSON": lambda kind: of_json("/api/ask", kind),
        "conversations": lambda kind: of_json("/api/conversations/ask", kind),
        "events": of_events,
        "OpenAI": of_chat,
        "MCP": of_tool,
        "command line": of_command,
        "Python": of_python,
        "page": of_page,
    }


@pytest.mark.parametrize("kind", Kind)
def test_every_door_gives_the_kind_of_answer_that_is_asked_for(
    doors: dict[str, Callable[[Kind], Seen]], kind: Kind
) -> None:
    assert {name: door(kind).data["kind"] for name, door in doors.items()} == dict.fromkeys(doors, kind)


@pytest.mark.parametrize("kind", [Kind.LIST, Kind.OVERVIEW, Kind.COMPARISON, Kind.COLLECTION])
def test_every_door_shows_the_lead_first_and_what_the_sentences_stand_under(
    doors: dict[str, Callable[[Kind], Seen]], monkeypatch: pytest.MonkeyPatch, kind: Kind
) -> None:
    monkeypatch.setattr(by_kind, "KINDS", {kind: TwoGroups()})
    for name, door in doors.items():
        seen = door(kind)
        first, second = seen.data["sentences"]
        assert (seen.data["lead"], first["group"], second["group"]) == (LEAD, *HEADS), name
        if "start" in first:
            assert seen.data["answer"][second["start"] : second["end"]] == second["text"], name
        assert all(words in seen.text for words in (LEAD, *HEADS, first["text"])), name
        assert seen.text.index(LEAD) < seen.text.index(first["text"]), name


def test_what_is_not_for_documents_is_told_so_in_one_sentence_by_every_door(
    doors: dict[str, Callable[[Kind], Seen]],
) -> None:
    for name, door in doors.items():
        seen = door(Kind.NOT_FOR_US)
        assert (seen.data["answer"], seen.data["abstained"], seen.data["abstain_reason"]) == (FOR_DOCUMENTS, True, None)
        assert not seen.data["passages"], name
        assert FOR_DOCUMENTS in seen.text, name
        assert not re.search(r"Not covered|Ask in other words|closest|from memory", seen.text), name


def test_the_page_says_the_kind_in_a_word_where_it_is_no_plain_fact(
    doors: dict[str, Callable[[Kind], Seen]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(by_kind, "KINDS", {Kind.YES_NO: TwoGroups()})
    shown = {kind: re.findall(r'<p class="kind">(.*?)</p>', doors["page"](kind).text) for kind in Kind}
    assert (shown[Kind.FACT], shown[Kind.YES_NO], shown[Kind.NOT_FOR_US]) == ([], ["Yes or no"], [])


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/api/ask", {"question": QUESTION, "kind": "poem"}),
        ("/api/conversations/ask", {"question": QUESTION, "kind": "poem"}),
        (
            "/v1/chat/completions",
            {"model": "m", "messages": [{"role": "user", "content": QUESTION}], "footnote": {"kind": "poem"}},
        ),
    ],
)
def test_a_kind_that_there_is_not_is_refused_with_those_that_there_are(
    client: TestClient, path: str, sent: dict[str, Any]
) -> None:
    refused = client.post(path, json=sent)
    assert refused.status_code in (400, 422)
    assert all(f"'{kind}'" in refused.json().get("detail", refused.text) for kind in Kind)


def test_an_answer_is_replayed_as_the_kind_that_it_was_asked_for(
    index: Index, doors: dict[str, Callable[[Kind], Seen]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(by_kind, "KINDS", {Kind.OVERVIEW: TwoGroups()})
    recorded = doors["JSON"](Kind.OVERVIEW).data
    assert replay(index, recorded).same
    monkeypatch.setattr(by_kind, "KINDS", {})
    assert replay(index, recorded).answer.kind is Kind.OVERVIEW
