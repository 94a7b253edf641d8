"""The file that a document came from is given back as bytes to save, under any name, and goes with its document."""

import datetime
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from starlette.testclient import TestClient

from index.documents import document_id
from index.folders.sync import sync_paths
from index.hardening.legibility import legible
from index.store import Index
from index.uploads.queue.job import Job
from index.uploads.queue.jobs import Jobs
from index.uploads.trash import purge_trash, trash_documents
from web.api.downloads import disposition

pytestmark = pytest.mark.slow

AT_ONCE = datetime.timedelta(seconds=-1)
WAIT = {"Prefer": "wait"}
HOSTILE = b"<!doctype html><html><body><script>alert(1)</script><p>The beans were red.</p></body></html>"


def upload(client: TestClient, name: str, data: bytes) -> str:
    """Send a file and return the id of its document."""
    response = client.post("/api/documents", files={"file": (name, data)}, headers=WAIT)
    assert response.status_code == 201, response.text
    (document,) = response.json()["documents"]
    identity: str = document["id"]
    return identity


def original(client: TestClient, identity: str, **options: Any) -> Any:
    return client.get(f"/api/documents/{identity}/original", **options)


def kept(index: Index) -> list[Path]:
    return [path for path in (index.folder / "originals").rglob("*") if path.is_file()]


def test_the_bytes_come_back_as_they_were_sent_and_never_as_a_page(client: TestClient) -> None:
    response = original(client, upload(client, "beans.html", HOSTILE), headers={"accept": "text/html"})
    assert (response.status_code, response.content) == (200, HOSTILE)
    assert response.headers["content-type"] == "application/octet-stream"
    assert response.headers["content-disposition"] == "attachment; filename=\"beans.html\"; filename*=UTF-8''beans.html"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["cache-control"] == "no-store"
    policy = [part.strip() for part in response.headers["content-security-policy"].split(";")]
    assert {"default-src 'none'", "sandbox", "frame-ancestors 'none'"} == set(policy)


def test_a_part_can_be_asked_for(client: TestClient) -> None:
    response = original(client, upload(client, "beans.txt", b"The beans were red."), headers={"range": "bytes=4-8"})
    assert (response.status_code, response.content) == (206, b"beans")


def test_each_version_has_its_file(client: TestClient) -> None:
    identity = upload(client, "beans.txt", b"The beans were red.")
    assert upload(client, "beans.txt", b"The beans were black.") == identity
    assert original(client, identity).content == b"The beans were black."
    assert original(client, identity, params={"version": 1}).content == b"The beans were red."
    assert original(client, identity, params={"version": 3}).status_code == 404


def test_what_was_in_an_archive_leads_to_the_archive(
    client: TestClient, index: Index, archive: Callable[..., bytes]
) -> None:
    data = archive({"red.txt": b"The beans were red.", "black.txt": b"The beans were black."})
    client.post("/api/documents", files={"file": ("beans.zip", data)}, headers=WAIT)
    red, black = (document_id(f"beans.zip#{name}.txt") for name in ("red", "black"))
    for identity in (red, black):
        response = original(client, identity)
        assert response.content == data
        assert 'filename="beans.zip"' in response.headers["content-disposition"]
    client.delete(f"/api/documents/{red}")
    assert original(client, red).status_code == 404
    assert original(client, black).content == data
    client.delete(f"/api/documents/{black}")
    purge_trash(index, AT_ONCE)
    assert kept(index) == []


def test_a_removed_document_takes_all_its_files_with_it(client: TestClient, index: Index) -> None:
    identity = upload(client, "beans.txt", b"The beans were red.")
    upload(client, "beans.txt", b"The beans were black.")
    assert len(kept(index)) == 2
    assert client.delete(f"/api/documents/{identity}").status_code == 204
    assert client.get(f"/api/documents/{identity}/original").status_code == 404
    assert len(kept(index)) == 2
    purge_trash(index, AT_ONCE)
    assert kept(index) == []


