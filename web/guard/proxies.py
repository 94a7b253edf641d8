"""Who really asks, and for what address, as the proxies in front of the server tell it."""

import ipaddress
from collections.abc import Iterable, Iterator, Sequence

from starlette.datastructures import Headers
from starlette.types import Scope

from web.addresses import is_prefix
from web.errors.tree import ProxyUnclear
from web.settings import UNIX

__all__ = ["SOCKET", "Proxies", "renamed"]

SOCKET = "the socket"
"""What stands for the address of who asks through a Unix socket."""

_MOST_HOPS = 20


class Proxies:
    """The proxies that are trusted: what they say of who asks counts, and what anybody else says of it does not.

    Args:
        trusted: addresses and networks, and ``unix`` for whoever may open the Unix socket.
    """

    def __init__(self, trusted: Iterable[str]) -> None:
        self._unix = UNIX in trusted
        self._networks = [ipaddress.ip_network(each) for each in trusted if each != UNIX]

    def look_behind(self, scope: Scope) -> bool:
        """Put what a trusted proxy tells into a request's scope: client, scheme, host, root; tell whether one did.

        ``X-Forwarded-For`` is read from its end, where the nearest proxy wrote, to the first address that is no trusted
        proxy's. The scope itself is changed, so that what stands around this, as a log of requests, sees it too.

        Raises:
            ProxyUnclear: a trusted proxy tells what cannot be understood.
        """
        peer = scope["client"][0] if scope.get("client") else SOCKET
        headers = Headers(scope=scope)
        if not self._trusts(peer):
            scope["client"] = (peer, scope["client"][1] if scope.get("client") else 0)
            return False
        scope["client"] = (self._client(peer, headers.getlist("x-forwarded-for")), 0)
        if scheme := _last(headers, "x-forwarded-proto"):
            if scheme.lower() not in ("http", "https"):
                raise _unclear("X-Forwarded-Proto", "http or https")
            scope["scheme"] = scheme.lower()
        if host := _last(headers, "x-forwarded-host"):
            scope["headers"] = renamed(scope["headers"], host)
        if prefix := _last(headers, "x-forwarded-prefix").rstrip("/"):
            if not is_prefix(prefix):
                raise _unclear("X-Forwarded-Prefix", "a path such as /footnote")
            scope["root_path"] = prefix
        return True

    def _client(self, peer: str, forwarded: Sequence[str]) -> str:
        client = peer
        for address in _from_the_end(forwarded):
            client = address
            if not self._trusts(address):
                break
        return client

    def _trusts(self, address: str) -> bool:
        if address == SOCKET:
            return self._unix
        try:
            number = ipaddress.ip_address(address)
        except ValueError:
            return False
        number = getattr(number, "ipv4_mapped", None) or number
        return any(number in network for network in self._networks)


def renamed(headers: Iterable[tuple[bytes, bytes]], host: str) -> list[tuple[bytes, bytes]]:
    """Return the headers of a request with another host."""
    return [*((name, value) for name, value in headers if name != b"host"), (b"host", host.encode("latin-1"))]


def _from_the_end(lines: Sequence[str]) -> Iterator[str]:
    """Yield the addresses that a header's lines list, the last first, as far as they are addresses."""
    for entry in ",".join(lines).split(",")[: -_MOST_HOPS - 1 : -1]:
        address = _address(entry.strip())
        if address is None:
            return
        yield address


def _address(text: str) -> str | None:
    """Return an address without the port that some proxies write behind it; None for what is not an address."""
    bracketed = text[1:].partition("]")[0] if text.startswith("[") else None
    for bare in (text, bracketed or text.rpartition(":")[0]):
        try:
            number = ipaddress.ip_address(bare.partition("%")[0])
        except ValueError:
            continue
        return str(getattr(number, "ipv4_mapped", None) or number)
    return None


def _last(headers: Headers, name: str) -> str:
    """Return what the nearest proxy wrote into a header; empty where it is not there."""
    return ",".join(headers.getlist(name)).rpartition(",")[2].strip()


def _unclear(header: str, expected: str) -> ProxyUnclear:
    return ProxyUnclear(f"The proxy's {header} cannot be understood", f"Let it send {expected}, or leave it out")
