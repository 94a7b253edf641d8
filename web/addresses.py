"""What addresses are made of: the host of a request, the origin of a page, and where people reach the server."""

import ipaddress
import re
from dataclasses import dataclass
from typing import Self

__all__ = ["Host", "PublicUrl", "WebOrigin", "is_loopback", "is_prefix"]

_HOST = re.compile(
    r"(?:\[(?P<number>[0-9a-f:.]{2,45})\]|(?P<name>[a-z0-9_](?:[a-z0-9._-]{0,251}[a-z0-9_-])?)\.?)(?::(?P<port>[0-9]{0,5}))?",
    re.ASCII | re.IGNORECASE,
)
_PREFIX = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*", re.ASCII)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_LAST_PORT = 65_535


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach an address."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


@dataclass(frozen=True, slots=True)
class Host:
    """What a Host header holds (RFC 9110, 7.2).

    Attributes:
        name: in lower case, an IPv6 address in its shortest form and without brackets, a name without its last dot.
        port: None where none is given.
    """

    name: str
    port: int | None

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Return a host, or None where the text is not one; whatever the text is, nothing is raised.

        A user's name, a zone of an IPv6 address and a port that is no number have no place in it.
        """
        found = _HOST.fullmatch(text)
        if found is None:
            return None
        port = int(found["port"]) if found["port"] else None
        if port is not None and port > _LAST_PORT:
            return None
        if found["number"] is None:
            return cls(found["name"].lower(), port)
        try:
            return cls(str(ipaddress.IPv6Address(found["number"])), port)
        except ValueError:
            return None

    def __str__(self) -> str:
        """Return it as a header has it."""
        name = f"[{self.name}]" if ":" in self.name else self.name
        return name if self.port is None else f"{name}:{self.port}"


@dataclass(frozen=True, slots=True)
class WebOrigin:
    """What tells pages apart (RFC 6454): the port is the scheme's own where an address names none."""

    scheme: str
    name: str
    port: int

    @classmethod
    def of(cls, scheme: str, host: Host) -> Self:
        """Return the origin of what is at a host."""
        return cls(scheme, host.name, _DEFAULT_PORTS[scheme] if host.port is None else host.port)

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Return what an Origin header says; None for “null”, another scheme, and what is no origin."""
        scheme, separator, rest = text.partition("://")
        host = Host.parse(rest)
        if not separator or scheme not in _DEFAULT_PORTS or host is None:
            return None
        return cls.of(scheme, host)


@dataclass(frozen=True, slots=True)
class PublicUrl:
    """Where people reach the server, through a proxy in front of it.

    Attributes:
        scheme: http or https.
        host: a port that is the scheme's own is left out.
        prefix: the path under which the server lies, without a slash at its end; empty at the root.
    """

    scheme: str
    host: Host
    prefix: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the parts of an address such as ``https://docs.example.org/footnote/``.

        Raises:
            ValueError: it is not an address, or has a user, a query, a fragment, or a path of other than plain letters.
        """
        scheme, separator, rest = text.strip().partition("://")
        name, slash, path = rest.partition("/")
        host = Host.parse(name)
        prefix = f"{slash}{path}".rstrip("/")
        if not separator or scheme.lower() not in _DEFAULT_PORTS or host is None or not is_prefix(prefix):
            raise ValueError(
                "give the address that browsers show, such as https://docs.example.org/ or"
                " https://docs.example.org/footnote/, with letters, digits, “-”, “_”, “.” and “~” in its path"
            )
        scheme = scheme.lower()
        port = None if host.port == _DEFAULT_PORTS[scheme] else host.port
        return cls(scheme, Host(host.name, port), prefix)

    @property
    def origin(self) -> WebOrigin:
        """The origin of its pages."""
        return WebOrigin.of(self.scheme, self.host)

    def __str__(self) -> str:
        """Return it as an address, with a slash at its end."""
        return f"{self.scheme}://{self.host}{self.prefix}/"


def is_prefix(path: str) -> bool:
    """Tell whether a path can stand in front of every other, as it is: it begins with a slash and ends with none."""
    return _PREFIX.fullmatch(path) is not None
