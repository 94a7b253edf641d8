"""What the server is called: the hosts that it answers to, the pages that are its own, and where its links lead."""

import ipaddress
import socket

from starlette.datastructures import Headers
from starlette.types import Scope

from index.errors import SettingsError
from web.addresses import Host, PublicUrl, WebOrigin, is_loopback
from web.errors.tree import ForeignOrigin, KeyRequired, ProxyUnclear, UnknownHost
from web.guard.proxies import renamed
from web.paths import OWN
from web.settings import ServerSettings

__all__ = ["Site", "check_exposure", "public_url"]

_LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
_NAMED_BY_SETTINGS = (
    "Open it at the address that it printed when it started; behind a proxy, set FOOTNOTE_PUBLIC_URL to the address"
    " that browsers show, and add further names to FOOTNOTE_ALLOWED_HOSTS"
)


def check_exposure(settings: ServerSettings) -> None:
    """Refuse to serve other machines without a key.

    A Unix socket alone needs none: the modes of the file and of its folder say who may open it. A public name does, for
    whoever reaches the proxy reaches Footnote.

    Raises:
        KeyRequired: others could reach the server, and no API key is set.
    """
    if settings.api_key and settings.api_key.get_secret_value():
        return
    if not settings.socket and not is_loopback(settings.host):
        raise KeyRequired(
            f"Other machines could reach {settings.host}, and no API key is set",
            "Set FOOTNOTE_API_KEY to a long random value, or serve on 127.0.0.1",
        )
    public = public_url(settings)
    for name in [*([public.host.name] if public else []), *settings.allowed_hosts]:
        if not is_loopback(name):
            raise KeyRequired(
                f"Others could reach Footnote as {name}, and no API key is set",
                "Set FOOTNOTE_API_KEY to a long random value; a proxy that knows its users can send it in X-API-Key",
            )


def public_url(settings: ServerSettings) -> PublicUrl | None:
    """Return where people reach the server; None where no setting says so.

    Raises:
        SettingsError: its path begins like one of our own; nobody could tell whether a proxy left it on or took it off.
    """
    public = PublicUrl.parse(settings.public_url) if settings.public_url else None
    if public and public.prefix and public.prefix.split("/")[1] in OWN:
        raise SettingsError(
            f"Footnote has pages of its own where {public} would lie", "Give FOOTNOTE_PUBLIC_URL another path"
        )
    return public


class Site:
    """The hosts that the server answers to, the pages that are its own, and where its links lead.

    Args:
        settings: host, public address, and further names.
    """

    def __init__(self, settings: ServerSettings) -> None:
        host = settings.host.strip("[]").lower()
        named = Host.parse(f"[{host}]" if ":" in host else host)
        self._public = public_url(settings)
        self._names = {*_LOOPBACK_NAMES, *settings.allowed_hosts}
        self._any_address = not settings.socket and _is_wildcard(host)
        if not settings.socket:
            self._names.add(named.name if named else host)
        if self._any_address:
            self._names.add(socket.gethostname().lower())
        if self._public:
            self._names.add(self._public.host.name)

    def enter(self, scope: Scope) -> None:
        """Let a request's path begin with the root, whether the proxy in front left it there or took it off.

        Raises:
            ProxyUnclear: a trusted proxy names another root than the public address has.
        """
        told = scope.get("root_path", "")
        root, path = self._public.prefix if self._public else told, scope["path"]
        if told and told != root:
            raise ProxyUnclear(
                f"The proxy serves Footnote under {told}, and FOOTNOTE_PUBLIC_URL says {self._public}",
                "Let FOOTNOTE_PUBLIC_URL be the address that browsers show",
            )
        scope["root_path"] = root
        if root and path != root and not path.startswith(f"{root}/"):
            scope["path"] = root + path
            scope["raw_path"] = root.encode() + scope.get("raw_path", path.encode())

    def check(self, scope: Scope, *, scheme_is_told: bool) -> None:
        """Refuse what is for another server, and what another page sent; a link from elsewhere may be followed.

        Args:
            scope: of the request.
            scheme_is_told: whether its scheme is the one that the browser used, and not that of the last proxy.

        Raises:
            UnknownHost: a name of somebody else's that resolves to this machine (DNS rebinding), or none, or two.
            ForeignOrigin: another page sent it.
        """
        headers = Headers(scope=scope)
        host = self._host(headers.getlist("host"))
        origins = [WebOrigin.parse(each) for each in headers.getlist("origin")]
        foreign = any(not self._is_own(each, host, scope["scheme"] if scheme_is_told else None) for each in origins)
        followed = scope["method"] == "GET" and headers.get("sec-fetch-mode") == "navigate"
        elsewhere = {"cross-site", "same-site"} & set(headers.getlist("sec-fetch-site"))
        if foreign or (elsewhere and not followed):
            raise ForeignOrigin(
                "Another web page sent this request",
                "Ask on Footnote's own page, or from a program; behind a proxy, set FOOTNOTE_PUBLIC_URL to the address"
                " that the browser shows",
            )

    def settle(self, scope: Scope) -> None:
        """Let whatever makes an address of a request that was checked make the public one."""
        if self._public:
            scope["scheme"] = self._public.scheme
            scope["headers"] = renamed(scope["headers"], str(self._public.host))

    def _host(self, sent: list[str]) -> Host:
        host = Host.parse(sent[0]) if len(sent) == 1 else None
        if host is None or not (host.name in self._names or (self._any_address and _is_address(host.name))):
            named = f"“{host.name}” is not a name of this server" if host else "The Host header names no server"
            raise UnknownHost(named, _NAMED_BY_SETTINGS)
        return host

    def _is_own(self, origin: WebOrigin | None, host: Host, scheme: str | None) -> bool:
        """Tell whether a page is the server's own: it came from the public address, or from where the request went.

        Where nobody tells by which scheme that was, either will do.
        """
        if origin is None:
            return False
        if self._public and self._public.origin in (origin, WebOrigin.of(self._public.scheme, host)):
            return origin == self._public.origin
        return origin == WebOrigin.of(origin.scheme, host) and scheme in (None, origin.scheme)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _is_wildcard(host: str) -> bool:
    return _is_address(host) and ipaddress.ip_address(host).is_unspecified
