import gc
import gzip
import socket
import time
import tracemalloc
from concurrent.futures import ThreadPoolExecutor

import pytest

from rag.errors import LanguageModelError
from rag.writing.language_model import LanguageModel
from rag.writing.prompts import PromptMessage
from tests.llm.scripted import babbles, breaks_off, never_ends, refuses, says, scripted, stalls

HELLO = [PromptMessage("user", "Hello")]
SCHEMA = {"type": "object"}
PATIENCE_SECONDS = 30


def text_of(model: LanguageModel, **others) -> str:
    return "".join(model.write(HELLO, most_tokens=20, **others))


def test_text_comes_in_pieces_from_the_model_that_the_endpoint_lists() -> None:
    with scripted(says("The ferry sails at nine.")) as server:
        model = LanguageModel(server.url)
        pieces = list(model.write(HELLO, most_tokens=20, schema=SCHEMA))
        assert ("".join(pieces), len(pieces) > 1, model.name()) == ("The ferry sails at nine.", True, "scripted")
        [request] = server.requests
    assert request["path"] == "/v1/chat/completions"
    assert request["body"] | {"response_format": None} == {
        "model": "scripted",
        "messages": [{"role": "user", "content": "Hello"}],
        "max_tokens": 20,
        "temperature": 0,
        "seed": 0,
        "stream": True,
        "response_format": None,
    }
    assert request["body"]["response_format"]["json_schema"]["schema"] == SCHEMA


def test_a_key_and_a_name_are_sent_and_a_path_is_kept() -> None:
    with scripted(says("Yes.")) as server:
        model = LanguageModel(f"{server.url}/gateway/v2/", model="/models/Small-1B.gguf", key="secret")
        assert (text_of(model), model.name()) == ("Yes.", "Small-1B")
        [request] = server.requests
    assert (request["path"], request["headers"]["Authorization"], request["body"]["model"]) == (
        "/gateway/v2/chat/completions",
        "Bearer secret",
        "/models/Small-1B.gguf",
    )


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_passes_is_tried_again_after_the_pause_that_is_asked_for(status: int) -> None:
    with scripted(refuses(status, Retry_After="0.05"), refuses(status, Retry_After="0.05"), says("Yes.")) as server:
        assert text_of(LanguageModel(server.url)) == "Yes."
        assert len(server.requests) == 3


def test_a_pause_that_the_time_has_no_room_for_is_not_waited_for() -> None:
    with scripted(refuses(429, Retry_After="15")) as server:
        with pytest.raises(LanguageModelError, match="not done within 2 s"):
            text_of(LanguageModel(server.url, seconds=2))
        assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("behaviour", "told"),
    [
        (refuses(401), "FOOTNOTE_LLM_KEY"),
        (refuses(403), "FOOTNOTE_LLM_KEY"),
        (refuses(404), "FOOTNOTE_LLM_MODEL"),
        (refuses(429), "accepts no more requests"),
        (refuses(500), r"failed \(500\)"),
        (refuses(400, "the prompt exceeds the context"), "FOOTNOTE_LLM_PROMPT_TOKENS"),
        (refuses(418, "I am a teapot"), "I am a teapot"),
        (babbles("<html>Welcome to the router</html>"), "something else than a completion"),
        (breaks_off("The ferry"), "broke off"),
    ],
)
def test_every_failure_says_what_to_do(behaviour, told: str) -> None:
    with scripted(behaviour) as server, pytest.raises(LanguageModelError, match=told) as raised:
        text_of(LanguageModel(server.url, retries=0))
    assert raised.value.remedy


def test_an_error_in_the_stream_is_an_error() -> None:
    def fails(handler) -> None:
        handler.begin()
        handler.piece("The ferry")
        handler.event({"error": {"message": "out of memory", "type": "server_error", "code": 500}})

    with scripted(fails) as server, pytest.raises(LanguageModelError):
        text_of(LanguageModel(server.url))


@pytest.mark.parametrize("content", [["Yes."], {"text": "Yes."}, 5, True, "\ud83d", "\udea2 Yes."])
def test_content_that_is_no_text_is_an_error(content: object) -> None:
    def behave(handler) -> None:
        handler.begin()
        handler.piece("No, ")
        handler.piece(content)
        handler.event("[DONE]")

    with scripted(behave) as server, pytest.raises(LanguageModelError, match="something else than a completion"):
        text_of(LanguageModel(server.url))


def test_a_character_that_is_cut_between_two_pieces_is_whole() -> None:
    def behave(handler) -> None:
        handler.begin()
        handler.piece("The ferry \ud83d")
        handler.piece("\udea2 sails.")
        handler.event("[DONE]")

    with scripted(behave) as server:
        assert text_of(LanguageModel(server.url)) == "The ferry \U0001f6a2 sails."


def test_what_waits_to_be_read_is_given_up_at_the_deadline() -> None:
    with scripted(says("Yes. " * 20)) as server:
        pieces = LanguageModel(server.url).write(HELLO, most_tokens=20, seconds=0.5)
        next(pieces)
        time.sleep(0.6)
        with pytest.raises(LanguageModelError, match="was not done within"):
            next(pieces)


