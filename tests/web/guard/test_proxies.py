"""Under a public address every link, form, redirect and file leads there, and only trusted proxies are believed."""

import importlib
import json
import pkgutil
import re
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import APIRouter
from fastapi.routing import APIRoute
from pydantic import SecretStr
from starlette.testclient import TestClient

import web
from index.errors import SettingsError
from web.errors.tree import KeyRequired
from web.guard.site import check_exposure
from web.paths import OWN
from web.settings import ServerSettings

Make = Callable[..., TestClient]
KEY = "a key that is long enough"
PUBLIC = "https://docs.example.org/footnote/"
UNDER = "/footnote"
LED = {"host": "docs.example.org", "x-api-key": KEY}
"""What a proxy sends on for the public address, with the key."""
FROM_THE_PAGE = {"origin": "https://docs.example.org", "sec-fetch-site": "same-origin"}


@pytest.fixture
def led(make_client: Make) -> TestClient:
    """A client of what is under a public address, through a proxy that takes its path off."""
    client = make_client(public_url=PUBLIC, api_key=SecretStr(KEY))
    client.headers.update(LED)
    return client


def paths_in(page: str) -> set[str]:
    """Return every address that a page names, which is not a place on itself."""
    named = set(re.findall(r"""(?:href|action|src)="([^"]*)\"""", page))
    return {address for address in named if not address.startswith("#")}


def conversation(client: TestClient) -> str:
    body = {"question": "Who was the keeper of the lighthouse?"}
    return client.post("/api/conversations/ask", json=body).headers["x-conversation-id"]


@pytest.mark.slow
def test_every_address_on_every_page_lies_under_the_root(led: TestClient) -> None:
    kept = conversation(led)
    document = led.get("/api/documents").json()["documents"][0]["id"]
    led.put(f"/api/documents/{document}/tags", json={"tags": ["lamps"]})
    pages = [
        "/",
        "/?q=Who+was+the+keeper%3F",
        "/?q=What+is+the+price+of+tin%3F&source=tea.txt",
        "/conversations",
        f"/conversations/{kept}",
        "/documents",
        "/documents?tag=lamps&q=light",
        f"/documents/{document}",
        f"/documents/{document}?start=5&end=60",
        "/nowhere",
    ]
    for path in pages:
        page = led.get(path, headers={"accept": "text/html"}).text
        assert 'data-root="/footnote"' in page
        addresses = paths_in(page)
        assert len(addresses) > 5
        assert [each for each in addresses if not each.startswith(f"{UNDER}/")] == [], path
        for address in addresses:
            assert led.get(address.removeprefix(UNDER)).status_code in (200, 405), address


def test_a_proxy_may_leave_the_path_or_take_it_off(led: TestClient) -> None:
    led.get("/")
    with led.app.state.services.examples._making:  # type: ignore[attr-defined]  # the examples on the page are there
        pass
    for path in ("/", "/documents", "/static/thread/ask.js", "/api/status", "/v1/models", "/openapi.json", "/healthz"):
        took, left = led.get(path), led.get(UNDER + path)
        assert took.status_code == left.status_code == 200, path
        assert took.content == left.content, path
        assert took.headers["cache-control"] == left.headers["cache-control"], path
    assert led.get("/footnotes/api/status").status_code == 404
    assert led.get(UNDER).headers["location"] == PUBLIC


def test_under_the_root_the_key_is_asked_for_as_everywhere(led: TestClient) -> None:
    del led.headers["x-api-key"]
    for path in ("/", "/api/status", "/static/thread/ask.js"):
        assert led.get(UNDER + path).status_code == 401
    assert led.get(f"{UNDER}/healthz").status_code == 200
    assert led.get(f"{UNDER}/v1/models").json()["error"]["code"] == "invalid_api_key"


def test_forms_lead_to_pages_under_the_root(led: TestClient) -> None:
    led.headers.update(FROM_THE_PAGE)
    asked = led.post("/ask", data={"question": "Who was the keeper?"})
    assert asked.status_code == 303
    assert re.fullmatch(r"/footnote/conversations/[0-9a-f]{24}#turn-1", asked.headers["location"])
    address = asked.headers["location"].partition("#")[0]
    assert led.post(f"{address}/delete").headers["location"] == "/footnote/conversations"
    added = led.post("/documents", files={"file": ("bell.txt", b"The bell weighs nine tons.")})
    document = added.headers["location"]
    assert document.startswith("/footnote/documents/")
    assert led.post(f"{document}/tags", data={"tags": "bells"}).headers["location"] == document
    assert led.post(f"{document}/delete").headers["location"].startswith("/footnote/documents?removed=")
    assert led.post(f"{document}/restore").headers["location"] == document


