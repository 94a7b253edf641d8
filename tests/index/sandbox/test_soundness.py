"""A process that a file has taken over can say anything; what it says is used only where it keeps its promises."""

import dataclasses
from pathlib import Path

import pytest

from index.documents import WORD, Document, Page, Section
from index.parse.formats import read
from index.sandbox.soundness import is_sound

SOUND = Document(
    "/a/note.pdf",
    "A note",
    "x" * 100,
    "0" * 64,
    (Section(0, 40, "One"), Section(40, 100, "Two", (40, 50))),
    published_at="2025-01-02T10:00:00+01:00",
    pages=(Page(1, 0, 50, 595.0, 842.0, bytes(WORD.itemsize)), Page(2, 50, 100)),
)


def test_what_the_parsers_make_is_sound(project_root: Path) -> None:
    assert is_sound(SOUND)
    for path in [*(project_root / "seeds").glob("*.*"), project_root / "README.md", project_root / "pyproject.toml"]:
        if path.name != "questions.jsonl":
            documents = read(path.read_bytes(), path.as_posix(), path.name).documents
            assert all(map(is_sound, documents)), path


@pytest.mark.parametrize(
    "changes",
    [
        {"sections": tuple(Section(0, 100) for _ in range(3_000))},
        {"sections": (Section(-1, 100),)},
        {"sections": (Section(0, 101),)},
        {"sections": (Section(50, 40),)},
        {"sections": (Section(0, 100, "", (90, 101)),)},
        {"pages": (Page(10**30, 0, 100),)},
        {"pages": (Page(0, 0, 100),)},
        {"pages": (Page(1, 0, 100), Page(2, 50, 100))},
        {"pages": (Page(1, 0, 100, words=b"abc"),)},
        {"pages": (Page(1, 0, 100, width=float("nan")),)},
        {"pages": (Page(1, 0, 100, height=1e300),)},
        {"title": ""},
        {"title": "\x1b[31mred"},
        {"title": "a\u202eb"},
        {"title": "x" * 100_000},
        {"source": "/a/" + "x" * 100_000},
        {"claimed_source": "x" * 100_000},
        {"content_hash": "../../etc/passwd"},
        {"published_at": "yesterday"},
        {"published_at": "2025-01-02'; DROP"},
        {"language": "x" * 100},
    ],
)
def test_what_breaks_a_promise_is_not(changes: dict[str, object]) -> None:
    assert not is_sound(dataclasses.replace(SOUND, **changes))  # type: ignore[arg-type]  # each of its own type
