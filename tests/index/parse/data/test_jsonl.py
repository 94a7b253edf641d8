"""A record a line, a document a record; what is wrong is named with its line and field."""

import hashlib
import json
from typing import Any

import pytest

from index.documents import Document
from index.errors import EmptyDocument, UnreadableDocument
from index.parse.formats import parse


def read(*records: Any) -> list[Document]:
    lines = (record if isinstance(record, str) else json.dumps(record) for record in records)
    return parse("\n".join(lines).encode(), "/docs/news.jsonl", "news.jsonl")


def test_every_field_is_taken_over() -> None:
    record = {
        "id": "a1",
        "title": "Tea",
        "text": "Green\r\ntea.",
        "source": "https://x/1",
        "published_at": "12 Sep 2025",
        "tags": ["Drinks", "tea"],
    }
    (document,) = read(record)
    assert (document.title, document.text) == ("Tea", "Green\ntea.")
    assert (document.source, document.claimed_source) == ("/docs/news.jsonl#https://x/1#a1", "https://x/1#a1")
    assert document.published_at == "2025-09-12"
    assert document.tags == ("drinks", "tea")
    assert [(s.start, s.end, s.heading) for s in document.sections] == [(0, 10, "")]


def test_a_record_without_source_is_identified_by_its_id_or_its_line() -> None:
    documents = read({"id": "a1", "text": "One."}, "", {"text": "Two."}, {"id": 7, "text": "Three."})
    assert [d.source for d in documents] == ["/docs/news.jsonl#a1", "/docs/news.jsonl#3", "/docs/news.jsonl#7"]
    assert [d.title for d in documents] == ["a1", "news", "7"]
    assert {d.claimed_source for d in documents} == {""}


def test_the_hash_is_of_the_record_and_not_of_its_place_or_spelling() -> None:
    first, second = read({"id": "ä", "text": "One."}, {"id": "b", "text": "Two."})
    moved = read({"id": "b", "text": "Two."}, '{"text":  "One.", "id": "\\u00e4"}')
    assert [moved[1].content_hash, moved[0].content_hash] == [first.content_hash, second.content_hash]
    assert first.content_hash == hashlib.sha256('{"id": "ä", "text": "One."}'.encode()).hexdigest()
    assert read({"id": "ä", "text": "One!"})[0].content_hash != first.content_hash


def test_a_line_separator_inside_a_string_does_not_end_the_record() -> None:
    (document,) = parse('{"text": "one\u2028two"}'.encode(), "s", "a.ndjson")
    assert document.text == "one\ntwo"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('{"text": "cut', "Line 2 of “news.jsonl” is not JSON (column 10"),
        ("[1]", "Line 2 of “news.jsonl” is not a JSON object"),
        ('"text"', "Line 2 of “news.jsonl” is not a JSON object"),
        ({"title": "x"}, "The field “text” is missing in line 2"),
        ({"text": None}, "The field “text” is missing in line 2"),
        ({"text": 5}, "The field “text” is not a string in line 2"),
        ({"text": "x", "title": ["y"]}, "The field “title” is not a string in line 2"),
        ({"text": "x", "source": "s" * 1_001}, "The field “source” is too long in line 2"),
        ({"text": "x", "id": True}, "The field “id” is not a string in line 2"),
        ({"text": "x", "source": "a\u0000b"}, "The field “source” has characters that are not displayed, in line 2"),
        ({"text": "x", "id": "a\u202eb"}, "The field “id” has characters that are not displayed, in line 2"),
        ({"text": "x", "published_at": "30 February 2025"}, "The field “published_at” is not a date in line 2"),
        ({"text": "x", "published_at": 20250912}, "The field “published_at” is not a string in line 2"),
        ({"text": "x", "tags": ["y", 1]}, "The field “tags” is not a list of strings in line 2"),
        ("[" * 100_000, "Line 2 of “news.jsonl” is not JSON"),
    ],
)
def test_a_wrong_record_is_named(line: Any, problem: str) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read({"text": "right"}, line)
    assert caught.value.problem.startswith(problem)


def test_an_empty_text_is_named() -> None:
    with pytest.raises(EmptyDocument, match="“text” is empty in line 1"):
        read({"text": " \n"})


def test_records_of_one_source_are_told_apart_by_their_ids() -> None:
    documents = read({"id": "a", "text": "One.", "source": "wiki"}, {"id": "b", "text": "Two.", "source": "wiki"})
    assert [d.claimed_source for d in documents] == ["wiki#a", "wiki#b"]
    (document,) = read({"id": "wiki/a", "text": "One.", "source": "https://x/wiki/a"})
    assert document.claimed_source == "https://x/wiki/a"


@pytest.mark.parametrize("claim", ["policy.md", "/docs/policy.md", "../policy.md", "/docs/news.jsonl", "#", " "])
def test_whatever_a_record_calls_itself_its_source_begins_with_its_file(claim: str) -> None:
    (document,) = read({"text": "Forged.", "source": claim})
    assert (document.source, document.claimed_source) == (f"/docs/news.jsonl#{claim}", claim)


def test_two_records_of_the_same_source_are_named_both() -> None:
    with pytest.raises(UnreadableDocument, match=r"Lines 1 and 3 of “news.jsonl” have the same source"):
        read({"id": "a", "text": "One."}, {"id": "b", "text": "Two."}, {"id": "a", "text": "Three."})


def test_records_of_which_none_has_a_text_are_data_in_one_document() -> None:
    written = (
        '{"at": "10:00", "level": "ERROR", "msg": "Pump 3 failed"}\n{"at": "10:05", "level": "INFO", "msg": "ok"}\n'
    )
    [document] = parse(written.encode(), "/a/log.jsonl", "log.jsonl")
    assert document.text == written.strip()
    assert document.source == "/a/log.jsonl"
