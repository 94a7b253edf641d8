"""A process that a file has taken over can say anything; what it says is used only where it keeps its promises."""

import dataclasses
from email.message import EmailMessage
from pathlib import Path

import pytest

from index.documents import WORD, Document, Page, Section
from index.limits import Limits
from index.parse.formats import Contents, Failure, read
from index.sandbox.soundness import are_sound, is_sound

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


@pytest.mark.parametrize("kind", ["documents", "failures", "skipped"])
def test_a_file_gives_no_more_than_its_limits_let_through(kind: str) -> None:
    limits = Limits(documents=7, depth=2)
    each = SOUND if kind == "documents" else Failure("a", "b")
    assert are_sound(Contents(**{kind: (each,) * 10}), limits)  # type: ignore[arg-type]  # each of its own type
    assert not are_sound(Contents(**{kind: (each,) * 11}), limits)  # type: ignore[arg-type]  # the same


def test_a_mail_in_a_mail_may_be_full_of_attachments() -> None:
    inner, outer = EmailMessage(), EmailMessage()
    for message, subject in ((inner, "Inner"), (outer, "Outer")):
        message["Subject"], message["From"] = subject, "a@example.org"
        message.set_content(f"{subject} text")
    for number in range(3):
        inner.add_attachment(f"Text {number}".encode(), "text", "plain", filename=f"{number}.txt")
    outer.add_attachment(inner.as_bytes(), "application", "octet-stream", filename="inner.eml")
    limits = Limits(documents=3)
    contents = read(outer.as_bytes(), "outer.eml", "outer.eml", limits)
    assert len(contents.documents) == 5
    assert are_sound(contents, limits)


@pytest.mark.parametrize(
    "changes",
    [
        {"sections": (Section(0, 100, "x" * 4_001),)},
        {"text": "x" * 9_000, "sections": (Section(0, 9_000, "", (0, 4_001)),), "pages": ()},
        {"published_at": "९९९९-99-99"},
        {"language": "../../x"},
        {"media_type": "text/html\r\nX: y"},
    ],
)
def test_what_goes_into_every_chunk_or_answer_is_short_and_of_plain_characters(changes) -> None:
    assert not is_sound(dataclasses.replace(SOUND, **changes))


def test_texts_and_failures_of_a_file_have_bounds_together() -> None:
    some = dataclasses.replace(SOUND, pages=())
    assert are_sound(Contents((some, some)), Limits(characters=200))
    assert not are_sound(Contents((some, some)), Limits(characters=199))
    assert not are_sound(Contents((), (Failure("a", "x" * 10_001),)), Limits())