def test_a_document_that_is_removed_before_it_holds_its_file_takes_it_along_when_it_goes_for_good(
    client: TestClient, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    end = Jobs.end

    def removed_first(jobs: Jobs, job: Job, documents: Sequence[tuple[str, int]] = ()) -> None:
        trash_documents(index, [identity for identity, _ in documents])
        end(jobs, job, documents)

    monkeypatch.setattr(Jobs, "end", removed_first)
    upload(client, "beans.txt", b"The beans were red.")
    monkeypatch.undo()
    upload(client, "last.txt", b"It comes last.")
    assert len(kept(index)) == 2
    purge_trash(index, AT_ONCE)
    assert [path.read_bytes() for path in kept(index)] == [b"It comes last."]


def test_the_file_comes_back_with_the_document_after_a_removal(client: TestClient) -> None:
    client.delete(f"/api/documents/{upload(client, 'beans.txt', b'The beans were red.')}")
    assert original(client, upload(client, "beans.txt", b"The beans were red.")).content == b"The beans were red."


def test_a_document_from_a_folder_has_none_and_its_path_is_not_read(
    client: TestClient, index: Index, tmp_path: Path
) -> None:
    path = tmp_path / "beans.txt"
    path.write_bytes(b"The beans were red.")
    sync_paths(index, [path])
    response = original(client, document_id(str(path.resolve())))
    assert response.status_code == 404
    assert response.json()["type"] == "urn:footnote:problem:no-original"
    assert "red" not in response.text


def test_a_text_has_the_json_that_was_sent(client: TestClient) -> None:
    sent = {"text": "The beans were red.", "source": "/etc/passwd", "title": "Beans"}
    response = client.post("/api/documents", json=sent, headers=WAIT)
    (document,) = response.json()["documents"]
    assert sent.items() <= original(client, document["id"]).json().items()


@pytest.mark.parametrize("path", ["0000000000000000", "..%2F..%2Fetc%2Fpasswd", "tea.txt"])
def test_a_document_that_is_not_there_has_none(client: TestClient, path: str) -> None:
    response = client.get(f"/api/documents/{path}/original")
    assert response.status_code in (404, 422)
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../x.txt", "x.txt"),
        ("..\\..\\x.txt", "x.txt"),
        ("nul\0byte.txt", "nulbyte.txt"),
        ("a" * 4_000 + ".txt", "a" * 251 + ".txt"),
        ('quo"te.txt', 'quo"te.txt'),
        ("new\r\nSet-Cookie: a=b.txt", "newSet-Cookie: a=b.txt"),
        ("夜🌙.txt", "夜🌙.txt"),
        ("50% off; x=y.txt", "50% off; x=y.txt"),
    ],
)
def test_no_name_leaves_the_folder_or_its_header(client: TestClient, index: Index, sent: str, shown: str) -> None:
    # As a hostile client writes it: a library would escape the name.
    body = (
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="'
        + sent.encode().replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\r\n", b"%0D%0A")
        + b'"\r\n\r\nThe beans were red.\r\n--b--\r\n'
    )
    headers = {"content-type": "multipart/form-data; boundary=b", **WAIT}
    response = client.post("/api/documents", content=body, headers=headers)
    (document,) = response.json()["documents"]
    assert document["source"] == shown.replace("newSet", "new%0D%0ASet")
    (path,) = kept(index)
    assert path.parent.parent == index.folder / "originals"
    assert re.fullmatch("[0-9a-f]{64}", path.name)
    found = original(client, document["id"])
    assert "set-cookie" not in found.headers
    assert _names(found.headers["content-disposition"])[1] == document["source"]


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("beans.txt", "beans.txt"),
        ('"; filename=evil.exe; x="', "filename=evil.exe x="),
        ("a\r\nSet-Cookie: b=c\0.txt", "a Set-Cookie: b=c.txt"),
        ("夜🌙.txt", "document.txt"),
        ("Übung.txt", "Ubung.txt"),
        ("../../x", "document....x"),
        ("%41\\b", "41b"),
        ("", "document"),
    ],
)
def test_any_name_makes_one_safe_header(name: str, plain: str) -> None:
    header = disposition(name)
    assert header.isascii()
    assert header.isprintable()
    assert _names(header) == (plain, legible(name))


def _names(header: str) -> tuple[str, str]:
    """Return both names of a header, which has nothing else in it."""
    found = re.fullmatch(r"attachment; filename=\"([^\"\\]*)\"; filename\*=UTF-8''([A-Za-z0-9._~%-]*)", header)
    assert found, header
    return found[1], unquote(found[2])
