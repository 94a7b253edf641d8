"""Nothing in a file may hurt the machine: every parser runs in a child with limits."""

import dataclasses
import gzip
import io
import os
import signal
import subprocess
import sys
import tarfile
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.errors import DocumentError, EmptyDocument, UnreadableDocument, UnsupportedFormat
from index.folders.sync import sync_paths
from index.limits import Limits
from index.parse.formats import read
from index.sandbox.pool import ParserPool, ReadingStopped
from index.store import Index

SMALL = Limits(seconds=20, cpu_seconds=2, memory_bytes=300_000_000, inflated_bytes=5_000_000, pages=5)


@pytest.fixture(scope="module")
def pool() -> Iterator[ParserPool]:
    with ParserPool(1, SMALL) as made:
        yield made


def child_of(pool: ParserPool) -> int:
    child = pool._idle.queue[-1]
    assert child is not None
    return child._process.pid


def zipped(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def test_a_child_gives_what_parsing_here_gives(pool: ParserPool, project_root: Path) -> None:
    for path in sorted((project_root / "seeds").iterdir()):
        if path.suffix not in (".py", ".jsonl"):
            here = read(path.read_bytes(), path.as_posix(), path.name)
            with path.open("rb") as file:
                assert pool.read(file.fileno(), path.as_posix(), path.name) == here
            assert pool.read_bytes(path.read_bytes(), path.as_posix(), path.name) == here


def test_one_child_reads_many_files(pool: ParserPool) -> None:
    pool.read_bytes(b"one", "a.txt", "a.txt")
    before = child_of(pool)
    for number in range(20):
        assert pool.read_bytes(f"file {number}".encode(), "a.txt", "a.txt").documents[0].text == f"file {number}"
    assert child_of(pool) == before


@pytest.mark.parametrize(
    ("data", "name", "error", "says"),
    [
        (b"MZ\x00\x00", "tool.exe", UnsupportedFormat, "Convert it"),
        (b" \n", "note.txt", EmptyDocument, "no text"),
        (b"%PDF-1.7 and no more", "a.pdf", UnreadableDocument, "damaged PDF"),
        (b"PK\x03\x04 and no more", "a.docx", UnreadableDocument, "damaged"),
    ],
)
def test_errors_come_back_as_they_were_raised(
    pool: ParserPool, data: bytes, name: str, error: type[DocumentError], says: str
) -> None:
    with pytest.raises(error, match=says):
        pool.read_bytes(data, name, name)


def billion_laughs() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{entities}]><x><body><p>&l11;</p></body></x>'.encode()


def endless_pdf(pages: int) -> bytes:
    """Return a PDF whose tree of pages names one page many times."""
    kids = b" ".join([b"3 0 R"] * pages)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    ]
    body = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj%sendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = len(body)
    return (
        body
        + b"xref\n0 4\n0000000000 65535 f \n"
        + table
        + b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % end
    )


