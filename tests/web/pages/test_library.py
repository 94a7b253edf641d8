"""The list of documents as a browser without JavaScript gets it, and what its forms do."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from index.documents import StoredDocument, document_id
from index.store import Index
from index.uploads.trash import trash_documents
from tests.index.parse.writers import placed_pdf
from tests.support.documents import ingest_bytes
from web.pages.library import size_in_words
from web.settings import ServerSettings

Make = Callable[..., TestClient]
TEA = document_id("tea.txt")
LARGEST_PAGE_BYTES = 200_000


def send(client: TestClient, name: str, source: str, data: bytes) -> str:
    form = {"source": source}
    response = client.post("/api/documents", files={"file": (name, data)}, data=form, headers={"Prefer": "wait=60"})
    [document] = response.json()["documents"]
    return str(document["source"])


@pytest.mark.slow
@pytest.mark.parametrize("query", ["after=soon", "before=2024-13-40", "sort=colour", "after=&before=&tag=&type=&q="])
def test_a_field_that_says_nothing_asks_for_nothing(client: TestClient, query: str) -> None:
    page = client.get(f"/documents?{query}")
    assert page.status_code == 200
    assert page.text.count('class="shelf-row"') == 2


@pytest.mark.parametrize("offset", [2, 60, 2**31])
def test_a_list_that_became_shorter_shows_its_last_page(client: TestClient, offset: int) -> None:
    assert client.get(f"/documents?offset={offset}").text.count('class="shelf-row"') == 2


def test_a_document_goes_and_comes_back_by_forms(client: TestClient) -> None:
    gone = client.post(f"/documents/{TEA}/delete")
    assert (gone.status_code, gone.headers["location"]) == (303, f"/documents?removed={TEA}")
    assert client.get(f"/api/documents/{TEA}").status_code == 404
    assert f'action="/documents/{TEA}/restore"' in client.get(gone.headers["location"]).text
    back = client.post(f"/documents/{TEA}/restore")
    assert (back.status_code, back.headers["location"]) == (303, f"/documents/{TEA}")
    assert client.get(f"/api/documents/{TEA}").status_code == 200


def test_collections_are_chosen_by_a_form_and_taken_off_by_an_empty_one(client: TestClient, index: Index) -> None:
    client.post(f"/documents/{TEA}/tags", data={"tags": "Harbour, #2024, harbour"})
    assert index.documents.summaries([TEA])[0].tags == ("2024", "harbour")
    client.post(f"/documents/{TEA}/tags", data={"tags": ""})
    assert index.documents.summaries([TEA])[0].tags == ()


def test_another_web_page_cannot_delete_a_document(client: TestClient) -> None:
    headers = {"origin": "https://elsewhere.example", "sec-fetch-site": "cross-site"}
    assert client.post(f"/documents/{TEA}/delete", headers=headers).status_code == 403
    assert client.get(f"/api/documents/{TEA}").status_code == 200


def test_files_of_one_name_in_two_folders_are_two_documents(client: TestClient, index: Index) -> None:
    for folder in ("papers", "papers/2024"):
        send(client, "readme.md", f"{folder}/readme.md", f"About {folder}.".encode())
    assert {"papers/readme.md", "papers/2024/readme.md"} <= {document.source for document in index.documents.listed()}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.txt", "etc/passwd.txt"),
        ("/srv/./notes.txt", "srv/notes.txt"),
        ("a\\b\\..\\notes.txt", "a/b/notes.txt"),
        ("a/\u202enotes\x00.txt", "a/notes.txt"),
        ("/", "name.txt"),
        ("", "name.txt"),
    ],
)
def test_a_path_that_is_sent_leads_nowhere_else(client: TestClient, sent: str, kept: str) -> None:
    assert send(client, "name.txt", sent, b"A word or two.") == kept


def test_the_largest_file_is_told_to_the_page(make_client: Make) -> None:
    page = make_client(max_upload_bytes=12_345).get("/documents").text
    assert 'data-max-bytes="12345"' in page
    assert f'data-max-bytes="{ServerSettings().max_upload_bytes}"' in make_client().get("/documents").text


@pytest.mark.parametrize(
    ("characters", "words"),
    [(0, "about 1 word"), (11, "about 1 word"), (600, "about 100 words"), (7_410, "about 1,200 words")],
)
def test_a_size_is_told_in_words_with_two_digits_that_count(characters: int, words: str) -> None:
    assert size_in_words(characters) == words


def test_a_text_without_spaces_is_counted_in_characters(client: TestClient, index: Index) -> None:
    assert size_in_words(7_410, "zh") == "about 7,400 characters"
    assert size_in_words(0, "ja") == "about 1 character"
    text = "东京的茶馆于一九二三年开业。店主亲自倒了第一杯茶。" * 40
    ingest_bytes(index, text.encode(), "tea-house.txt", "tea-house.txt")
    for page in ("/documents", f"/documents/{document_id('tea-house.txt')}"):
        assert "about 1,000 characters" in client.get(page).text


def test_a_cited_page_is_no_picture_where_its_file_cannot_even_be_looked_for(
    client: TestClient, index: Index, tmp_path: Path
) -> None:
    """As where a drive is away, or a folder is shut; the name of what is inside an archive may be too long for one."""
    source = f"{tmp_path}/all.zip#{'w' * 250}.pdf"
    ingest_bytes(index, placed_pdf([[(100, 700, 20, "The harbour froze over.")]]), "winter.pdf", source)
    page = client.get(f"/documents/{document_id(source)}?start=0&end=3")
    assert page.status_code == 200
    assert "<img" not in page.text


def test_a_document_that_is_removed_while_its_page_is_made_is_shown_or_is_gone(
    client: TestClient, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = index.documents.get

    def read_and_removed(identity: str, version: int | None = None) -> StoredDocument:
        patched.undo()  # what removes it reads it too
        found = read(identity, version)
        with ThreadPoolExecutor(1) as threads:
            threads.submit(trash_documents, index, [identity]).result()
        return found

    with monkeypatch.context() as patched:
        patched.setattr(index.documents, "get", read_and_removed)
        assert client.get(f"/documents/{TEA}").status_code == 200
    assert client.get(f"/documents/{TEA}").status_code == 404


def test_files_of_many_tags_make_no_page_larger_than_a_page(client: TestClient, index: Index) -> None:
    tags = [[f"{letter}{number} of the works" for number in range(100)] for letter in "abcdefghijklmnopqrst"]
    records = [json.dumps({"text": "The works.", "tags": [*some, "all"][-100:]}) for some in tags]
    ingest_bytes(index, "\n".join(records).encode(), "works.jsonl", "works.jsonl")
    assert len(index.documents.tags()) == 500
    assert ("all", 20) in index.documents.tags()
    for path in ("/", "/documents?tag=t99+of+the+works"):
        page = client.get(path).text
        assert len(page) < LARGEST_PAGE_BYTES
        assert "a1 of the works" in page
    assert '<option value="t99 of the works" selected>' in page
    assert (
        '<option value="t99 of the works" selected>t99 of the works</option>'
        in client.get("/?tag=t99+of+the+works").text
    )


def test_documents_are_found_by_their_author_once_there_are_two(client: TestClient, index: Index) -> None:
    def write(name: str, author: str) -> None:
        ingest_bytes(index, f"The crane in {name}\nBy {author}\n\nIt lifts forty tonnes.".encode(), name, name)

    write("a.txt", "Ana Ruiz")
    assert "<label hidden>Author" in client.get("/documents").text
    write("b.txt", "Bo Lind")
    page = client.get("/documents").text
    assert "<label>Author" in page
    assert '<option value="Bo Lind">Bo Lind (1)</option>' in page
    assert 'by <a href="/documents?author=Ana+Ruiz" dir="auto">Ana Ruiz</a>' in page
    found = client.get("/documents?author=bo+lind").text
    assert "1 of 4 documents" in found
    assert "By bo lind" in found
    assert 'href="/?author=bo+lind"' in found
    assert 'by <a href="/documents?author=Bo+Lind" dir="auto">' in client.get(f"/documents/{document_id('b.txt')}").text
