"""A disk that is full, or that may not be written: a clear error, and nothing that was there is lost."""

from pathlib import Path

import pytest

from index.backups.backup import back_up
from index.encoding.encoders.hash import HashEncoder
from index.errors import IndexUnwritable, StoreError
from index.folders.sync import sync_paths
from index.store import Index
from tests.support.disks import Disk

pytestmark = pytest.mark.slow


def write(folder: Path, numbers: range) -> None:
    folder.mkdir(exist_ok=True)
    for number in numbers:
        text = f"Paper {number}.\n\n" + f"The harbour froze over in the winter of {number}. " * 200
        (folder / f"{number:02}.txt").write_text(text)


def question():
    return HashEncoder().encode_query("the harbour froze over in the winter").vector


def test_a_full_disk_is_said_and_loses_nothing_and_room_mends_it(disk: Disk, tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    write(papers, range(3))
    index = Index.open(disk.path / "index", HashEncoder(), create=True)
    sync_paths(index, [papers])
    write(papers, range(60))
    with pytest.raises(IndexUnwritable, match="Make room"):
        sync_paths(index, [papers])
    index.close()
    again = Index.open(disk.path / "index", HashEncoder())
    kept = {Path(document.source).name for document in again.documents.listed()}
    assert kept >= {"00.txt", "01.txt", "02.txt"}
    assert len(again.search.dense(question(), 10_000)) == again.counts().chunks > 0
    assert again.search.lexical(["harbour"], 3)
    assert again.faults() == [] or all(fault.where == "derived" for fault in again.faults())
    with pytest.raises(StoreError, match="backup"):
        back_up(again, disk.path / "index.tar")
    assert not list(disk.path.glob("*index.tar*"))
    again.close()
    disk.mount("remount,size=80m")
    mended = Index.open(disk.path / "index", HashEncoder())
    sync_paths(mended, [papers])
    assert len(mended.documents.listed()) == 60
    mended.close()
    assert Index.open(disk.path / "index", HashEncoder()).faults() == []


def test_an_index_that_may_not_be_written_still_answers(disk: Disk, tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    write(papers, range(2))
    index = Index.open(disk.path / "index", HashEncoder(), create=True)
    sync_paths(index, [papers])
    index.close()
    disk.mount("remount,ro")
    kept = Index.open(disk.path / "index", HashEncoder())
    assert len(kept.documents.listed()) == 2
    assert len(kept.search.dense(question(), 1_000)) == kept.counts().chunks
    assert kept.search.lexical(["harbour"], 3)
    write(papers, range(3))
    with pytest.raises(IndexUnwritable, match="may write in that folder"):
        sync_paths(kept, [papers])
    assert len(kept.documents.listed()) == 2
