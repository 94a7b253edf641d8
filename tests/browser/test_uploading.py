"""A file is added on the page: its progress shows, its end leads on, and without JavaScript it works as well."""

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from index.documents import document_id
from index.store import Index

Open = Callable[..., Page]
BELL = b"The bell of the chapel at Monte Verde was cast in 1791 by Eusebio Quiros."


@pytest.fixture(autouse=True)
def only_the_sessions_documents(index: Index) -> Iterator[None]:
    before = {document.id for document in index.documents()}
    yield
    index.delete([document.id for document in index.documents() if document.id not in before])


def choose(page: Page, name: str, data: bytes) -> None:
    page.locator("#file").set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": data})
    page.locator(".upload button").click()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_file_leads_to_its_document_and_back_to_the_file(open_page: Open, javascript: bool, tmp_path: Path) -> None:
    page = open_page("/documents", java_script_enabled=javascript)
    choose(page, "bell.txt", BELL)
    page.wait_for_url(f"**/documents/{document_id('bell.txt')}")
    expect(page.locator(".text")).to_contain_text("Eusebio Quiros")
    with page.expect_download() as download:
        page.get_by_role("link", name="Original file").click()
    download.value.save_as(tmp_path / "saved")
    assert download.value.suggested_filename == "bell.txt"
    assert (tmp_path / "saved").read_bytes() == BELL


@pytest.mark.parametrize("javascript", [True, False])
def test_a_file_that_cannot_be_read_says_why(open_page: Open, javascript: bool) -> None:
    page = open_page("/documents", java_script_enabled=javascript)
    choose(page, "picture.png", b"\x89PNG\r\n\x1a\n\x00\x00")
    expect(page.locator(".problem")).to_contain_text("Convert it to text, PDF or an Office format")


def test_the_progress_of_an_upload_shows_and_a_second_one_waits_for_it(open_page: Open, index: Index) -> None:
    page = open_page("/documents")
    with index.writing():
        choose(page, "bell.txt", BELL)
        expect(page.get_by_role("status")).to_contain_text("Indexing: bell.txt")
        bar = page.get_by_role("progressbar")
        expect(bar).to_have_attribute("value", "99")
        expect(page.locator(".upload button")).to_be_disabled()
    page.wait_for_url(f"**/documents/{document_id('bell.txt')}")


def test_a_file_of_many_lists_what_came_of_it_and_a_hostile_name_stays_text(open_page: Open) -> None:
    page = open_page("/documents")
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("one.txt", BELL)
        archive.writestr("two.txt", b"The bell of the school was cast in 1803.")
        archive.writestr("broken.pdf", b"%PDF-1.7\nnothing")
    choose(page, "<img src=x onerror=alert(1)>.zip", made.getvalue())
    progress = page.get_by_role("status")
    expect(progress).to_contain_text("<img src=x onerror=alert(1)>.zip holds 2 documents.")
    expect(progress.locator("li a")).to_have_count(2)
    expect(progress).to_contain_text("broken.pdf")
    expect(page.locator("img")).to_have_count(0)


def test_a_server_with_a_key_takes_a_file_too(browser: Any, locked_address: str) -> None:
    credentials = {"username": "anyone", "password": "open sesame"}
    context = browser.new_context(base_url=locked_address, http_credentials=credentials)
    page = context.new_page()
    page.goto("/documents")
    choose(page, "bell.txt", BELL)
    page.wait_for_url(f"**/documents/{document_id('bell.txt')}")
    context.close()
