"""The log is safe to read, and says of a request what an operator needs and nothing that its client said."""

import io
import json
import logging
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from web.observability.logs import JsonLines, TextLines, configure
from web.settings import ServerSettings

FORGED = "harmless\n2026-01-01T00:00:00.000Z INFO    - forged\x1b[2J\r\x9b\u2028\u202e\x00\u200b end"
KEY = "clé-de-voûte-3141-5926"


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., io.StringIO]]:
    """Log under settings, into what is returned."""
    root = logging.getLogger()
    before = root.handlers[:], root.level

    def start(**settings: Any) -> io.StringIO:
        written = io.StringIO()
        monkeypatch.setattr(sys, "stderr", written)
        configure(ServerSettings(**settings))
        return written

    yield start
    root.handlers, root.level = before
    logging.captureWarnings(capture=False)
    for name in ("footnote", "footnote.access", "footnote.questions", "index", "rag", "web"):
        logging.getLogger(name).setLevel(logging.NOTSET)


def lines(written: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def test_no_text_can_end_its_line_or_move_a_cursor(log: Callable[..., io.StringIO]) -> None:
    written = log()
    logging.getLogger("web").warning("%s", FORGED)
    (line,) = written.getvalue().splitlines()
    assert line.isprintable()
    assert "harmless 2026" in line
    assert "<U+001B>[2J" in line
    assert "<U+202E>" in line


def test_no_text_can_end_an_object_or_become_a_field_of_it(log: Callable[..., io.StringIO]) -> None:
    written = log(log_format="json")
    logging.getLogger("web").warning('%s", "level": "info', FORGED)
    (line,) = written.getvalue().splitlines()
    assert line.isascii()
    assert line.isprintable()
    told = json.loads(line)
    assert told["message"] == f'{FORGED}", "level": "info'
    assert told["level"] == "warning"


@pytest.mark.parametrize("form", [TextLines, JsonLines])
def test_a_trace_says_where_and_what_kind_but_quotes_nothing_unless_it_may(
    form: Callable[..., logging.Formatter],
) -> None:
    question, path = "the secret question", "/secret/name.pdf"

    def formatted(**options: bool) -> str:
        try:
            try:
                raise KeyError(question)
            except KeyError as error:
                raise OSError(28, "No space left on device", path) from error
        except OSError:
            info = sys.exc_info()
        return form(**options).format(logging.LogRecord("web", logging.ERROR, "", 1, "It failed", (), info))

    told = formatted()
    assert "test_logs.py" in told
    assert "KeyError" in told
    assert "OSError: No space left on device" in told
    assert "secret" not in told
    assert "'the secret question'" in formatted(with_words=True)


def test_no_line_of_a_trace_can_pass_for_an_event() -> None:
    try:
        raise ValueError(FORGED)
    except ValueError:
        record = logging.LogRecord("web", logging.ERROR, "", 1, "It failed", (), sys.exc_info())
    first, *rest = TextLines(with_words=True).format(record).splitlines()
    assert first.endswith("It failed")
    assert rest
    assert all(line.startswith("    ") and line.isprintable() for line in rest)


def test_an_error_that_is_its_own_cause_is_told_of_in_finitely_many_lines() -> None:
    first, second = ValueError(), ValueError()
    first.__cause__, second.__cause__ = second, first
    record = logging.LogRecord("web", logging.ERROR, "", 1, "It failed", (), (ValueError, first, None))
    assert 2 < len(TextLines().format(record).splitlines()) < 40


def test_every_part_of_a_group_of_errors_is_told_of() -> None:
    group = BaseExceptionGroup("several", [ValueError(), KeyError()])
    record = logging.LogRecord("web", logging.ERROR, "", 1, "It failed", (), (type(group), group, None))
    told = TextLines().format(record)
    assert "ValueError" in told
    assert "KeyError" in told


def test_other_packages_stay_silent_below_warnings_whatever_the_level(log: Callable[..., io.StringIO]) -> None:
    written = log(log_level="debug")
    logging.getLogger("openai").debug("the question")
    logging.getLogger("uvicorn.error").info("Started server process")
    logging.getLogger("web.api.ask").debug("ours")
    logging.getLogger("uvicorn.error").warning("Invalid HTTP request received.")
    first, second = written.getvalue().splitlines()
    assert first.endswith("ours")
    assert second.endswith("Invalid HTTP request received.")


def test_who_only_serves_himself_is_shown_no_line_for_each_request(
    log: Callable[..., io.StringIO], client: TestClient
) -> None:
    written = log()
    client.get("/healthz")
    assert written.getvalue() == ""


def test_where_a_key_is_set_each_request_has_a_line_that_says_nothing_of_what_was_asked(
    log: Callable[..., io.StringIO], make_client: Callable[..., TestClient], project_root: Path
) -> None:
    settings: dict[str, Any] = {"api_key": SecretStr(KEY), "log_format": "json"}
    written, client, key = log(**settings), make_client(**settings), {b"X-API-Key": KEY.encode()}
    asked = client.post("/api/ask", json={"question": "Who was the sécret keeper?"}, headers=key)
    named = {**key, b"X-Request-ID": b"from-the-client"}
    client.get("/api/documents/0123456789abcdef/original?q=sécret", headers=named)
    client.request("BREW", "/sécret%1b%0a", headers=key)
    client.get("/api/documents", headers={b"X-API-Key": "wrong-sécret".encode()})
    ask, missing, strange, refused = [told for told in lines(written) if told["logger"] == "footnote.access"]
    assert {key: ask[key] for key in ("level", "logger", "method", "route", "status", "client", "problem")} == {
        "level": "info",
        "logger": "footnote.access",
        "method": "POST",
        "route": "/api/ask",
        "status": 200,
        "client": "testclient",
        "problem": None,
    }
    assert ask["bytes"] == len(asked.content)
    assert ask["milliseconds"] > 0
    assert ask["request_id"] == asked.headers["x-request-id"]
    assert (missing["route"], missing["status"], missing["request_id"]) == (
        "/api/documents/{document_id}/original",
        404,
        "from-the-client",
    )
    assert (strange["method"], strange["route"]) == ("other", "none")
    assert (refused["route"], refused["status"], refused["problem"]) == ("none", 401, "key")
    (example,) = re.findall(r'^\{"time": .*$', (project_root / "docs" / "deploy.md").read_text(), re.MULTILINE)
    assert list(json.loads(example)) == list(missing)
    for word in ("cret", "keeper", "0123456789abcdef", KEY, "3141"):
        assert word not in written.getvalue()


def test_a_question_is_in_the_log_only_where_that_is_wanted(
    log: Callable[..., io.StringIO], client: TestClient
) -> None:
    for wanted in (True, False):
        written = log(log_format="json", log_questions=wanted)
        asked = client.post("/api/ask", json={"question": "Who was\nthe keeper?"})
        told = lines(written)
        assert [line["question"] for line in told] == ["Who was\nthe keeper?"] * wanted
        assert [line["request_id"] for line in told] == [asked.headers["x-request-id"]] * wanted


def test_an_access_log_can_be_had_without_a_key_and_done_without_where_one_is_set() -> None:
    assert ServerSettings(access_log=True).logs_requests
    assert not ServerSettings(access_log=False, api_key=SecretStr(KEY)).logs_requests
