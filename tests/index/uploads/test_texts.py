"""A text is kept under the same bytes by every version, so that what was sent before is known again."""

import datetime
import json

import pytest

from index.errors import EmptyDocument
from index.sandbox.pool import ParserPool
from index.uploads.queue.job import Job
from index.uploads.texts import SentText, canonical, read_text

JOB = Job("1" * 24, "tea", "text", "tea", "5" * 64, 9, "2026-01-01T00:00:00+00:00")


@pytest.mark.parametrize(
    ("published_at", "written"),
    [
        (None, "null"),
        (datetime.date(2024, 3, 1), '"2024-03-01"'),
        (datetime.datetime(2024, 3, 1, 10, 30, tzinfo=datetime.UTC), '"2024-03-01T10:30:00Z"'),
    ],
)
def test_the_bytes_are_those_of_the_versions_before(published_at: datetime.date | None, written: str) -> None:
    sent = SentText("Tea 🍵\n", "A", "s", ("b", "a"), published_at)
    expected = (
        f'{{"published_at": {written}, "source": "s", "tags": ["b", "a"], "text": "Tea \\ud83c\\udf75\\n",'
        ' "title": "A"}'
    )
    assert canonical(sent) == expected.encode()


def test_what_its_sender_says_counts_before_what_the_text_says() -> None:
    sent = SentText("The tea house\n\nIt opened on 3 May 1923.", "Tea", tags=("Harbour ", "Harbour"))
    with ParserPool(1) as parsers:
        document = read_text(canonical(sent), JOB, parsers)
        dated = read_text(canonical(SentText(sent.text, published_at=datetime.date(2024, 3, 1))), JOB, parsers)
    assert (document.title, document.tags, document.content_hash) == ("Tea", ("harbour",), JOB.sha256)
    assert (dated.title, dated.published_at) == ("The tea house", "2024-03-01")
    assert document.text[document.sections[0].start :].startswith("The tea house")


def test_a_text_without_words_is_no_document() -> None:
    with ParserPool(1) as parsers, pytest.raises(EmptyDocument):
        read_text(json.dumps({"text": " \n"}).encode(), JOB, parsers)