@pytest.mark.slow
def test_what_was_sent_in_is_followed_under_the_root(led: TestClient) -> None:
    text = {"text": "The bell weighs nine tons.", "source": "bell"}
    assert led.post("/api/documents", json=text).headers["location"].startswith("/footnote/api/jobs/")
    waited = led.post("/api/documents", json={**text, "source": "other"}, headers={"prefer": "wait=60"})
    assert waited.headers["location"].startswith("/footnote/api/documents/")


def test_links_that_leave_the_page_are_the_public_ones(led: TestClient) -> None:
    """Whichever name a program asked by: people open them in a browser."""
    led.headers["host"] = "127.0.0.1:8000"
    question = {"model": "footnote", "messages": [{"role": "user", "content": "Who was the keeper of the lighthouse?"}]}
    message = led.post("/v1/chat/completions", json=question).json()["choices"][0]["message"]
    urls = [each["url_citation"]["url"] for each in message["annotations"]]
    assert urls
    assert all(url.startswith(f"{PUBLIC}documents/") for url in urls)
    assert f": {urls[0]}" in message["content"]
    exported = led.get(f"/api/conversations/{conversation(led)}/export").text
    assert f"{PUBLIC}documents/" in exported
    assert "127.0.0.1" not in exported
    assert led.get("/openapi.json").json()["servers"] == [{"url": UNDER}]


def test_a_page_of_the_public_address_is_ours_and_others_are_not(led: TestClient) -> None:
    question = {"question": "Who was the keeper?"}
    own = FROM_THE_PAGE["origin"]
    for host in ("docs.example.org", "docs.example.org:443", "127.0.0.1:8000"):
        # nginx sends on its own name for the server where nobody tells it otherwise.
        assert led.post("/api/ask", json=question, headers={"host": host, "origin": own}).status_code == 200
    for origin in ("http://docs.example.org", "https://docs.example.org:8443", "https://example.org", "null"):
        assert led.post("/api/ask", json=question, headers={"origin": origin}).status_code == 403, origin
    assert (
        led.post("/api/ask", json=question, headers={"origin": own, "sec-fetch-site": "same-site"}).status_code == 403
    )


def test_the_public_address_counts_before_what_the_last_of_several_proxies_tells(make_client: Make) -> None:
    """The first of them ends TLS, so that the last one tells http."""
    proxied = client_from(make_client, "10.0.0.1", public_url=PUBLIC, trusted_proxies=("10.0.0.1",))
    headers = {**FROM_THE_PAGE, "x-forwarded-proto": "http", "x-forwarded-host": "docs.example.org"}
    assert proxied.post("/api/ask", json={"question": "Who?"}, headers=headers).status_code == 200
    assert link_of(proxied, headers).startswith(PUBLIC)
    http = {**headers, "origin": "http://docs.example.org"}
    assert proxied.post("/api/ask", json={"question": "Who?"}, headers=http).status_code == 403


def test_further_names_are_served_when_they_are_set(make_client: Make) -> None:
    client = make_client(allowed_hosts=("Notes.lan", "10.0.0.7"), api_key=SecretStr(KEY))
    for host, status in (("notes.lan:8000", 200), ("10.0.0.7", 200), ("other.lan", 421), ("sub.notes.lan", 421)):
        assert client.get("/api/status", headers={"host": host, "x-api-key": KEY}).status_code == status


HONEST = {"x-forwarded-for": "203.0.113.5", "x-forwarded-proto": "https", "x-forwarded-host": "docs.example.org"}
EXPORT_QUESTION = {
    "model": "footnote",
    "messages": [{"role": "user", "content": "Who was the keeper of the lighthouse?"}],
}


def client_from(make_client: Make, peer: str, **settings: Any) -> TestClient:
    """Return a client whose connections come from an address."""
    made = make_client(api_key=SecretStr(KEY), **settings)
    client = TestClient(made.app, base_url="http://127.0.0.1:8000", client=(peer, 4711), follow_redirects=False)
    client.headers["x-api-key"] = KEY
    return client


def link_of(client: TestClient, headers: dict[str, str]) -> str:
    message = client.post("/v1/chat/completions", json=EXPORT_QUESTION, headers=headers).json()["choices"][0]["message"]
    url = message["annotations"][0]["url_citation"]["url"]
    assert isinstance(url, str)
    return url


