"""Who guesses the key waits, who has it does not wait for them, and the log tells of it without the key."""

import logging
from collections.abc import Callable

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from web.guard.throttle import CROWD, LONGEST_SECONDS, PLACES, TRIES, Throttle

Make = Callable[..., TestClient]
KEY = "a key that is long enough"


class Clock:
    """Seconds that a test lets pass."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def guess(throttle: Throttle, address: str, count: int, begin: int = 0) -> None:
    for number in range(begin, begin + count):
        throttle.wrong(address, b"guess %d" % number)


def test_a_place_may_be_wrong_some_times_and_then_waits_longer_each_time(clock: Clock) -> None:
    throttle = Throttle(clock)
    guess(throttle, "192.0.2.1", TRIES - 1)
    assert throttle.wait_seconds("192.0.2.1") == 0
    waits = []
    for number in range(8):
        guess(throttle, "192.0.2.1", 1, begin=TRIES + number)
        waits.append(throttle.wait_seconds("192.0.2.1"))
        clock.now += waits[-1]
        assert throttle.wait_seconds("192.0.2.1") == 0
    assert waits == [2, 4, 8, 16, 32, LONGEST_SECONDS, LONGEST_SECONDS, LONGEST_SECONDS]


def test_a_program_with_an_old_key_is_no_guesser(clock: Clock) -> None:
    throttle = Throttle(clock)
    for _ in range(50 * TRIES):
        throttle.wrong("192.0.2.1", b"the key of yesterday")
    assert throttle.wait_seconds("192.0.2.1") == 0


def test_nobody_waits_for_the_guesses_of_another_place(clock: Clock) -> None:
    throttle = Throttle(clock)
    guess(throttle, "192.0.2.1", 3 * TRIES)
    assert throttle.wait_seconds("192.0.2.2") == 0
    assert throttle.wait_seconds("2001:db8::1") == 0


def test_a_place_that_has_the_key_is_not_locked_out_by_its_neighbours_for_a_day(clock: Clock) -> None:
    throttle = Throttle(clock)
    throttle.right("192.0.2.1")
    guess(throttle, "192.0.2.1", 5 * TRIES)
    assert throttle.wait_seconds("192.0.2.1") == 0
    clock.now += 86_400
    guess(throttle, "192.0.2.1", TRIES, begin=1_000)
    assert throttle.wait_seconds("192.0.2.1") > 0


def test_a_household_with_many_addresses_is_one_place(clock: Clock) -> None:
    throttle = Throttle(clock)
    for number in range(TRIES):
        throttle.wrong(f"2001:db8:0:7::{number:x}", b"guess %d" % number)
    assert throttle.wait_seconds("2001:db8:0:7:ffff::1") > 0
    assert throttle.wait_seconds("2001:db8:0:8::1") == 0
    guess(throttle, "::ffff:192.0.2.1", TRIES)
    assert throttle.wait_seconds("192.0.2.1") > 0


def test_while_a_crowd_guesses_each_place_has_one_try_and_the_first_always(clock: Clock) -> None:
    throttle = Throttle(clock)
    for number in range(CROWD):
        throttle.wrong(f"198.51.{number}.1", b"guess %d" % number)
    assert throttle.wait_seconds("203.0.113.9") == 0
    throttle.wrong("203.0.113.9", b"guess")
    assert throttle.wait_seconds("203.0.113.9") > 0
    clock.now += 61
    throttle.wrong("203.0.113.10", b"guess")
    assert throttle.wait_seconds("203.0.113.10") == 0


def test_what_is_remembered_is_bounded(clock: Clock) -> None:
    throttle = Throttle(clock)
    for number in range(PLACES + 500):
        address = f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"
        throttle.wrong(address, b"x" * 100)
        throttle.right(address)
    assert len(throttle._guessers) == len(throttle._known) == PLACES
    guess(throttle, "192.0.2.1", 500)
    assert len(throttle._guessers["192.0.2.1"].seen) <= 16


def test_after_a_quarter_of_an_hour_it_is_forgotten(clock: Clock) -> None:
    throttle = Throttle(clock)
    guess(throttle, "192.0.2.1", TRIES + 5)
    clock.now += 901
    guess(throttle, "192.0.2.1", TRIES - 1, begin=100)
    assert throttle.wait_seconds("192.0.2.1") == 0


def test_the_log_names_the_address_and_a_count_and_a_flood_does_not_fill_it(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    throttle = Throttle(clock)
    with caplog.at_level(logging.WARNING, "web.guard.throttle"):
        guess(throttle, "192.0.2.1", 10_000)
    assert caplog.messages[:2] == [
        "a wrong API key came from 192.0.2.1 (1 of them so far)",
        "a wrong API key came from 192.0.2.1 (2 of them so far)",
    ]
    assert "guess" not in caplog.text
    assert len(caplog.messages) < 30


def test_over_http_the_eleventh_guess_is_told_when_to_come_back(make_client: Make) -> None:
    client = make_client(api_key=SecretStr(KEY))
    for number in range(TRIES):
        assert client.get("/api/status", headers={"x-api-key": f"guess {number}"}).status_code == 401
    response = client.get("/api/status", headers={"x-api-key": "one more"})
    assert response.status_code == 429
    assert 1 <= int(response.headers["retry-after"]) <= 2
    assert response.json()["type"] == "urn:footnote:problem:key-guessed"
    assert "one more" not in response.text
    # Not even the right one, or guessing would go on as fast as before.
    assert client.get("/api/status", headers={"x-api-key": KEY}).status_code == 429
    # To come without one is no guess, and what needs none stays open.
    assert client.get("/api/status").status_code == 401
    assert client.get("/healthz").status_code == 200
    error = client.get("/v1/models", headers={"authorization": "Bearer guess"}).json()["error"]
    assert error["type"] == "rate_limit_error"


def test_over_http_who_works_there_already_goes_on_working(make_client: Make) -> None:
    client = make_client(api_key=SecretStr(KEY))
    assert client.get("/api/status", headers={"x-api-key": KEY}).status_code == 200
    for number in range(3 * TRIES):
        assert client.get("/api/status", headers={"x-api-key": f"guess {number}"}).status_code == 401
    assert client.get("/api/status", headers={"x-api-key": KEY}).status_code == 200


def test_a_browser_that_asks_for_the_key_is_no_guesser(make_client: Make) -> None:
    client = make_client(api_key=SecretStr(KEY))
    for _ in range(5 * TRIES):
        assert client.get("/").status_code == 401
    assert client.get("/", headers={"x-api-key": KEY}).status_code == 200


@pytest.mark.parametrize("length", [15, 16])
def test_a_short_key_is_said_at_the_start(make_client: Make, caplog: pytest.LogCaptureFixture, length: int) -> None:
    make_client(api_key=SecretStr("k" * length)).get("/healthz")
    assert ("fewer than 16 characters" in caplog.text) is (length < 16)
