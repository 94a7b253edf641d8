"""Hosts, origins and public addresses are what they say, and whatever else is sent is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.addresses import Host, PublicUrl, WebOrigin


@pytest.mark.parametrize(
    ("text", "name", "port"),
    [
        ("127.0.0.1:8000", "127.0.0.1", 8000),
        ("LOCALHOST", "localhost", None),
        ("docs.example.org.", "docs.example.org", None),
        ("docs.example.org.:443", "docs.example.org", 443),
        ("[::1]:8000", "::1", 8000),
        ("[0:0:0:0:0:0:0:1]", "::1", None),
        ("name:", "name", None),
    ],
)
def test_a_host_is_a_name_and_a_port(text: str, name: str, port: int | None) -> None:
    assert Host.parse(text) == Host(name, port)


NO_HOSTS = [
    "",
    "[",
    "[::1",
    "[::1]x",
    "[::1%25eth0]",
    "[fe80::1%eth0]:80",
    "[1:2]",
    "a@localhost",
    "localhost:abc",
    "localhost:99999",
    "localhost:٣",
    "localhost:-1",
    "localhost:1:2",
    "localhost/x",
    "localhost?x",
    "localhost#x",
    "localhost,evil.example",
    "loc alhost",
    "localhöst",
    "localhost\x00",
    "localhost\n",
    ".",
    "a" * 70_000,
    "[" + "1:" * 40_000 + "]",
]


@pytest.mark.parametrize("text", NO_HOSTS)
def test_anything_else_is_no_host(text: str) -> None:
    assert Host.parse(text) is None
    assert WebOrigin.parse(f"http://{text}") is None


@given(st.text())
def test_no_text_breaks_the_reading_of_a_host_or_an_origin(text: str) -> None:
    for parse in (Host.parse, WebOrigin.parse):
        assert parse(text) is None or text.isascii()


def test_the_port_of_the_scheme_makes_no_other_origin() -> None:
    assert WebOrigin.parse("https://docs.example.org") == WebOrigin.parse("https://docs.example.org:443")
    assert WebOrigin.parse("https://docs.example.org") != WebOrigin.parse("http://docs.example.org")
    assert WebOrigin.parse("https://docs.example.org") != WebOrigin.parse("https://docs.example.org:8443")


@pytest.mark.parametrize("text", ["null", "", "http", "http:", "http:/x", "file:///", "javascript://x", "HTTP//x"])
def test_what_is_no_origin_of_the_web_is_none(text: str) -> None:
    assert WebOrigin.parse(text) is None


@pytest.mark.parametrize(
    ("text", "normal", "prefix"),
    [
        ("https://docs.example.org", "https://docs.example.org/", ""),
        ("https://Docs.Example.Org:443/footnote/", "https://docs.example.org/footnote/", "/footnote"),
        ("http://127.0.0.1:9000/a/b", "http://127.0.0.1:9000/a/b/", "/a/b"),
        ("https://[::1]:8443/", "https://[::1]:8443/", ""),
    ],
)
def test_a_public_address_has_a_root(text: str, normal: str, prefix: str) -> None:
    public = PublicUrl.parse(text)
    assert str(public) == normal
    assert public.prefix == prefix


@pytest.mark.parametrize(
    "text",
    [
        "docs.example.org",
        "ftp://docs.example.org/",
        "https://",
        "https://user@docs.example.org/",
        "https://docs.example.org/?q",
        "https://docs.example.org/#part",
        "https://docs.example.org/a b/",
        "https://docs.example.org/../x/",
        "https://docs.example.org//x/",
        "https://docs.example.org/%2e/",
        "https://docs.example.org/<b>/",
    ],
)
def test_what_is_no_public_address_is_said_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match=r"https://docs\.example\.org/footnote/"):
        PublicUrl.parse(text)
