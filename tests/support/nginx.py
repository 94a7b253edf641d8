"""nginx of the distribution in front of a server, with TLS, by the very file that the documentation shows."""

import getpass
import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

__all__ = ["NAME", "Front", "fronted", "missing"]

NAME = "docs.example.org"
"""Of the site, as in the example."""

_EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "nginx.conf"
_PATIENCE_SECONDS = 30
# Its own folders are root's, and a test leaves nothing behind.
_MAIN = """
{user}
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/footnote.conf;
}}
"""


@dataclass(frozen=True, slots=True)
class Front:
    """A site that nginx serves on this machine.

    Attributes:
        port: of 127.0.0.1.
        certificate: that it shows, in PEM; of its own signing.
    """

    port: int
    certificate: Path

    @property
    def url(self) -> str:
        """The public address that Footnote is to have there."""
        return f"https://{NAME}:{self.port}/footnote/"

    def client(self, local_address: str = "127.0.0.1") -> httpx.Client:
        """Return a client that knows the name and the certificate, and comes from an address of this machine."""
        context = ssl.create_default_context(cafile=self.certificate)
        transport = _Nearby(verify=context, local_address=local_address)
        return httpx.Client(transport=transport, base_url=self.url, timeout=_PATIENCE_SECONDS)


class _Nearby(httpx.HTTPTransport):
    """Reaches every name on this machine; the name stays in the Host header and in TLS."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.extensions["sni_hostname"] = request.url.host
        request.url = request.url.copy_with(host="127.0.0.1")
        return super().handle_request(request)


def missing() -> bool:
    """Tell whether there is no nginx on this machine, or nothing to make a certificate with."""
    return _nginx() is None or shutil.which("openssl") is None


def free_port() -> int:
    """Return a port that nothing has: both sides must know it before either is there."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def made(folder: Path) -> Front:
    """Return a site to be: its port, and a certificate for its name."""
    certificate = folder / "certificate.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-nodes", "-days", "2", "-subj", f"/CN={NAME}"),
            *("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-addext", f"subjectAltName=DNS:{NAME}"),
            *("-keyout", str(folder / "key.pem"), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    return Front(free_port(), certificate)


@contextmanager
def fronted(front: Front, upstream: str, *, path_is_left: bool = True) -> Iterator[None]:
    """Run nginx in front of a server while the body runs.

    Args:
        front: of ``made``.
        upstream: where the server is, ``http://HOST:PORT`` or ``unix:PATH``.
        path_is_left: whether the server sees the site's path, or nginx takes it off.
    """
    folder = front.certificate.parent
    changes = {
        "server 127.0.0.1:8000;": f"server {upstream.removeprefix('http://')};",
        "listen 443 ssl;": f"listen 127.0.0.1:{front.port} ssl;",
        "/etc/ssl/certs/docs.example.org.pem": str(front.certificate),
        "/etc/ssl/private/docs.example.org.key": str(folder / "key.pem"),
    }
    if not path_is_left:
        changes["proxy_pass http://footnote;"] = "proxy_pass http://footnote/;"
    example = _EXAMPLE.read_text(encoding="utf-8")
    for before, after in changes.items():
        assert example.count(before) == 1, before
        example = example.replace(before, after)
    (folder / "footnote.conf").write_text(example)
    # As root, its workers would be another user's, who may not open the socket.
    user = f"user {getpass.getuser()};" if os.geteuid() == 0 else ""
    (folder / "main.conf").write_text(_MAIN.format(folder=folder, user=user))
    command = [str(_nginx()), "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(folder / "main.conf")]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(front.port, process, folder / "error.log")
        yield
    finally:
        process.terminate()
        process.wait(_PATIENCE_SECONDS)


def _wait(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        assert process.poll() is None, log.read_text()
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.05)
        else:
            return


def _nginx() -> str | None:
    # Not everybody's path has what only root is thought to start.
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
