"""The settings of the server, beside those of answers and of the index: with them it is every setting of Footnote."""

import dataclasses
import ipaddress
import os
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator

from index.limits import Limits
from index.settings import Listed
from rag.settings import Settings
from web.addresses import Host, PublicUrl

__all__ = ["UNIX", "ServerSettings", "get_server_settings"]

UNIX = "unix"
"""Among the trusted proxies: whoever may open the Unix socket."""


class ServerSettings(Settings):
    """All settings; each is read as ``IndexSettings`` says.

    Attributes:
        host: address that the page and the API listen on; any but a loopback one needs ``api_key``.
        port: TCP port.
        socket: path of a Unix socket to listen on instead; no TCP port is opened then.
        socket_group: whose members may open it too; else only the user whose server it is.
        public_url: where people reach the server through a proxy: scheme, name, and the path that it lies under;
            absolute links lead there.
        allowed_hosts: further names that requests may be for, without ports.
        trusted_proxies: addresses and networks whose X-Forwarded-For, -Proto, -Host and -Prefix count; ``unix`` is
            whoever may open the socket.
        api_key: what clients must send; none is needed when unset.
        max_upload_bytes: larger uploads are refused while they arrive.
        max_upload_seconds: that an upload may take from when it is begun until it is in the index, by the clock.
        max_upload_parser_seconds: to read an upload, by the clock, and never more than ``max_parser_seconds``.
        max_upload_parser_cpu_seconds: of computing, to read an upload, and never more than ``max_parser_cpu_seconds``.
        max_upload_characters: of text in an upload, and never more than ``max_characters``.
        max_upload_documents: in an upload, those without text counted, and never more than ``max_documents``.
        upload_workers: how many uploads are worked on at once; 0 leaves them to “footnote work”.
        max_concurrent_questions: at work at the same time; further ones wait for their turn.
        max_waiting_questions: further ones are told to try again.
        question_timeout_seconds: a question that takes longer is given up; what a language model takes comes on top.
        max_connections: open at the same time; fewer where the system lets a process open few files.
        client_timeout_seconds: that a client may let the server wait for the head of a request, for the next bytes of
            its body, or to take what is sent to it.
        max_picture_seconds: to draw a page of a PDF, by the clock.
        max_picture_cpu_seconds: of computing, to draw one.
        log_format: lines of text for people, or of JSON for programs.
        log_level: the least that is logged.
        access_log: whether each request is logged; by default where others than oneself are served: where ``api_key``,
            ``public_url`` or ``socket`` is set.
        log_questions: whether questions' words, and what errors quote of questions and documents, come into the log.
    """

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    socket: Path | None = None
    socket_group: str | None = None
    public_url: str | None = None
    allowed_hosts: Listed = ()
    trusted_proxies: Listed = ()
    api_key: SecretStr | None = None
    max_upload_bytes: int = Field(default=25_000_000, ge=1)
    max_upload_seconds: float = Field(default=7_200.0, gt=0)
    max_upload_parser_seconds: float = Field(default=300.0, gt=0)
    max_upload_parser_cpu_seconds: int = Field(default=120, ge=1)
    max_upload_characters: int = Field(default=5_000_000, ge=1)
    max_upload_documents: int = Field(default=20_000, ge=1)
    upload_workers: int = Field(default_factory=lambda: min(max(os.cpu_count() or 1, 3), 4), ge=0, le=64)
    max_concurrent_questions: int = Field(default=8, ge=1)
    max_waiting_questions: int = Field(default=24, ge=0)
    question_timeout_seconds: float = Field(default=30.0, gt=0)
    max_connections: int = Field(default=1_024, ge=16)
    client_timeout_seconds: float = Field(default=20.0, gt=0)
    max_picture_seconds: float = Field(default=10.0, gt=0)
    max_picture_cpu_seconds: int = Field(default=5, ge=1)
    log_format: Literal["text", "json"] = "text"
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    access_log: bool | None = None
    log_questions: bool = False

    @property
    def logs_requests(self) -> bool:
        """Whether each request is logged."""
        serves_others = bool(self.api_key or self.public_url or self.socket)
        return serves_others if self.access_log is None else self.access_log

    @field_validator("public_url")
    @classmethod
    def _public_url(cls, given: str | None) -> str | None:
        return str(PublicUrl.parse(given)) if given else None

    @field_validator("allowed_hosts")
    @classmethod
    def _allowed_hosts(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        hosts = [Host.parse(each) for each in given]
        if any(host is None or host.port is not None for host in hosts):
            raise ValueError(
                "give names with commas between them, such as docs.example.org, without “http://” or a port"
            )
        return tuple(host.name for host in hosts if host)

    @field_validator("trusted_proxies")
    @classmethod
    def _trusted_proxies(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        try:
            return tuple(each if each == UNIX else str(ipaddress.ip_network(each)) for each in given)
        except ValueError as error:
            raise ValueError(
                f"give addresses, networks such as 10.0.0.0/8, or “{UNIX}”, with commas between them ({error})"
            ) from error

    @property
    def upload_limits(self) -> Limits:
        """What one upload may cost to read: less than a file of a folder, since others wait who did not send it."""
        limits = self.limits
        seconds = min(limits.seconds, self.max_upload_parser_seconds)
        cpu_seconds = min(limits.cpu_seconds, self.max_upload_parser_cpu_seconds)
        characters = min(limits.characters, self.max_upload_characters)
        documents = min(limits.documents, self.max_upload_documents)
        less = dataclasses.replace(
            limits, seconds=seconds, cpu_seconds=cpu_seconds, characters=characters, documents=documents
        )
        return less if less == limits else dataclasses.replace(less, settings="FOOTNOTE_MAX_UPLOAD_PARSER")


@lru_cache(maxsize=1)
def get_server_settings() -> ServerSettings:
    """Return the settings, read once."""
    return ServerSettings()
