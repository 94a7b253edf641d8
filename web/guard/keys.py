"""The API key: where a request may carry it, and what becomes of one that does not."""

import base64
import binascii
import hmac
import logging

from starlette.datastructures import Headers

from web.errors.tree import KeyGuessed, KeyMissing
from web.guard.throttle import Throttle
from web.settings import ServerSettings

__all__ = ["Keys"]

_SHORT = 16

_logger = logging.getLogger(__name__)


class Keys:
    """The key that opens, if one is set, and the throttle on guessing it.

    Args:
        settings: with the key; none is asked for when it is unset or empty.
    """

    def __init__(self, settings: ServerSettings) -> None:
        value = settings.api_key.get_secret_value() if settings.api_key else ""
        self._key = value.encode()
        self._throttle = Throttle()
        if 0 < len(value) < _SHORT:
            _logger.warning(
                "FOOTNOTE_API_KEY has fewer than %d characters: a long random value cannot be guessed", _SHORT
            )

    def check(self, headers: Headers, address: str) -> None:
        """Let a request pass that carries the key.

        Args:
            headers: of the request.
            address: that it comes from, behind trusted proxies.

        Raises:
            KeyMissing: it carries none, or a wrong one.
            KeyGuessed: it carries one, and too many wrong ones came from there.
        """
        if not self._key:
            return
        sent = _sent(headers)
        if sent and (seconds := self._throttle.wait_seconds(address)):
            raise KeyGuessed(
                "Too many wrong API keys came from your address",
                f"Try again in {seconds} s with the right one",
                seconds,
            )
        # In the same time wherever a key differs; as bytes, for compare_digest refuses text outside ASCII.
        if any(hmac.compare_digest(key, self._key) for key in sent):
            self._throttle.right(address)
            return
        for key in sent:
            self._throttle.wrong(address, key)
        raise KeyMissing(
            "The API key is missing or wrong", "Send it as “Authorization: Bearer KEY” or as “X-API-Key: KEY”"
        )


def _sent(headers: Headers) -> list[bytes]:
    """Return every key that a request offers, one from each of the places."""
    keys = [headers.get("x-api-key", "").encode("latin-1")]
    scheme, _, value = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        keys.append(value.strip().encode("latin-1"))
    elif scheme.lower() == "basic":
        keys.append(_password(value))
    return [key for key in keys if key]


def _password(credentials: str) -> bytes:
    try:
        return base64.b64decode(credentials, validate=True).partition(b":")[2]
    except (binascii.Error, ValueError):
        return b""
