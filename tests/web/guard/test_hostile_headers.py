"""Whatever a client writes into its headers is refused as a problem, before the key, and never as a mistake of ours."""

import http.client
import socket
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

pytestmark = pytest.mark.slow

Make = Callable[..., TestClient]
Serve = Callable[..., str]

BROKEN = [
    b"http://[",
    b"http://[::1",
    b"http://127.0.0.1:abc",
    b"http://127.0.0.1:99999999999999999999",
    b"http://user@127.0.0.1:8000",
    b"http://127.0.0.1:8000/path",
    b"http://\xff\xfe",
    b"http://[::1%25lo]:8000",
    b"//",
    b"http://" + b"a" * 30_000,
]


@pytest.mark.parametrize("origin", BROKEN)
@pytest.mark.parametrize("key", [None, SecretStr("k")])
def test_a_broken_origin_is_another_site(make_client: Make, key: SecretStr | None, origin: bytes) -> None:
    response = make_client(api_key=key).get("/api/status", headers={b"origin": origin})
    assert response.status_code == 403
    assert response.json()["type"] == "urn:footnote:problem:foreign-origin"


@pytest.mark.parametrize("host", [each.removeprefix(b"http://") for each in BROKEN])
def test_a_broken_host_is_another_server(client: TestClient, host: bytes) -> None:
    response = client.get("/api/status", headers={b"host": host})
    assert response.status_code == 421
    assert response.json()["type"] == "urn:footnote:problem:unknown-host"


@pytest.mark.parametrize("host", ["localhost.", "LocalHost:8000", "127.0.0.1.:8000", "[0:0::1]:8000"])
def test_other_ways_to_write_a_name_of_this_machine_are_served(client: TestClient, host: str) -> None:
    assert client.get("/api/status", headers={"host": host}).status_code == 200


def test_a_second_origin_or_site_cannot_hide_behind_a_first(client: TestClient) -> None:
    own, other = ("origin", "http://127.0.0.1:8000"), ("origin", "http://evil.example")
    sites = [("sec-fetch-site", "same-origin"), ("sec-fetch-site", "cross-site")]
    for headers in ([own, other], [other, own], sites, sites[::-1]):
        assert client.get("/api/status", headers=headers).status_code == 403


HEADERS = [
    "accept",
    "accept-encoding",
    "accept-language",
    "authorization",
    "content-type",
    "cookie",
    "forwarded",
    "if-modified-since",
    "if-none-match",
    "if-range",
    "origin",
    "prefer",
    "range",
    "referer",
    "sec-fetch-mode",
    "sec-fetch-site",
    "x-api-key",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-prefix",
    "x-forwarded-proto",
]
VALUES = [
    b"",
    b"http://[",
    b"\xff\xfe\x80",
    b"bytes=-99999999999999999999999999999",
    b"bytes=1-0,5-4,a-b",
    b"Basic \xff",
    b"wait=99999999999999999999",
    b'multipart/form-data; boundary="',
    b"application/json; charset=\xff",
    b"text/html;q=\xff, */*;q=nan",
    b"Mon, 99 Foo 99999 99:99:99 GMT",
    b'theme=\xff; theme="\\777; =; ;',
    b",,,;;;===",
    b"z" * 20_000,
]


@pytest.mark.parametrize("value", VALUES)
def test_no_header_makes_a_mistake_of_ours(client: TestClient, value: bytes) -> None:
    for name in HEADERS:
        for method, path in (
            ("GET", "/"),
            ("GET", "/static/common/style.css"),
            ("POST", "/api/documents"),
            ("POST", "/ask"),
        ):
            response = client.request(method, path, headers={name.encode(): value})
            assert response.status_code < 500, (name, method, path)


@pytest.mark.parametrize("query", ["q=%ff%fe", "offset=٣", "q=%00", "offset=1e9", "q=" + "%F0%9F" * 2_000, "%ff=%ff"])
def test_no_query_makes_a_mistake_of_ours(client: TestClient, query: str) -> None:
    for path in ("/", "/documents", "/conversations", "/api/documents", "/api/conversations"):
        assert client.get(f"{path}?{query}").status_code < 500, path


def raw(address: str, request: bytes) -> tuple[int, bytes]:
    """Send bytes as they are, and return the status and the body."""
    place = urlsplit(address)
    assert place.hostname
    with socket.create_connection((place.hostname, place.port or 80), timeout=30) as connection:
        connection.sendall(request)
        response = http.client.HTTPResponse(connection)
        response.begin()
        return response.status, response.read()


@pytest.mark.parametrize(
    ("request_line", "headers", "statuses"),
    [
        # The name that counts is that of the Host header, so a second one may not say another.
        (b"GET /api/status HTTP/1.1", [b"Host: localhost", b"Host: evil.example"], {400, 421}),
        (b"GET /api/status HTTP/1.1", [b"Host: evil.example", b"Host: localhost"], {400, 421}),
        (b"GET /api/status HTTP/1.1", [], {400, 421}),
        (b"GET /api/status HTTP/1.0", [], {400, 421}),
        # A target with a name of its own is no path of ours.
        (b"GET http://evil.example/api/status HTTP/1.1", [b"Host: localhost"], {404}),
        (b"GET http://[/api/status HTTP/1.1", [b"Host: localhost"], {400, 404}),
        (b"GET //evil.example/api/status HTTP/1.1", [b"Host: localhost"], {404}),
        (b"GET /\xff HTTP/1.1", [b"Host: localhost"], {400, 404}),
        (b"GET /%ff%00 HTTP/1.1", [b"Host: localhost"], {404}),
        (b"OPTIONS * HTTP/1.1", [b"Host: localhost"], {404, 405}),
        (b"GET / HTTP/1.1", [b"Host: localhost", b"Origin: http://\xc3\xa9"], {403}),
    ],
)
def test_a_request_out_of_shape_is_refused_on_the_wire(
    serve: Serve, request_line: bytes, headers: list[bytes], statuses: set[int]
) -> None:
    sent = b"\r\n".join([request_line, *headers, b"Connection: close", b"", b""])
    status, body = raw(serve(), sent)
    assert status in statuses, body


def test_nobody_gets_past_the_guard_by_websocket(serve: Serve) -> None:
    upgrade = [b"Host: localhost", b"Upgrade: websocket", b"Connection: Upgrade", b"Sec-WebSocket-Version: 13"]
    address = serve(api_key=SecretStr("a key that is long enough"))
    for path in (b"/static/thread/ask.js", b"/api/status"):
        request_line = b"GET " + path + b" HTTP/1.1"
        sent = b"\r\n".join([request_line, *upgrade, b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", b"", b""])
        assert raw(address, sent)[0] in (401, 403)
