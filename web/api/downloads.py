"""A stranger's file goes out as bytes to save, and never as a page of this server."""

import unicodedata
from pathlib import Path
from urllib.parse import quote

from starlette.responses import FileResponse

from index.hardening.legibility import legible

__all__ = ["disposition", "download"]

_UNSAFE = frozenset('"\\%/;')
_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"


def download(path: Path, name: str) -> FileResponse:
    """Return a file of any kind, to be saved under a name; parts of it when the request asks for a range.

    Args:
        path: of the file.
        name: as a stranger gave it.
    """
    headers = {"Content-Disposition": disposition(name), "Content-Security-Policy": _POLICY}
    return FileResponse(path, headers=headers, media_type="application/octet-stream")


def disposition(name: str) -> str:
    """Return a Content-Disposition header (RFC 6266) that holds any name as it is displayed: in ASCII, and whole."""
    name = legible(name)
    readable = unicodedata.normalize("NFKD", name)
    plain = "".join(each for each in readable if each.isascii() and each.isprintable() and each not in _UNSAFE)
    # A name of which nothing is left but its extension would be a hidden file.
    plain = f"document{plain.strip()}" if plain.strip().startswith(".") else plain.strip() or "document"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
