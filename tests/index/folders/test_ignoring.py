"""Ignore files mean what .gitignore means, and none of them can hold a run up."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pathspec import GitIgnoreSpec

from index.folders.files import SkippedFile, find_documents
from index.folders.ignoring import IGNORE_FILE, read_ignore_file

PATTERNS = st.text("ab*?/.[]!c", min_size=1, max_size=10)
PATHS = st.text("abc./", min_size=1, max_size=12).map(lambda path: path.strip("/") or "a")


@pytest.mark.filterwarnings("ignore::FutureWarning")  # which Python has of sets such as “[[”
@given(patterns=st.lists(PATTERNS, max_size=3), paths=st.lists(PATHS, max_size=5))
def test_patterns_mean_what_they_mean_to_git(
    patterns: list[str], paths: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("ignoring") / IGNORE_FILE
    file.write_text("\n".join(patterns))
    if any(pattern.count("**") > 3 for pattern in patterns):
        return
    try:
        expected = GitIgnoreSpec.from_lines(patterns)
    except ValueError:
        return
    own = read_ignore_file(file)
    for path in paths:
        assert own.check_file(path).include == expected.check_file(path).include, (patterns, path)


@pytest.mark.parametrize(
    "line",
    [
        "*a" * 100 + "b",
        "*a*a*a*a*a*a*a*a*a*a*a*a*b",
        "*[ab]" * 40 + "c",
        "*[!]b]" * 40 + "*c",
        "*[]a]" * 40 + "*c",
        "*?" * 100 + "b",
        "**a**a**ab",
        "/**a**a***ab",
        "a**a**a*a*a*a*a*a*a*a***ab",
    ],
)
def test_no_line_takes_long_to_match(line: str, tmp_path: Path) -> None:
    file = tmp_path / IGNORE_FILE
    file.write_text(line)
    started = time.process_time()
    assert not read_ignore_file(file).check_file("a" * 250 + ".txt").include
    assert time.process_time() - started < 5  # a backtracking expression takes longer than anybody has waited


def test_a_file_of_many_lines_is_not_matched(tmp_path: Path) -> None:
    (tmp_path / IGNORE_FILE).write_text("a\n" * 10_001)
    with pytest.raises(ValueError, match="10,000 lines"):
        read_ignore_file(tmp_path / IGNORE_FILE)


def test_a_file_of_many_deep_lines_is_not_matched(tmp_path: Path) -> None:
    (tmp_path / IGNORE_FILE).write_text("**/a/**\n" * 1_000 + "a/**\n" * 1_000)
    assert read_ignore_file(tmp_path / IGNORE_FILE).check_file("b/a/c").include
    (tmp_path / IGNORE_FILE).write_text("**/a/**\n" * 1_001)
    with pytest.raises(ValueError, match="1,000 of its lines"):
        read_ignore_file(tmp_path / IGNORE_FILE)


@pytest.mark.parametrize("text", ["a" * 1_001, "**/a/**/b/**/c/**/d"])
def test_a_line_that_cannot_be_matched_in_time_is_named(text: str, tmp_path: Path) -> None:
    (tmp_path / IGNORE_FILE).write_text(f"fine\n{text}\n")
    with pytest.raises(ValueError, match="line 2 has"):
        read_ignore_file(tmp_path / IGNORE_FILE)


def test_a_huge_file_is_not_read_and_its_folder_is_reported(tmp_path: Path) -> None:
    with (tmp_path / IGNORE_FILE).open("wb") as file:
        file.truncate(3 * 2**30)
    (tmp_path / "note.txt").write_text("A note.")
    [found] = find_documents([tmp_path])
    assert isinstance(found, SkippedFile)
    assert "more than 1,000,000 bytes" in found.reason


def test_a_link_that_leads_out_of_the_folder_is_not_followed_and_one_within_is(tmp_path: Path) -> None:
    (tmp_path / "private").write_text("*.txt")
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "note.txt").write_text("A note.")
    (folder / IGNORE_FILE).symlink_to(tmp_path / "private")
    [found] = find_documents([folder])
    assert isinstance(found, SkippedFile)
    assert "links out of the folder" in found.reason
    (folder / IGNORE_FILE).unlink()
    (folder / "patterns").write_text("*.txt\npatterns\n")
    (folder / IGNORE_FILE).symlink_to(folder / "patterns")
    assert list(find_documents([folder])) == []
