"""Files and folders are added on the page: each shows how far it is and how it ended; one goes without JavaScript."""

import io
import json
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Any

import pytest
from pathspec import GitIgnoreSpec
from playwright.sync_api import CDPSession, FilePayload, Locator, Page, Route, expect

from index.documents import document_id
from index.storage.engines.sqlite_file import SqliteFile
from index.store import Index
from index.uploads.queue.jobs import UPLOADS
from tests.support.beside import jobs_in
from tests.support.documents import remove_for_good
from web.settings import ServerSettings

Open = Callable[..., Page]
Serve = Callable[[Index, ServerSettings], AbstractContextManager[str]]
BELL = b"The bell of the chapel at Monte Verde was cast in 1791 by Eusebio Quiros."
PATIENCE_MS = 30_000
HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    index = Index.open(tmp_path_factory.mktemp("uploads"), "hash", create=True)
    yield index
    index.close()


@pytest.fixture(scope="module")
def address(index: Index, serve: Serve) -> Iterator[str]:
    with serve(index, ServerSettings(max_upload_bytes=500_000, upload_workers=2)) as address:
        yield address


@pytest.fixture(autouse=True)
def nothing_stays(index: Index) -> Iterator[None]:
    yield
    with closing(jobs_in(index.folder)) as jobs:
        for _ in range(PATIENCE_MS // 50):
            if not jobs.unended():
                break
            time.sleep(0.05)
        # The next test's page would show it as its own.
        assert jobs.unended() == []
    remove_for_good(index, [document.id for document in index.documents.listed()])


def choose(page: Page, *files: tuple[str, bytes]) -> None:
    sent: list[FilePayload] = [
        {"name": name, "mimeType": "application/octet-stream", "buffer": data} for name, data in files
    ]
    page.locator("#upload-files").set_input_files(sent)


def upload(page: Page, path: str) -> Locator:
    return page.locator(".upload-row").filter(has=page.get_by_text(path, exact=True))


def ended(page: Page, path: str, state: str) -> None:
    expect(upload(page, path)).to_have_attribute("data-state", state, timeout=PATIENCE_MS)


def sources(index: Index) -> set[str]:
    return {document.source for document in index.documents.listed()}


def slow(page: Page, bytes_per_second: int) -> CDPSession:
    session = page.context.new_cdp_session(page)
    conditions = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": bytes_per_second}
    session.send("Network.emulateNetworkConditions", conditions)
    return session


def leaving_is_warned_about(page: Page) -> bool:
    return bool(page.evaluate("!window.dispatchEvent(new Event('beforeunload', { cancelable: true }))"))


def test_several_files_become_documents_that_the_list_shows(page: Page, index: Index) -> None:
    page.goto("/documents")
    expect(page.locator(".shelf-invitation")).to_be_visible()
    page.locator("#upload-tags").fill("Chapel, stone")
    choose(page, ("bell.txt", BELL), ("tower.md", b"# The tower\n\nIt leans."), ("clock.txt", b"It is slow."))
    for name in ("bell.txt", "tower.md", "clock.txt"):
        ended(page, name, "done")
    expect(page.locator("#upload-summary")).to_have_text("3 files: 3 added")
    expect(page.locator("#upload-said")).to_have_text("3 files: 3 added")
    expect(page.locator(".shelf-title").filter(visible=True)).to_have_count(3)
    expect(page.locator(".shelf-invitation")).to_be_hidden()
    assert {document.tags for document in index.documents.listed()} == {("chapel", "stone")}
    upload(page, "bell.txt").get_by_role("link", name="bell.txt").click()
    page.wait_for_url(f"**/documents/{document_id('bell.txt')}")
    expect(page.locator(".document-text")).to_contain_text("Eusebio Quiros")


def test_a_file_that_is_there_already_is_unchanged_and_another_one_is_a_new_version(page: Page) -> None:
    page.goto("/documents")
    choose(page, ("bell.txt", BELL))
    ended(page, "bell.txt", "done")
    page.get_by_role("button", name="Clear the list").click()
    expect(page.locator("#upload-queue")).to_be_hidden()
    choose(page, ("bell.txt", BELL))
    ended(page, "bell.txt", "unchanged")
    page.get_by_role("button", name="Clear the list").click()
    choose(page, ("bell.txt", b"The bell is gone."))
    expect(upload(page, "bell.txt")).to_contain_text("New version")


def test_hidden_files_are_left_out_wherever_they_come_from(page: Page, index: Index) -> None:
    page.goto("/documents")
    choose(page, (".DS_Store", b"\x00\x01"), ("~$bell.docx", b"PK"), ("bell.txt", BELL))
    ended(page, "bell.txt", "done")
    expect(page.locator(".upload-row")).to_have_count(1)
    expect(page.locator("#upload-left")).to_contain_text("2 files left out: hidden")
    assert sources(index) == {"bell.txt"}


def folder(tmp_path: Path) -> Path:
    root = tmp_path / "papers"
    for path, text in {
        "readme.md": "# All papers\n\nThey are here.",
        "2024/readme.md": "# Those of 2024\n\nThey are short.",
        "2024/budget.txt": "The budget of the harbour.",
        "2024/draft-budget.txt": "A draft.",
        "drafts/one.txt": "Another draft.",
        ".git/config.txt": "Hidden.",
        ".secret.txt": "Hidden too.",
        "picture.png": "not a picture",
        ".footnoteignore": "drafts/\ndraft-*\n",
    }.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return root


KEPT = {"papers/readme.md", "papers/2024/readme.md", "papers/2024/budget.txt"}


def check_folder(page: Page, index: Index) -> None:
    for path in KEPT:
        ended(page, path, "done")
    expect(page.locator("#upload-left")).to_contain_text("6 files left out")
    expect(page.locator(".upload-row")).to_have_count(len(KEPT))
    # Two files of one name are two documents.
    assert sources(index) == KEPT


def test_a_folder_is_sent_without_what_is_hidden_or_ignored(page: Page, index: Index, tmp_path: Path) -> None:
    page.goto("/documents")
    page.get_by_label("Folders become collections").check()
    page.locator("#upload-folder").set_input_files(folder(tmp_path))
    check_folder(page, index)
    tags = {document.source: document.tags for document in index.documents.listed()}
    assert tags["papers/2024/budget.txt"] == ("2024", "papers")
    assert tags["papers/readme.md"] == ("papers",)


def test_a_folder_is_dropped(page: Page, index: Index, tmp_path: Path) -> None:
    page.goto("/documents")
    session = page.context.new_cdp_session(page)
    place = {"x": 640, "y": 500, "data": {"items": [], "files": [str(folder(tmp_path))], "dragOperationsMask": 1}}
    session.send("Input.dispatchDragEvent", {"type": "dragEnter", **place})
    session.send("Input.dispatchDragEvent", {"type": "dragOver", **place})
    expect(page.locator(".upload-over")).to_be_visible()
    session.send("Input.dispatchDragEvent", {"type": "drop", **place})
    check_folder(page, index)
    expect(page.locator(".upload-over")).to_have_count(0)


def test_the_bytes_of_a_file_are_counted_as_they_go_and_leaving_is_warned_about_meanwhile(page: Page) -> None:
    page.goto("/documents")
    assert not leaving_is_warned_about(page)
    slow(page, 100_000)
    choose(page, ("long.txt", BELL * 5_000))
    row = upload(page, "long.txt")
    expect(row.locator(".upload-state")).to_contain_text("Uploading ")
    page.wait_for_function(
        "(bar) => bar.value > 5 && bar.value < 95", arg=row.get_by_role("progressbar").element_handle()
    )
    assert row.get_attribute("data-state") == "uploading"
    assert leaving_is_warned_about(page)
    ended(page, "long.txt", "done")
    assert not leaving_is_warned_about(page)


def test_what_the_server_does_with_a_file_shows_and_the_fifth_one_waits(page: Page, index: Index) -> None:
    page.goto("/documents")
    with index.database.writing():
        choose(page, ("0.txt", BELL))
        expect(upload(page, "0.txt").locator(".upload-state")).to_contain_text("Encoding 99% · ", timeout=PATIENCE_MS)
        choose(page, ("1.txt", BELL + b"1"))
        expect(upload(page, "1.txt").locator(".upload-state")).to_contain_text("Encoding 99%", timeout=PATIENCE_MS)
        choose(page, *((f"{number}.txt", BELL + str(number).encode()) for number in (2, 3, 4)))
        expect(upload(page, "0.txt").locator(".upload-state")).to_contain_text("chunks/s")
        expect(upload(page, "0.txt").get_by_role("progressbar")).to_have_attribute("value", "99")
        for number in (2, 3):
            expect(upload(page, f"{number}.txt").locator(".upload-state")).to_have_text("Waiting for its turn")
        expect(upload(page, "4.txt").locator(".upload-state")).to_have_text("Waiting")
        expect(page.locator("#upload-summary")).to_have_text("5 files: 5 to go")
    for number in range(5):
        ended(page, f"{number}.txt", "done")


def test_a_file_that_cannot_be_read_says_why_and_leaves_the_others_alone(page: Page, index: Index) -> None:
    page.goto("/documents")
    choose(page, ("picture.png", b"\x89PNG\r\n\x1a\n\x00\x00"), ("bell.txt", BELL))
    ended(page, "picture.png", "failed")
    expect(upload(page, "picture.png")).to_contain_text("Convert it to text, PDF or an Office format")
    ended(page, "bell.txt", "done")
    expect(page.locator("#upload-said")).to_have_text("2 files: 1 added, 1 failed")
    assert sources(index) == {"bell.txt"}


def test_a_file_that_is_too_large_is_not_sent(page: Page) -> None:
    page.goto("/documents")
    sent = []
    page.on("request", lambda request: sent.append(request.url))
    choose(page, ("long.txt", b"x" * 500_001))
    expect(upload(page, "long.txt")).to_contain_text("It has more than 500,000 bytes.")
    assert [url for url in sent if url.endswith("/api/documents")] == []


def test_a_retry_sends_again_what_was_lost_on_the_way(page: Page) -> None:
    page.goto("/documents")
    page.route("**/api/documents", lambda route: route.abort())
    choose(page, ("bell.txt", BELL), ("clock.txt", b"It is slow."))
    for name in ("bell.txt", "clock.txt"):
        expect(upload(page, name)).to_contain_text("The server cannot be reached.")
    page.unroute("**/api/documents")
    upload(page, "bell.txt").get_by_role("button", name="Retry: bell.txt").click()
    ended(page, "bell.txt", "done")
    expect(upload(page, "bell.txt").get_by_role("button")).to_have_count(0)
    ended(page, "clock.txt", "failed")


def test_all_that_failed_is_sent_again_at_once(page: Page) -> None:
    page.goto("/documents")
    page.route("**/api/documents", lambda route: route.abort())
    choose(page, *((f"{number}.txt", BELL + str(number).encode()) for number in range(5)))
    expect(page.locator("#upload-summary")).to_have_text("5 files: 5 failed")
    page.unroute("**/api/documents")
    page.get_by_role("button", name="Retry all that failed").click()
    expect(page.locator("#upload-summary")).to_have_text("5 files: 5 added")


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_waited_for_as_long_as_it_says(page: Page, status: int) -> None:
    page.goto("/documents")
    page.clock.install()
    sent = []

    def busy_at_first(route: Route) -> None:
        sent.append(route.request.url)
        if len(sent) == 1:
            body = json.dumps({"detail": "Too much"})
            route.fulfill(status=status, headers={"Retry-After": "7"}, body=body)
        else:
            route.continue_()

    page.route("**/api/documents", busy_at_first)
    choose(page, ("bell.txt", BELL))
    expect(upload(page, "bell.txt")).to_contain_text("Waiting: the server is busy")
    page.clock.run_for(6_000)
    assert len(sent) == 1
    page.clock.run_for(2_000)
    ended(page, "bell.txt", "done")
    assert len(sent) == 2


def test_a_queue_is_cancelled_and_what_was_not_sent_can_be_sent_later(page: Page, index: Index) -> None:
    page.goto("/documents")
    session = slow(page, 20_000)
    choose(page, *((f"{number}.txt", BELL * 3_000 + str(number).encode()) for number in range(4)))
    expect(upload(page, "0.txt").locator(".upload-state")).to_contain_text("Uploading")
    page.get_by_role("button", name="Cancel all").click()
    for number in range(4):
        ended(page, f"{number}.txt", "cancelled")
    expect(page.get_by_role("button", name="Cancel")).to_have_count(0)
    expect(page.locator("#upload-choose-files")).to_be_focused()
    expect(page.locator("#upload-said")).to_have_text("4 files: 4 cancelled")
    assert not leaving_is_warned_about(page)
    assert sources(index) == set()
    session.detach()
    upload(page, "3.txt").get_by_role("button", name="Retry: 3.txt").click()
    ended(page, "3.txt", "done")


def cancel_of(page: Page, path: str) -> Locator:
    return upload(page, path).get_by_role("button", name=f"Cancel: {path}")


def stages(page: Page) -> dict[str, str]:
    return {job["name"]: job["stage"] for job in page.request.get("/api/jobs?limit=100").json()["jobs"]}


def test_a_file_is_cancelled_while_the_server_encodes_it_and_while_it_waits_there(page: Page, index: Index) -> None:
    page.goto("/documents")
    with index.database.writing():
        states = [upload(page, f"at-{number}.txt").locator(".upload-state") for number in range(3)]
        for number in range(3):
            choose(page, (f"at-{number}.txt", BELL + str(number).encode()))
            expect(states[number]).not_to_contain_text("Uploading")
            if number < 2:
                expect(states[number]).to_contain_text("Encoding 99%", timeout=PATIENCE_MS)
        expect(states[2]).to_have_text("Waiting for its turn")
        for number in (2, 0):
            cancel_of(page, f"at-{number}.txt").focus()
            page.keyboard.press("Enter")
            ended(page, f"at-{number}.txt", "cancelled")
            expect(states[number]).to_have_text("Cancelled")
            # The button has gone: whoever pressed it stands on the row.
            expect(upload(page, f"at-{number}.txt")).to_be_focused()
    ended(page, "at-1.txt", "done")
    expect(page.locator("#upload-summary")).to_have_text("3 files: 1 added, 2 cancelled")
    assert sources(index) == {"at-1.txt"}
    assert [stages(page)[f"at-{number}.txt"] for number in range(3)] == ["cancelled", "done", "cancelled"]
    upload(page, "at-0.txt").get_by_role("button", name="Retry: at-0.txt").click()
    ended(page, "at-0.txt", "done")


def test_the_focus_stays_on_the_button_while_the_file_goes_from_stage_to_stage(page: Page, index: Index) -> None:
    page.goto("/documents")
    with index.database.writing():
        session = slow(page, 20_000)
        choose(page, ("bell.txt", BELL * 500))
        expect(upload(page, "bell.txt").locator(".upload-state")).to_contain_text("Uploading")
        cancel_of(page, "bell.txt").focus()
        session.detach()
        expect(upload(page, "bell.txt")).to_have_attribute("data-state", "encoding", timeout=PATIENCE_MS)
        expect(cancel_of(page, "bell.txt")).to_be_focused()


def test_one_file_is_cancelled_on_its_way_and_the_others_go_on(page: Page, index: Index) -> None:
    page.goto("/documents")
    session = slow(page, 20_000)
    choose(page, ("endless.txt", BELL * 3_000), ("bell.txt", BELL))
    expect(upload(page, "endless.txt").locator(".upload-state")).to_contain_text("Uploading")
    cancel_of(page, "endless.txt").click()
    ended(page, "endless.txt", "cancelled")
    session.detach()
    ended(page, "bell.txt", "done")
    assert sources(index) == {"bell.txt"}
    assert "endless.txt" not in stages(page)


def test_a_file_that_has_arrived_whole_when_it_is_cancelled_is_cancelled_there(page: Page, index: Index) -> None:
    page.goto("/documents")
    jobs = SqliteFile(index.folder / f"{UPLOADS}.sqlite")
    with index.database.writing():
        # The server has the file, and does not answer: it waits for the list of its jobs.
        with jobs.transaction():
            choose(page, ("whole.txt", BELL))
            expect(upload(page, "whole.txt").locator(".upload-state")).to_have_text("Uploading 100%")
            page.wait_for_timeout(500)
            cancel_of(page, "whole.txt").click()
        ended(page, "whole.txt", "cancelled")
    jobs.close()
    assert stages(page)["whole.txt"] == "cancelled"
    assert sources(index) == set()


def test_what_was_sent_before_the_page_was_loaded_again_is_followed_and_cancelled(page: Page, index: Index) -> None:
    page.goto("/documents")
    with index.database.writing():
        choose(page, *((name, BELL + name.encode()) for name in ("kept.txt", "unwanted.txt")))
        for name in ("kept.txt", "unwanted.txt"):
            expect(upload(page, name).locator(".upload-state")).to_contain_text("Encoding 99%", timeout=PATIENCE_MS)
        page.reload()
        expect(upload(page, "kept.txt").locator(".upload-state")).to_contain_text("Encoding 99%")
        cancel_of(page, "unwanted.txt").click()
        ended(page, "unwanted.txt", "cancelled")
    ended(page, "kept.txt", "done")
    # There is no file here any more that could be sent again.
    expect(upload(page, "unwanted.txt").get_by_role("button")).to_have_count(0)
    assert sources(index) == {"kept.txt"}


def test_without_javascript_what_is_on_its_way_is_listed_and_cancelled(
    page: Page, open_page: Open, index: Index
) -> None:
    page.goto("/documents")
    with index.database.writing():
        choose(page, ("unwanted.txt", BELL))
        expect(upload(page, "unwanted.txt").locator(".upload-state")).to_contain_text("99%", timeout=PATIENCE_MS)
        plain = open_page("/documents", java_script_enabled=False)
        expect(plain.locator(".upload-row .upload-state")).to_have_text("Encoding")
        plain.get_by_role("button", name="Cancel: unwanted.txt").click()
        expect(plain.locator(".upload-row")).to_have_count(0)
        # Whoever follows it elsewhere is told.
        ended(page, "unwanted.txt", "cancelled")
    assert sources(index) == set()


def test_a_file_of_many_lists_what_came_of_it_and_a_hostile_name_stays_text(page: Page) -> None:
    page.goto("/documents")
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("one.txt", BELL)
        archive.writestr("two.txt", b"The bell of the school was cast in 1803.")
        archive.writestr("broken.pdf", b"%PDF-1.7\nnothing")
    choose(page, (f"{HOSTILE}.zip", made.getvalue()))
    row = upload(page, f"{HOSTILE}.zip")
    expect(row).to_contain_text("Added: 2 documents")
    expect(row.locator(".upload-inside a")).to_have_count(2)
    expect(row.locator(".upload-inside")).to_contain_text("broken.pdf")
    expect(page.locator("img")).to_have_count(0)


def test_without_javascript_a_file_leads_to_its_document_and_back_to_the_file(open_page: Open, tmp_path: Path) -> None:
    page = open_page("/documents", java_script_enabled=False)
    choose(page, ("bell.txt", BELL))
    page.locator("#upload-tags").fill("chapel")
    page.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_url(f"**/documents/{document_id('bell.txt')}")
    expect(page.locator(".document-text")).to_contain_text("Eusebio Quiros")
    expect(page.locator(".document-tags .chip")).to_have_text(["chapel"])
    with page.expect_download() as download:
        page.get_by_role("link", name="Original file").click()
    download.value.save_as(tmp_path / "saved")
    assert download.value.suggested_filename == "bell.txt"
    assert (tmp_path / "saved").read_bytes() == BELL


def test_without_javascript_a_file_that_cannot_be_read_says_why(open_page: Open) -> None:
    page = open_page("/documents", java_script_enabled=False)
    choose(page, ("picture.png", b"\x89PNG\r\n\x1a\n\x00\x00"))
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".problem")).to_contain_text("Convert it to text, PDF or an Office format")


