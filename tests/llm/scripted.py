"""An endpoint of OpenAI's shape, over real HTTP, that does what it is told, request by request."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Behaviour = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    server: "ScriptedServer"
    protocol_version = "HTTP/1.1"

    def finish(self) -> None:
        super().finish()
        self.server.hung_up.set()

    def do_GET(self) -> None:
        self.answer(200, {"object": "list", "data": [{"id": "scripted", "object": "model"}]})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append({"path": self.path, "headers": dict(self.headers), "body": body})
        script = self.server.script
        behaviour = script.pop(0) if len(script) > 1 else script[0]
        try:
            behaviour(self)
        except OSError:
            self.server.left.set()
        self.close_connection = True

    def answer(self, status: int, value: Any, **headers: str) -> None:
        data = value.encode() if isinstance(value, str) else json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html" if isinstance(value, str) else "application/json")
        self.send_header("Content-Length", str(len(data)))
        for name, header in headers.items():
            self.send_header(name.replace("_", "-"), header)
        self.end_headers()
        self.wfile.write(data)

    def begin(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()

    def event(self, value: Any) -> None:
        data = value if isinstance(value, str) else json.dumps(value)
        self.wfile.write(f"data: {data}\n\n".encode())
        self.wfile.flush()

    def piece(self, text: str) -> None:
        self.event(
            {"id": "1", "object": "chat.completion.chunk", "choices": [{"index": 0, "delta": {"content": text}}]}
        )

    def log_message(self, *_: Any) -> None:
        pass


class ScriptedServer(ThreadingHTTPServer):
    """Does the first behaviour of its script at the first request, and the last at every one after it.

    Attributes:
        requests: what was asked.
        left: set when a client went away before the end.
        hung_up: set when a connection has ended.
    """

    daemon_threads = True

    def __init__(self, script: Sequence[Behaviour]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.script = list(script)
        self.requests: list[dict[str, Any]] = []
        self.left = threading.Event()
        self.hung_up = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@contextmanager
def scripted(*script: Behaviour) -> Iterator[ScriptedServer]:
    with ScriptedServer(script) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()


def says(text: str, size: int = 7) -> Behaviour:
    """Stream a text in pieces of some characters."""

    def behave(handler: Handler) -> None:
        handler.begin()
        for start in range(0, len(text), size):
            handler.piece(text[start : start + size])
        handler.event("[DONE]")

    return behave


def refuses(status: int, message: str = "no", **headers: str) -> Behaviour:
    """Answer with an error of OpenAI's shape."""
    return lambda handler: handler.answer(status, {"error": {"message": message, "type": "x", "code": None}}, **headers)


def babbles(text: str) -> Behaviour:
    """Answer with something that is no completion."""
    return lambda handler: handler.answer(200, text)


def stalls(text: str = "", seconds: float = 30.0) -> Behaviour:
    """Say something, and then nothing for a time; who goes away in that time is noticed."""

    def behave(handler: Handler) -> None:
        handler.begin()
        if text:
            handler.piece(text)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            time.sleep(0.05)
            handler.wfile.write(b": still here\n\n")
            handler.wfile.flush()

    return behave


def breaks_off(text: str) -> Behaviour:
    """Say something, announce more, and close the connection."""

    def behave(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.send_header("Content-Length", "100000")
        handler.end_headers()
        handler.piece(text)

    return behave


def never_ends(handler: Handler) -> None:
    """Say the same for ever."""
    handler.begin()
    while True:
        handler.piece("and so on ")