@pytest.mark.slow
def test_a_trusted_proxy_tells_scheme_host_and_root(make_client: Make) -> None:
    settings = {"allowed_hosts": ("docs.example.org",), "trusted_proxies": ("10.0.0.0/8", "::1")}
    headers = {**HONEST, "x-forwarded-prefix": "/notes/"}
    for peer in ("10.1.2.3", "::1", "::ffff:10.1.2.3"):
        proxied = client_from(make_client, peer, **settings)
        assert link_of(proxied, headers).startswith("https://docs.example.org/notes/documents/")
    origin = {"origin": "https://docs.example.org"}
    assert proxied.post("/api/ask", json={"question": "Who?"}, headers={**headers, **origin}).status_code == 200
    # It tells that browsers came by https, so a page that came by http is another.
    origin = {"origin": "http://docs.example.org"}
    assert proxied.post("/api/ask", json={"question": "Who?"}, headers={**headers, **origin}).status_code == 403


def test_what_anybody_else_says_of_proxies_is_not_heard(make_client: Make) -> None:
    stranger = client_from(
        make_client, "192.0.2.9", allowed_hosts=("docs.example.org",), trusted_proxies=("10.0.0.0/8", "unix")
    )
    headers = {**HONEST, "x-forwarded-prefix": "/notes", "forwarded": "for=1.2.3.4;host=docs.example.org;proto=https"}
    assert link_of(stranger, headers).startswith("http://127.0.0.1:8000/documents/")


@pytest.mark.parametrize(
    ("forwarded", "place"),
    [
        ("203.0.113.5", "203.0.113.5"),
        # What the client itself wrote stands before what the proxies wrote.
        ("1.1.1.1, 203.0.113.5", "203.0.113.5"),
        ("1.1.1.1, 203.0.113.5, 10.0.0.2", "203.0.113.5"),
        ("203.0.113.5:51234", "203.0.113.5"),
        ("[2001:db8::7]:51234", "2001:db8::7"),
        ("2001:db8::7", "2001:db8::7"),
        ("::ffff:203.0.113.5", "203.0.113.5"),
        ("203.0.113.5, not an address", "10.0.0.1"),
        ("x" * 5_000, "10.0.0.1"),
        ("10.0.0.2,10.0.0.3", "10.0.0.2"),
        (",,,", "10.0.0.1"),
    ],
)
def test_the_wrong_keys_of_a_client_are_its_own_behind_a_proxy(
    make_client: Make, caplog: pytest.LogCaptureFixture, forwarded: str, place: str
) -> None:
    proxied = client_from(make_client, "10.0.0.1", trusted_proxies=("10.0.0.0/8",))
    assert proxied.get("/api/status", headers={"x-api-key": "no", "x-forwarded-for": forwarded}).status_code == 401
    assert f"a wrong API key came from {place} (1 of them so far)" in caplog.messages


@pytest.mark.parametrize(
    "header",
    [
        {"x-forwarded-proto": "gopher"},
        {"x-forwarded-prefix": "//evil.example"},
        {"x-forwarded-prefix": "/../x"},
        {"x-forwarded-prefix": '/"><script>'},
    ],
)
def test_a_trusted_proxy_that_makes_no_sense_is_told_so(make_client: Make, header: dict[str, str]) -> None:
    proxied = client_from(make_client, "10.0.0.1", trusted_proxies=("10.0.0.1",))
    response = proxied.get("/api/status", headers=header)
    assert response.status_code == 400
    assert response.json()["type"] == "urn:footnote:problem:proxy"
    assert next(iter(header)) in response.json()["detail"].lower()
    assert proxied.get("/api/status", headers={"x-forwarded-host": "a/b"}).status_code == 421


def test_a_wrong_public_address_is_a_page_that_says_what_to_set(make_client: Make) -> None:
    client = client_from(make_client, "10.0.0.1", public_url=PUBLIC, trusted_proxies=("10.0.0.1",))
    browser = {"accept": "text/html,*/*"}
    name = client.get("/", headers={**browser, "host": "answers.example.org"})
    scheme = client.post("/ask", headers={**browser, "host": "docs.example.org", "origin": "http://docs.example.org"})
    root = client.get("/", headers={**browser, "x-forwarded-prefix": "/answers"})
    path = client.get("/answers/", headers={**browser, "x-forwarded-for": "203.0.113.5"})
    for page, status in ((name, 421), (scheme, 403), (root, 400), (path, 404)):
        assert page.status_code == status
        assert page.headers["content-type"].startswith("text/html")
        assert "FOOTNOTE_PUBLIC_URL" in page.text
    assert "answers.example.org" in name.text
    assert "/answers" in root.text
    assert PUBLIC in root.text
    assert PUBLIC in path.text
    # Programs get the same as a problem.
    assert client.get("/", headers={"host": "answers.example.org"}).json()["status"] == 421