def test_a_server_with_a_key_takes_a_file_too(browser: Any, locked_address: str) -> None:
    credentials = {"username": "anyone", "password": "open sesame"}
    context = browser.new_context(base_url=locked_address, http_credentials=credentials)
    page = context.new_page()
    page.goto("/documents")
    choose(page, ("bell.txt", BELL))
    ended(page, "bell.txt", "done")
    context.close()


IGNORE = """
# drafts and builds
*.log
!keep.log
/top.txt
build/
docs/*.md
**/cache
deep/**/end.txt
all/**
file[0-9].txt
file[!0-9].csv
a?c.txt
with_space.txt
trailing.txt\x20\x20
\\#hash.txt
\\!bang.txt
[]x].txt
un[closed.txt
*.tmp/
q**w**.txt
r**/end.csv
"""
PATHS = """
a.log sub/a.log keep.log sub/keep.log top.txt sub/top.txt build/x.txt sub/build/x.txt build docs/a.md docs/sub/a.md
sub/docs/a.md cache sub/cache/x.txt deep/end.txt deep/a/b/end.txt deep/a/other.txt all/x.txt all/a/b.txt all file1.txt
filex.txt file1.csv filex.csv abc.txt a/c.txt abbc.txt trailing.txt #hash.txt !bang.txt ].txt x.txt y.txt un[closed.txt
x.tmp x.tmp/file.txt ünï.log sub/日本.log with_space.txt sub/with_space.txt
qw.txt q1w2.txt sub/qxw.txt q/w.txt r/end.csv rx/end.csv r/x/end.csv
""".split()


