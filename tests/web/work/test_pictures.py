import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient
from PIL import Image

from index.documents import document_id
from index.folders.sync import sync_paths
from index.store import Index
from tests.index.parse.writers import placed_pdf
from tests.support.hostile import pdf_of_blended_fills

pytestmark = pytest.mark.slow

PATIENCE_SECONDS = 60
LINES = [(100, 700, 20, "The harbour froze over"), (100, 600, 20, "in the winter of 1901.")]


def tinted(data: bytes) -> set[int]:
    """Return in which twentieths of a page's height there are marked places."""
    red, _, blue = Image.open(io.BytesIO(data)).convert("RGB").split()
    width, height = red.size
    reds, blues = red.tobytes(), blue.tobytes()
    rows = {y for y in range(height) for x in range(0, width, 3) if blues[y * width + x] < 120 < reds[y * width + x]}
    return {20 * row // height for row in rows}


def upload(client: httpx.Client | TestClient, pdf: bytes | None = None) -> str:
    files = {"file": ("winter.pdf", pdf or placed_pdf([LINES, []]), "application/pdf")}
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
    file.symlink_to("/dev/zero")  # which nobody ever comes to the end of
    assert client.get(f"/api/documents/{identity}/pages/1").status_code == 404
    file.unlink()


def test_what_has_no_such_page_says_so(client: TestClient) -> None:
    identity = upload(client)
    assert client.get(f"/api/documents/{identity}/pages/3").status_code == 404
    assert client.get(f"/api/documents/{identity}/pages/0").status_code == 422
    [other] = [d for d in client.get("/api/documents").json()["documents"] if d["source"] == "tea.txt"]
    assert client.get(f"/api/documents/{other['id']}/pages/1").status_code == 404


def ask_for_pages(client: httpx.Client, identity: str, spans: list[tuple[int, int]]) -> list[httpx.Response]:
    def ask(span: tuple[int, int]) -> httpx.Response:
        return client.get(f"/api/documents/{identity}/pages/1", params={"start": span[0], "end": span[1]})

    with ThreadPoolExecutor(len(spans)) as threads:
        return list(threads.map(ask, spans))


def test_pages_that_take_minutes_to_draw_are_given_up_and_hold_up_nobody_else(serve: Callable[..., str]) -> None:
    limits = httpx.Limits(max_connections=100)
    url = serve(max_picture_cpu_seconds=1)
    with httpx.Client(base_url=url, timeout=PATIENCE_SECONDS, limits=limits) as client:
        identity = upload(client, pdf_of_blended_fills(" ".join(f"w{n}" for n in range(10, 55)), 25, layers=6))
        spans = [(4 * n, 4 * n + 2) for n in range(45)]
        with ThreadPoolExecutor(1) as aside:
            drawn = aside.submit(ask_for_pages, client, identity, spans)
            for _ in range(20):
                assert client.get("/healthz").status_code == 200
                assert client.get("/api/documents").status_code == 200
            assert client.post("/api/search", json={"question": "Who kept the lamp?"}).status_code == 200
            responses = drawn.result()
        assert {response.status_code for response in responses} == {429, 503}
        assert all(int(response.headers["retry-after"]) > 0 for response in responses)
        [slow, *_] = [response for response in responses if response.status_code == 503]
        assert slow.json()["type"] == "urn:footnote:problem:picture-too-slow"
        [again] = ask_for_pages(client, identity, [spans[responses.index(slow)]])
        assert (again.status_code, "a moment ago" in again.json()["detail"]) == (503, True)
        # The page of another document is drawn as ever.
        assert ask_for_pages(client, upload(client), [(0, 0)])[0].status_code == 200


def test_a_picture_that_many_ask_for_is_drawn_once_and_kept(client: TestClient, serve: Callable[..., str]) -> None:
    with httpx.Client(base_url=serve(), timeout=PATIENCE_SECONDS) as live:
        identity = upload(live, pdf_of_blended_fills("The harbour froze", 3))
        # One for each would need more places than there are.
        responses = ask_for_pages(live, identity, [(0, 3)] * 20)
        assert [response.status_code for response in responses] == [200] * 20
        assert len({response.content for response in responses}) == 1
    identity = upload(client)
    kept = client.get(f"/api/documents/{identity}/pages/1?start=0&end=3").content
    client.app.state.services.pictures.end()  # type: ignore[attr-defined]  # it is a FastAPI application
    assert client.get(f"/api/documents/{identity}/pages/1?start=0&end=3").content == kept
    ending = client.get(f"/api/documents/{identity}/pages/1?start=4&end=11")
    assert (ending.status_code, ending.json()["type"]) == (503, "urn:footnote:problem:ending")
