"""Every error has its place in the one table, and none tells more than it should."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.testclient import TestClient

import index
import rag
import web
from index.errors import Busy, FootnoteError, IndexLocked
from rag.errors import QuestionError
from web.errors.problems import PROBLEMS, as_problem, headers_of, kind_of
from web.errors.translation import translate
from web.errors.tree import InvalidRequest


def every_error() -> Iterator[type[FootnoteError]]:
    """Yield the root and every public class below it, in all modules of the three packages."""
    for package in (index, rag, web):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            # Loading torch takes seconds, and the modules that run models raise the errors of others.
            if module.name != "index.encoding.encoders.sentence_transformers":
                importlib.import_module(module.name)
    waiting = [FootnoteError]
    while waiting:
        found = waiting.pop()
        waiting += found.__subclasses__()
        if found.__module__.split(".")[0] in ("index", "rag", "web") and not found.__name__.startswith("_"):
            yield found


@pytest.mark.slow
def test_every_error_has_an_entry_of_its_own_and_no_entry_is_left_over() -> None:
    assert set(every_error()) == set(PROBLEMS)


def test_programs_can_tell_every_kind_apart() -> None:
    slugs = [kind.slug for kind in PROBLEMS.values()]
    assert len(slugs) == len(set(slugs))
    assert all(400 <= kind.status <= 599 for kind in PROBLEMS.values())


def test_a_class_without_an_entry_gets_that_of_the_class_above_it() -> None:
    class Narrower(QuestionError):
        pass

    assert kind_of(Narrower("A", "B")) is PROBLEMS[QuestionError]


def test_a_problem_says_what_happened_and_what_to_do() -> None:
    assert as_problem(QuestionError("The question is empty", "Ask something")) == {
        "type": "urn:footnote:problem:question",
        "title": "The question cannot be asked",
        "status": 422,
        "detail": "The question is empty. Ask something.",
    }


@pytest.mark.parametrize("path", ["/api/asked", "/v1/asked"])
def test_a_problem_that_quotes_half_a_surrogate_pair_is_told_all_the_same(client: TestClient, path: str) -> None:
    def asked() -> None:
        raise QuestionError("“a\ud800” is not a date", "Leave out “\udfff”")

    client.app.add_api_route(path, asked)  # type: ignore[attr-defined]  # the client knows it as any ASGI app
    response = client.get(path)
    assert response.status_code == (400 if path.startswith("/v1") else 422)
    assert "“a\\\\ud800” is not a date. Leave out “\\\\udfff”." in response.text


@pytest.mark.parametrize("error", [Busy("A", "B"), IndexLocked("A", "B")])
def test_what_passes_by_itself_says_when_to_try_again(error: FootnoteError) -> None:
    assert int(headers_of(error)["Retry-After"]) > 0


def test_an_unexpected_error_does_not_tell_its_details() -> None:
    problem = as_problem(translate(ValueError("/home/amalia/secret")))
    assert problem["status"] == 500
    assert "secret" not in str(problem)


def test_a_validation_error_names_the_place_and_not_the_value() -> None:
    found = {"type": "x", "loc": ("body", "top_k"), "msg": "Input should be a number", "input": "private"}
    error = translate(RequestValidationError([found]))
    assert isinstance(error, InvalidRequest)
    assert error.errors == ({"at": "body.top_k", "message": "Input should be a number"},)
    assert "private" not in str(as_problem(error))


@pytest.mark.parametrize(("status", "expected"), [(400, 422), (404, 404), (405, 405), (413, 413), (418, 422)])
def test_the_frameworks_own_errors_become_ours(status: int, expected: int) -> None:
    assert as_problem(translate(HTTPException(status)))["status"] == expected


def test_a_mistake_in_the_program_becomes_a_problem_with_the_security_headers(client: TestClient) -> None:
    def broken() -> None:
        raise ZeroDivisionError("inner detail")

    client.app.add_api_route("/api/broken", broken)  # type: ignore[attr-defined]  # the client knows it as any ASGI app
    response = client.get("/api/broken")
    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert "inner detail" not in response.text
    assert "Traceback" not in response.text


def test_a_person_gets_a_page_and_a_program_gets_json(client: TestClient) -> None:
    page = client.get("/nowhere", headers={"accept": "text/html,*/*"})
    assert page.status_code == 404
    assert page.headers["content-type"].startswith("text/html")
    assert "There is nothing here" in page.text
    body = client.get("/nowhere")
    assert body.headers["content-type"] == "application/problem+json"
    assert body.json()["status"] == body.status_code == 404


def test_the_wrong_method_says_which_is_right(client: TestClient) -> None:
    response = client.put("/api/ask")
    assert response.status_code == 405
    assert response.headers["allow"] == "POST"
    assert response.json()["type"] == "urn:footnote:problem:method"
