"""Only those who may ask get an answer, and browsers are told what to forbid."""

import base64
from collections.abc import Callable

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from web.addresses import is_loopback
from web.errors.tree import KeyRequired
from web.guard.middleware import SECURITY_HEADERS
from web.guard.site import check_exposure
from web.settings import ServerSettings

Make = Callable[..., TestClient]
KEY = "clé-de-voûte-3141"


def basic(key: str) -> str:
    return "Basic " + base64.b64encode(f"anyone:{key}".encode()).decode()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "localhost:9", "[::1]:8000", "LOCALHOST"])
def test_the_names_of_this_machine_are_served(client: TestClient, host: str) -> None:
    assert client.get("/api/status", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "10.0.0.1", "a@evil.example", "[::1", ""])
def test_any_other_name_is_refused(client: TestClient, host: str) -> None:
    """A name of a stranger's that resolves to 127.0.0.1 would let their page read the answers."""
    response = client.get("/api/status", headers={"host": host})
    assert response.status_code == 421
    assert response.json()["type"] == "urn:footnote:problem:unknown-host"


def test_the_configured_name_is_served_too(make_client: Make) -> None:
    client = make_client(host="notes.home.arpa", api_key=SecretStr("k"))
    headers = {"host": "notes.home.arpa:8000", "x-api-key": "k"}
    assert client.get("/api/status", headers=headers).status_code == 200
    assert client.get("/api/status", headers={**headers, "host": "other.home.arpa"}).status_code == 421


def test_an_address_of_ipv6_is_served_however_it_is_written(make_client: Make) -> None:
    client = make_client(host="2001:DB8:0:0::7", api_key=SecretStr("k"))
    for host in ("[2001:db8::7]:8000", "[2001:0db8:0:0:0:0:0:7]"):
        assert client.get("/api/status", headers={"host": host, "x-api-key": "k"}).status_code == 200
    assert client.get("/api/status", headers={"host": "[2001:db8::8]", "x-api-key": "k"}).status_code == 421


def test_on_every_address_a_number_is_served_and_a_strangers_name_is_not(make_client: Make) -> None:
    client = make_client(host="0.0.0.0", api_key=SecretStr("k"))  # noqa: S104 - nothing listens
    assert client.get("/api/status", headers={"host": "192.168.1.5:8000", "x-api-key": "k"}).status_code == 200
    assert client.get("/api/status", headers={"host": "evil.example", "x-api-key": "k"}).status_code == 421


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "http://127.0.0.1:9999", "null", "https://localhost.evil.example"]
)
def test_what_another_page_sends_is_refused(client: TestClient, origin: str) -> None:
    response = client.post("/api/ask", json={"question": "Who?"}, headers={"origin": origin})
    assert response.status_code == 403
    assert response.json()["type"] == "urn:footnote:problem:foreign-origin"


def test_what_our_own_page_sends_is_served(client: TestClient) -> None:
    headers = {"origin": "http://127.0.0.1:8000", "sec-fetch-site": "same-origin", "sec-fetch-mode": "cors"}
    assert client.post("/api/ask", json={"question": "Who was the keeper?"}, headers=headers).status_code == 200


def test_a_link_from_elsewhere_may_be_followed_and_nothing_may_be_embedded(client: TestClient) -> None:
    headers = {"sec-fetch-site": "cross-site"}
    assert client.get("/", headers={**headers, "sec-fetch-mode": "navigate"}).status_code == 200
    assert client.get("/?q=keeper", headers={**headers, "sec-fetch-mode": "no-cors"}).status_code == 403
    assert client.post("/documents", headers={**headers, "sec-fetch-mode": "navigate"}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {b"authorization": f"Bearer {KEY}".encode()},
        {b"authorization": f"bearer  {KEY}".encode()},
        {b"x-api-key": KEY.encode()},
        {b"authorization": basic(KEY).encode()},
    ],
)
def test_the_key_opens_in_each_of_its_places(make_client: Make, headers: dict[bytes, bytes]) -> None:
    assert make_client(api_key=SecretStr(KEY)).get("/api/status", headers=headers).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-api-key": "wrong"},
        {"x-api-key": ""},
        {"authorization": "Bearer"},
        {"authorization": "Basic not-base64"},
        {"authorization": basic("wrong")},
        {"authorization": f"Digest {KEY}".encode()},
        {"cookie": f"x-api-key={KEY}".encode()},
    ],
)
@pytest.mark.parametrize("path", ["/", "/api/status", "/static/thread/ask.js", "/openapi.json", "/nowhere"])
def test_without_the_key_nothing_opens(make_client: Make, path: str, headers: dict[str, str]) -> None:
    response = make_client(api_key=SecretStr(KEY)).get(path, headers=headers)
    assert response.status_code == 401
    assert response.headers["www-authenticate"].startswith("Basic realm=")
    assert "Bearer" in response.json()["detail"]
    assert KEY not in response.text


def test_whether_the_server_runs_needs_no_key(make_client: Make) -> None:
    assert make_client(api_key=SecretStr(KEY)).get("/healthz").json() == {"status": "ok"}


@pytest.mark.parametrize("path", ["/", "/documents", "/static/common/style.css", "/api/status", "/nowhere", "/healthz"])
def test_every_response_carries_the_security_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert {name: headers.get(name) for name in SECURITY_HEADERS} == dict(SECURITY_HEADERS)


def test_the_policy_allows_no_inline_script_or_style_and_nothing_from_elsewhere() -> None:
    policy = SECURITY_HEADERS["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "*" not in policy
    assert "default-src 'none'" in policy


def test_answers_are_not_kept_by_caches(client: TestClient) -> None:
    assert client.get("/api/status").headers["cache-control"] == "no-store"
    assert client.get("/?q=keeper").headers["cache-control"] == "private, no-cache"
    assert client.get("/static/thread/ask.js").headers["cache-control"] == "no-cache"


def test_no_other_origin_is_allowed_in(client: TestClient) -> None:
    headers = {"origin": "http://evil.example", "access-control-request-method": "POST"}
    response = client.options("/api/ask", headers=headers)
    assert response.status_code == 403
    assert not [name for name in response.headers if name.startswith("access-control-")]


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("::1", True),
        ("[::1]", True),
        ("localhost", True),
        ("0.0.0.0", False),  # noqa: S104 - nothing listens
        ("::", False),
        ("192.168.1.5", False),
        ("localhost.evil.example", False),
        ("", False),
    ],
)
def test_loopback_is_what_only_this_machine_reaches(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected


@pytest.mark.parametrize("key", [None, SecretStr("")])
def test_other_machines_are_not_served_without_a_key(make_client: Make, key: SecretStr | None) -> None:
    with pytest.raises(KeyRequired, match="FOOTNOTE_API_KEY"):
        make_client(host="192.168.1.5", api_key=key)


def test_this_machine_is_served_without_a_key_and_others_with_one() -> None:
    check_exposure(ServerSettings(host="127.0.0.1"))
    check_exposure(ServerSettings(host="192.168.1.5", api_key=SecretStr("k")))