def test_an_ignore_file_means_on_the_page_what_it_means_on_the_server(page: Page) -> None:
    """The oracle is what index/folders/files.py asks; a folder that is left out takes everything in it along."""
    spec = GitIgnoreSpec.from_lines(IGNORE.splitlines())

    def left_out(path: str) -> bool:
        parts = path.split("/")
        folders = ["/".join(parts[:depth]) + "/" for depth in range(1, len(parts))]
        return any(spec.check_file(each).include for each in [*folders, path])

    page.goto("/documents")
    found = page.evaluate(
        """async ([text, paths]) => {
          const { ignoreOf, isIgnored } = await import("/static/uploads/ignore.js");
          return paths.filter((path) => isIgnored(`papers/${path}`, [ignoreOf("papers/", text)]));
        }""",
        [IGNORE, PATHS],
    )
    assert found == [path for path in PATHS if left_out(path)]


def test_no_line_of_an_ignore_file_holds_the_page_up(page: Page) -> None:
    """Each would take longer than anybody waits, if every way to share the letters out were tried."""
    lines = ["*a" * 100 + "b", "*a" * 12 + "b", "*[ab]" * 40 + "c", "*[!]b]" * 40 + "*c", "*?" * 100 + "b"]
    lines += ["**a**a**ab", "/**a**a***ab"]
    page.goto("/documents")
    found = page.evaluate(
        """async ([lines, path]) => {
          const { ignoreOf, isIgnored } = await import("/static/uploads/ignore.js");
          return lines.map((line) => isIgnored(path, [ignoreOf("", line)]));
        }""",
        [lines, "a" * 250 + ".txt"],
    )
    assert found == [False] * len(lines)
