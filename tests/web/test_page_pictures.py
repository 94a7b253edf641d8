import io
from pathlib import Path

from fastapi.testclient import TestClient
from PIL import Image

from index.documents import document_id
from index.store import Index
from index.sync import sync_paths
from tests.index.parse.writers import placed_pdf

LINES = [(100, 700, 20, "The harbour froze over"), (100, 600, 20, "in the winter of 1901.")]


def tinted(data: bytes) -> set[int]:
    """Return in which twentieths of a page's height there are marked places."""
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    width, height = picture.size
    rows = {
        y
        for y in range(height)
        for x in range(0, width, 3)
        if picture.getpixel((x, y))[2] < 120 < picture.getpixel((x, y))[0]
    }
    return {20 * row // height for row in rows}


def upload(client: TestClient) -> str:
    files = {"file": ("winter.pdf", placed_pdf([LINES, []]), "application/pdf")}
    report = client.post("/api/documents", files=files, headers={"Prefer": "wait=60"}).json()
    return str(report["documents"][0]["id"])


def test_a_page_of_an_upload_is_shown_with_the_words_of_a_span_marked(client: TestClient) -> None:
    identity = upload(client)
    text = client.get(f"/api/documents/{identity}").json()["text"]
    start = text.index("winter")
    address = f"/api/documents/{identity}/pages/1?start={start}&end={start + 6}"
    marked = client.get(address)
    assert (marked.status_code, marked.headers["content-type"]) == (200, "image/png")
    assert tinted(marked.content) <= {5, 6}
    assert tinted(marked.content)
    assert not tinted(client.get(f"/api/documents/{identity}/pages/1").content)
    page = client.get(f"/documents/{identity}?start={start}&end={start + 6}", headers={"accept": "text/html"}).text
    assert f"/api/documents/{identity}/pages/1?version=1&amp;start={start}&amp;end={start + 6}" in page
    assert "<img" not in client.get(f"/documents/{identity}", headers={"accept": "text/html"}).text


def test_a_page_of_a_folder_s_file_is_shown_while_it_is_as_it_was(
    client: TestClient, index: Index, tmp_path: Path
) -> None:
    file = tmp_path / "papers" / "winter.pdf"
    file.parent.mkdir()
    file.write_bytes(placed_pdf([LINES]))
    sync_paths(index, [file])
    identity = document_id(file.resolve().as_posix())
    assert client.get(f"/api/documents/{identity}/pages/1").status_code == 200
    file.write_bytes(placed_pdf([[(1, 1, 10, "something else")]]))
    gone = client.get(f"/api/documents/{identity}/pages/1")
    assert (gone.status_code, gone.json()["title"]) == (404, gone.json()["title"])
    file.unlink()
    assert client.get(f"/api/documents/{identity}/pages/1").status_code == 404


def test_what_has_no_such_page_says_so(client: TestClient) -> None:
    identity = upload(client)
    assert client.get(f"/api/documents/{identity}/pages/3").status_code == 404
    assert client.get(f"/api/documents/{identity}/pages/0").status_code == 422
    [other] = [d for d in client.get("/api/documents").json()["documents"] if d["source"] == "tea.txt"]
    assert client.get(f"/api/documents/{other['id']}/pages/1").status_code == 404