def test_without_a_proxy_a_page_that_is_not_there_says_nothing_of_one(client: TestClient) -> None:
    assert "FOOTNOTE_PUBLIC_URL" not in client.get("/answers/", headers={"accept": "text/html"}).text


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("PUBLIC_URL", "docs.example.org", "public_url: Value error, give the address that browsers show"),
        ("PUBLIC_URL", "https://docs.example.org/a?b", "public_url"),
        ("ALLOWED_HOSTS", "http://docs.example.org", "allowed_hosts: Value error, give names"),
        ("ALLOWED_HOSTS", "docs.example.org:8000", "without “http://” or a port"),
        ("ALLOWED_HOSTS", "*", "allowed_hosts"),
        ("TRUSTED_PROXIES", "10.0.0.0/99", "trusted_proxies: Value error, give addresses, networks"),
        ("TRUSTED_PROXIES", "proxy.example.org", "'proxy.example.org' does not appear to be"),
    ],
)
def test_settings_that_cannot_be_used_say_what_they_want(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str
) -> None:
    monkeypatch.setenv(f"FOOTNOTE_{name}", value)
    with pytest.raises(SettingsError) as error:
        ServerSettings()
    assert told in str(error.value)


def test_settings_are_read_as_lists_and_in_one_form(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_PUBLIC_URL", "HTTPS://Docs.Example.org:443/footnote")
    monkeypatch.setenv("FOOTNOTE_ALLOWED_HOSTS", " notes.lan, Other.Lan. ,")
    monkeypatch.setenv("FOOTNOTE_TRUSTED_PROXIES", "10.0.0.1,fd00::/8,unix")
    settings = ServerSettings()
    assert settings.public_url == PUBLIC
    assert settings.allowed_hosts == ("notes.lan", "other.lan")
    assert settings.trusted_proxies == ("10.0.0.1/32", "fd00::/8", "unix")
    monkeypatch.setenv("FOOTNOTE_PUBLIC_URL", "")
    assert ServerSettings().public_url is None


def test_a_public_name_needs_a_key_as_a_public_address_does() -> None:
    """Whoever reaches the proxy reaches Footnote."""
    for open_to_all in ({"public_url": PUBLIC}, {"allowed_hosts": ("notes.lan",)}):
        with pytest.raises(KeyRequired, match="X-API-Key"):
            check_exposure(ServerSettings(**open_to_all))
        check_exposure(ServerSettings(**open_to_all, api_key=SecretStr(KEY)))
    check_exposure(ServerSettings(public_url="http://localhost:9000/footnote/"))


def test_a_root_may_not_begin_like_a_path_of_our_own(make_client: Make) -> None:
    """Nobody could tell then whether a proxy left it in front of a path or took it off."""
    for taken in ("documents", "api", "v1/x", "static", "healthz"):
        with pytest.raises(SettingsError, match="FOOTNOTE_PUBLIC_URL"):
            make_client(public_url=f"https://docs.example.org/{taken}/", api_key=SecretStr(KEY))


def test_all_beginnings_of_our_own_paths_are_known() -> None:
    modules = [importlib.import_module(each.name) for each in pkgutil.walk_packages(web.__path__, "web.")]
    routers = {id(each): each for module in modules for each in vars(module).values() if isinstance(each, APIRouter)}
    paths = [route.path for router in routers.values() for route in router.routes if isinstance(route, APIRoute)]
    assert len(paths) > 40
    assert {path.split("/")[1] for path in paths} - {""} <= OWN


def test_events_pass_through_nginx_as_they_come(led: TestClient) -> None:
    response = led.post("/api/ask", json={"question": "Who was the keeper?", "stream": True})
    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.headers["x-accel-buffering"] == "no"
    assert response.headers["cache-control"] == "no-store"
    assert "x-accel-buffering" not in led.get("/api/status").headers


def test_tools_for_language_models_lie_under_the_root_too(led: TestClient) -> None:
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    headers = {"accept": "application/json, text/event-stream", "mcp-protocol-version": "2025-06-18"}
    for path in ("/mcp", "/footnote/mcp"):
        response = led.post(path, content=json.dumps(call), headers={**headers, "content-type": "application/json"})
        assert response.status_code == 200, response.text
        assert response.json()["result"]["tools"][0]["name"] == "ask"