def test_an_endpoint_that_does_not_take_a_parameter_is_asked_without_it_from_then_on() -> None:
    script = (
        refuses(400, "response_format json_schema is not supported"),
        refuses(400, "Unsupported parameter: 'max_tokens' is not supported with this model"),
        refuses(400, "Unsupported value: 'temperature' does not support 0"),
        says("Yes."),
    )
    with scripted(*script) as server:
        model = LanguageModel(server.url)
        assert text_of(model, schema=SCHEMA) == text_of(model, schema=SCHEMA) == "Yes."
        assert len(server.requests) == 5
        sent = server.requests[-1]["body"]
    assert sent["max_completion_tokens"] == 20
    assert not {"response_format", "temperature", "max_tokens"} & sent.keys()


def test_a_stream_that_stalls_is_given_up_though_it_shows_signs_of_life() -> None:
    started = time.monotonic()
    with scripted(stalls("The ferry")) as server:
        pieces = LanguageModel(server.url, seconds=1).write(HELLO, most_tokens=20)
        assert "The ferry" in pieces
        with pytest.raises(LanguageModelError, match="not done within 1 s"):
            list(pieces)
        assert server.left.wait(20)
    assert time.monotonic() - started < 20


def test_a_server_that_says_nothing_at_all_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(LanguageModelError, match="within 1 s"):
        text_of(LanguageModel(f"http://127.0.0.1:{silent.getsockname()[1]}", model="m", seconds=1))


def test_what_never_ends_is_cut_off() -> None:
    with scripted(never_ends) as server:
        assert 20 <= len(text_of(LanguageModel(server.url))) <= 20 * 12
        assert server.left.wait(20)


def test_closing_the_text_ends_the_request() -> None:
    with scripted(stalls("The ferry")) as server:
        pieces = LanguageModel(server.url).write(HELLO, most_tokens=20)
        assert "The ferry" in pieces
        pieces.close()
        assert server.left.wait(20)


def test_while_nothing_comes_empty_pieces_do_and_closing_then_ends_the_request() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        model = LanguageModel(f"http://127.0.0.1:{silent.getsockname()[1]}", model="m")
        pieces = model.write(HELLO, most_tokens=20)
        assert [next(pieces), next(pieces)] == ["", ""]
        connection, _ = silent.accept()
        with connection:
            connection.settimeout(20)
            pieces.close()
            while connection.recv(65536):
                """What was asked; then the end, since who asked has gone."""


def test_two_threads_ask_at_once() -> None:
    with scripted(says("The ferry sails at nine.")) as server, ThreadPoolExecutor(8) as threads:
        model = LanguageModel(server.url)
        assert set(threads.map(lambda _: text_of(model), range(16))) == {"The ferry sails at nine."}


def test_a_connection_that_is_kept_is_closed_with_the_model() -> None:
    with scripted(says("The ferry sails at nine.")) as server:
        model = LanguageModel(server.url)
        model.name()
        assert not server.hung_up.is_set()
        del model
        gc.collect()
        assert server.hung_up.wait(PATIENCE_SECONDS)


def test_nobody_there_is_said_without_the_password_in_the_address() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(LanguageModelError, match=f"127.0.0.1:{port} cannot be reached") as raised:
        text_of(LanguageModel(f"http://user:hunter2@127.0.0.1:{port}", retries=0))
    assert "hunter2" not in str(raised.value)


@pytest.mark.parametrize("address", ["ftp://there", "http://", "file:///etc/passwd"])
def test_an_address_of_something_else_is_refused(address: str) -> None:
    with pytest.raises(LanguageModelError, match="is not the address"):
        LanguageModel(address)


def test_an_endpoint_that_sends_elsewhere_is_not_followed_and_nobody_else_hears_the_question() -> None:
    with scripted(says("Mine.")) as other:

        def redirects(handler) -> None:
            handler.answer(307, {}, Location=f"{other.url}/chat/completions")

        with scripted(redirects) as server, pytest.raises(LanguageModelError, match="another address") as raised:
            text_of(LanguageModel(server.url, retries=0))
    assert other.requests == []
    assert "FOOTNOTE_LLM_URL" in raised.value.remedy


@pytest.mark.parametrize("status", [200, 400, 500])
def test_what_is_compressed_is_not_inflated(status: int) -> None:
    """A megabyte of it could become a gigabyte before anybody counts."""
    bomb = gzip.compress(b" " * 20_000_000)

    def bombs(handler) -> None:
        assert handler.headers["Accept-Encoding"] == "identity"
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Encoding", "gzip")
        handler.send_header("Content-Length", str(len(bomb)))
        handler.end_headers()
        handler.wfile.write(bomb)

    tracemalloc.start()
    try:
        with scripted(bombs) as server, pytest.raises(LanguageModelError, match="compressed"):
            text_of(LanguageModel(server.url, retries=0))
        assert tracemalloc.get_traced_memory()[1] < 15_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("status", [200, 400])
def test_an_answer_that_does_not_end_is_cut_off(status: int) -> None:
    def goes_on(handler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Connection", "close")
        handler.end_headers()
        for _ in range(1_000):
            handler.wfile.write(b" " * 1_000_000)

    with scripted(goes_on) as server, pytest.raises(LanguageModelError):
        text_of(LanguageModel(server.url, retries=0, seconds=60))


def test_a_name_of_a_model_is_shown_legible_and_on_one_line() -> None:
    model = LanguageModel("http://127.0.0.1:9", model="good\n\x1b[31mmodel\u202e" + "x" * 3_000)
    assert model.name().startswith("good [31mmodel") or model.name().startswith("good model")
    assert len(model.name()) == 80
    assert model.name().isprintable()