BOMBS = {
    "bomb.zip": (zipped(**{"a.txt": b"0" * 50_000_000}), "becomes larger than 5 MB"),
    "bomb.docx": (zipped(**{"word/document.xml": b" " * 50_000_000}), "becomes larger than 5 MB"),
    "bomb.tar.gz": (gzip.compress(b"\0" * 50_000_000), "becomes larger than 5 MB"),
    "laughs.odt": (zipped(**{"content.xml": billion_laughs()}), "no text|damaged"),
    "pages.pdf": (endless_pdf(50_000), "more than 5 pages"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_one_line(pool: ParserPool, name: str) -> None:
    data, says = BOMBS[name]
    with pytest.raises(DocumentError, match=says) as caught:
        pool.read_bytes(data, name, name)
    assert "\n" not in str(caught.value)
    assert pool.read_bytes(b"The next one.", "next.txt", "next.txt").documents[0].text == "The next one."


def test_archives_in_archives_end_at_the_depth_that_is_allowed(pool: ParserPool) -> None:
    data = b"the innermost"
    name = "note.txt"
    for depth in range(6):
        data, name = zipped(**{name: data}), f"{depth}.zip"
    contents = pool.read_bytes(data, "5.zip", "5.zip")
    assert contents.documents == ()
    assert ["too deep" in failure.reason for failure in contents.failures] == [True]


def test_names_in_an_archive_are_names_and_links_in_it_lead_nowhere(pool: ParserPool) -> None:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for name in ("../../up.txt", "/etc/up.txt", "n" * 4_000 + ".txt", "line\nend.txt", "same.txt", "same.txt"):
            info = tarfile.TarInfo(name)
            info.size = 5
            archive.addfile(info, io.BytesIO(b"hello"))
        for kind, name in (
            (tarfile.SYMTYPE, "link.txt"),
            (tarfile.CHRTYPE, "zero.txt"),
            (tarfile.FIFOTYPE, "pipe.txt"),
        ):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    contents = pool.read_bytes(file.getvalue(), "/a/t.tar", "t.tar")
    sources = [document.source for document in contents.documents]
    assert [source[: len("/a/t.tar#")] for source in sources] == ["/a/t.tar#"] * 6
    assert len(set(sources)) == 6
    assert all(document.text == "hello" and "\n" not in document.source for document in contents.documents)
    assert max(map(len, sources)) < 600


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="it looks into /proc")
def test_every_file_has_a_process_of_its_own_that_ends_with_it() -> None:
    """What took over one could else write the next one's answer."""
    at_work: set[int] = set()

    def children(server: int) -> set[int]:
        return set(map(int, Path(f"/proc/{server}/task/{server}/children").read_text().split()))

    with ParserPool(1, Limits(seconds=60)) as made:
        made.read_bytes(b"one", "a.txt", "a.txt")
        server = child_of(made)
        for number in range(2):
            thread = threading.Thread(target=made.read_bytes, args=(b"<p>x</p>" * 20_000, "a.html", f"{number}.html"))
            thread.start()
            while thread.is_alive():
                at_work |= children(server)
            thread.join()
            assert children(server) == set()
    assert len(at_work) == 2


@pytest.mark.slow
def test_what_takes_too_much_ends_the_child_and_not_the_pool() -> None:
    slow = dataclasses.replace(SMALL, seconds=0.001)
    with ParserPool(1, slow) as impatient, pytest.raises(UnreadableDocument, match=r"within 0\.001 s"):
        impatient.read_bytes(b"<p>x</p>" * 100_000, "a.html", "a.html")
    lean = dataclasses.replace(SMALL, memory_bytes=20_000_000, inflated_bytes=10**9)
    with ParserPool(1, lean) as small, pytest.raises(UnreadableDocument, match=r"memory|brought its parser down"):
        small.read_bytes(gzip.compress(b"\0" * 200_000_000), "a.tar.gz", "a.tar.gz")
    busy = dataclasses.replace(SMALL, cpu_seconds=0, memory_bytes=2_000_000_000)
    with ParserPool(1, busy) as tired:
        with pytest.raises(UnreadableDocument, match="s of computing"):
            tired.read_bytes(b"<p>word <b>x</b></p>" * 400_000, "a.html", "a.html")
        assert tired.read_bytes(b"ok", "a.txt", "a.txt").documents
    large = dataclasses.replace(SMALL, file_bytes=10)
    with ParserPool(1, large) as strict:
        with pytest.raises(UnreadableDocument, match="FOOTNOTE_MAX_FILE_BYTES"):
            strict.read_bytes(b"x" * 11, "a.txt", "a.txt")
        assert strict.read_bytes(b"x" * 10, "a.txt", "a.txt").documents
    wordy = dataclasses.replace(SMALL, characters=100)
    with ParserPool(1, wordy) as short, pytest.raises(UnreadableDocument, match="more than 100 characters"):
        short.read_bytes(b"word " * 100, "a.txt", "a.txt")


def test_a_child_that_is_killed_while_idle_costs_nothing() -> None:
    with ParserPool(1, SMALL) as made:
        made.read_bytes(b"first", "a.txt", "a.txt")
        victim = child_of(made)
        os.kill(victim, signal.SIGKILL)
        assert made.read_bytes(b"second", "a.txt", "a.txt").documents[0].text == "second"
        assert child_of(made) != victim


@pytest.mark.slow
def test_a_reading_that_is_called_off_ends_its_child_and_one_that_waits_for_a_child_just_ends() -> None:
    with ParserPool(1, SMALL) as made:
        made.read_bytes(b"first", "a.txt", "a.txt")
        victim = child_of(made)
        os.kill(victim, signal.SIGSTOP)  # it never answers
        stops = [threading.Event() for _ in range(2)]
        ended: list[int] = []

        def read(number: int) -> None:
            with pytest.raises(ReadingStopped):
                made.read_bytes(b"second", "a.txt", "a.txt", stops[number])
            ended.append(number)

        readers = [threading.Thread(target=read, args=(number,)) for number in range(2)]
        readers[0].start()
        while not made._idle.empty():
            time.sleep(0.01)
        readers[1].start()
        stops[1].set()
        readers[1].join(SMALL.seconds / 2)
        assert ended == [1]
        assert _is_running(victim)
        stops[0].set()
        readers[0].join(SMALL.seconds / 2)
        assert ended == [1, 0]
        assert not _is_running(victim)
        assert made.read_bytes(b"third", "a.txt", "a.txt", threading.Event()).documents[0].text == "third"


@pytest.mark.slow
def test_children_end_with_their_pool_and_with_their_parent() -> None:
    with ParserPool(2, SMALL) as made:
        threads = [threading.Thread(target=made.read_bytes, args=(b"x", "a.txt", "a.txt")) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        children = [child._process.pid for child in made._idle.queue if child]
    assert children
    assert not any(Path(f"/proc/{child}").exists() for child in children)
    code = (
        "import os, sys\nfrom index.sandbox.pool import ParserPool\n"
        "p = ParserPool(1)\np.read_bytes(b'x', 'a.txt', 'a.txt')\n"
        "print(p._idle.queue[-1]._process.pid, flush=True)\nos.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    orphan = int(done.stdout)
    deadline = time.monotonic() + 30
    while _is_running(orphan) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not _is_running(orphan)


def _is_running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.slow
def test_a_run_over_hostile_files_reports_each_in_a_line_and_reads_the_others(index: Index, tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    for name, (data, _) in BOMBS.items():
        (folder / name).write_bytes(data)
    (folder / "good.txt").write_text("The museum opened in 1901.")
    (folder / ("n" * 251 + ".txt")).write_text("A long name.")
    (folder / "odd\nname.txt").write_text("A name of two lines.")
    os.mkfifo(folder / "pipe.txt")
    (folder / "out.txt").symlink_to("/etc/hostname")
    (folder / "loop").symlink_to(folder)
    (folder / "null.txt").symlink_to("/dev/null")
    with ParserPool(2, SMALL) as made:
        report = sync_paths(index, [folder], pool=made)
    assert {Path(source).name for source in report.added} == {"good.txt", "n" * 251 + ".txt", "odd\nname.txt"}
    assert {Path(failure.source).name for failure in report.failed} == set(BOMBS)
    assert {Path(failure.source).name for failure in report.skipped} == {"pipe.txt", "out.txt", "null.txt"}
    assert index.faults() == []
