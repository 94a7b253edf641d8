"""What files cost that were made to cost much, and that each is refused with one clear line or read."""

import io
import time
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from index.errors import UnreadableDocument
from index.limits import Limits
from index.parse import read
from tests.index.parse.writers import zipped


@contextmanager
def cpu_seconds(most: float) -> Iterator[None]:
    """Fail when what is inside computes for longer: a quadratic algorithm needs minutes where a linear one blinks."""
    start = time.process_time()
    yield
    assert time.process_time() - start < most


@pytest.mark.parametrize(
    "line",
    [
        b"<v " * 700_000,
        b"<v." * 700_000,
        b"<v.a " * 400_000,
        b"<v" + b" " * 2_000_000 + b"x",
        b"<b" * 1_000_000,
        b"<b>x" * 500_000,
        b"1" * 2_000_000,
        b"\n" + b"1" * 2_000_000,
        b"\n" + b" \t" * 1_000_000 + b"x",
        b'."""a\n' * 300_000,
        b"0:00:00.000 --> " * 100_000,
    ],
    ids=lambda line: repr(line[:8]),
)
def test_subtitles_take_time_in_proportion_to_their_length(line: bytes) -> None:
    with cpu_seconds(10):
        read(b"WEBVTT\n\n00:01.000 --> 00:02.000\nx\n" + line, "s", "a.vtt")


def same_member(times: int, data: bytes, *others: str) -> bytes:
    """Return a zip file whose directory names one member as often as this: they all lie over one another."""
    file = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")
        for name in others:
            archive.writestr(name, data)
        archive.writestr("a.txt", data)
        archive.filelist += archive.filelist[-1:] * (times - 1)
    return file.getvalue()


def test_members_of_one_name_are_numbered_in_one_pass_and_never_alike() -> None:
    data = same_member(10_000, b"It froze.", *(f"a.txt ({number})" for number in range(2, 5_002)))
    with cpu_seconds(20):
        contents = read(data, "/z", "z.zip")
    sources = [document.source for document in contents.documents]
    assert len(set(sources)) == len(sources) == 15_000
    assert sources[5_000:5_002] == ["/z#a.txt", "/z#a.txt (5002)"]


def test_an_archive_that_becomes_too_large_names_the_limit_that_is_set_and_not_what_is_left_of_it() -> None:
    limits = Limits(inflated_bytes=9_000_000)
    with pytest.raises(UnreadableDocument, match="“z.zip” becomes larger than 9 MB"):
        read(same_member(10, b"1234567 " * 125_000), "/z", "z.zip", limits)
    inner = same_member(5, b"1234567 " * 125_000)
    contents = read(zipped({"big.txt": b"1234567 " * 625_000, "in.zip": inner}), "/z", "z.zip", limits)
    [failure] = contents.failures
    assert failure.reason.startswith("“in.zip”, with what was unpacked before it, becomes larger than 9 MB")


def test_an_archive_of_too_much_text_names_the_limit_that_is_set_and_not_what_is_left_of_it() -> None:
    contents = read(same_member(3, b"1234567 " * 100), "/z", "z.zip", Limits(characters=1_000))
    assert [document.source for document in contents.documents] == ["/z#a.txt"]
    assert {failure.reason for failure in contents.failures} == {
        f"“a.txt ({number})” and the files before it have more than 1,000 characters. Divide it." for number in (2, 3)
    }
