"""Requests and what is told come through a connection as they were, and nothing else does."""

import socket
import struct
import subprocess
import sys

import pytest

from rag.resident.request import Request, Told, receive, send

# What a command must not wait for where another process answers it.
HEAVY = {"numpy", "faiss", "onnxruntime", "pydantic", "pydantic_settings", "rich", "sqlite3", "tantivy", "tokenizers"}


@pytest.fixture
def pair():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def test_a_request_comes_as_it_was_sent(pair) -> None:
    request = Request(
        "ask", "Wann öffnet das Museum?", "/home/index", sources=("a.txt", "b.txt"), llm=False, kind="list"
    )
    send(pair[0], request.to_json())
    values = receive(pair[1])
    assert values is not None
    assert Request.from_json(values) == request


def test_what_is_told_comes_as_it_was_sent(pair) -> None:
    told = Told("One.\nTwo.", ("footnote: a notice",), 3)
    send(pair[0], told.to_json())
    values = receive(pair[1])
    assert values is not None
    assert Told.from_json(values) == told


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0\0",
        struct.pack(">I", 10) + b"{}",
        struct.pack(">I", 3) + b"{}}",
        struct.pack(">I", 2) + b"[]",
        struct.pack(">I", 1 << 31),
    ],
)
def test_what_is_cut_off_or_is_no_object_is_nothing(pair, content: bytes) -> None:
    pair[0].sendall(content)
    pair[0].close()
    assert receive(pair[1]) is None


def test_the_commands_that_ask_load_nothing_that_only_an_answer_needs() -> None:
    code = "import sys, index.commands.cli as c; c.cli.get_command(None, 'ask'); print(' '.join(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "rag.commands.ask" in loaded
    assert not HEAVY & set(loaded)
    assert {name for name in loaded if name.startswith(("rag.", "index."))} == {
        "index.address",
        "index.commands",
        "index.commands.cli",
        "index.errors",
        "index.hardening",
        "index.hardening.legibility",
        "index.hardening.terminal",
        "rag.answers",
        "rag.answers.kind",
        "rag.answers.place",
        "rag.commands",
        "rag.commands.ask",
        "rag.resident",
        "rag.resident.address",
        "rag.resident.beforehand",
        "rag.resident.client",
        "rag.resident.request",
    }
