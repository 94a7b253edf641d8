"""A library's list shows what is wanted, in a stable order, and counts it."""

import dataclasses

import pytest

from index.storage.records import DocumentSummary
from index.storage.tables.catalogue import Counted, Wanted, counted, found, type_of


def document(
    title: str, source: str, day: str | None = None, size: int = 10, added: str = "2025", tags: str = ""
) -> DocumentSummary:
    kind = type_of(source, "text/plain")
    return DocumentSummary(title[:16], 1, title, source, day, "text/plain", size, 1, added, tuple(tags.split()), kind)


LEASE = document("Lease", "a/lease.pdf", "2025-03-01", 30, "2025-01-03", "home contracts")
CAFE = document("Café Mañana", "a/menu.md", "2024-05-02T10:00:00+00:00", 20, "2025-01-01", "food")
ZEBRA = document("zebra", "b/z.txt", None, 40, "2025-01-02", "food home")
AGENDA = document("Agenda", "b/agenda.txt", "2025-03-01", 10, "2025-01-04")
ALL = [ZEBRA, LEASE, AGENDA, CAFE]


def titles(**wanted: object) -> list[str]:
    return [each.title for each in found(ALL, Wanted(**wanted))]  # type: ignore[arg-type]


def test_all_come_by_title_without_regard_to_case_and_accents() -> None:
    assert titles() == ["Agenda", "Café Mañana", "Lease", "zebra"]
    assert titles(descending=True) == ["zebra", "Lease", "Café Mañana", "Agenda"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CAFE manana", ["Café Mañana"]),
        ("lease.pdf", ["Lease"]),
        ("food", ["Café Mañana", "zebra"]),
        ("lease food", []),
    ],
)
def test_every_word_stands_in_title_source_or_tags(text: str, expected: list[str]) -> None:
    assert titles(text=text) == expected


def test_filters_go_together() -> None:
    assert titles(tags=("home",)) == ["Lease", "zebra"]
    assert titles(tags=("home", "food")) == ["zebra"]
    assert titles(types=("txt", "pdf")) == ["Agenda", "Lease", "zebra"]
    assert titles(types=("txt",), tags=("food",)) == ["zebra"]


def test_a_range_of_days_holds_both_its_ends_and_no_document_without_a_date() -> None:
    assert titles(after="2025-03-01") == ["Agenda", "Lease"]
    assert titles(before="2024-05-02") == ["Café Mañana"]
    assert titles(after="2024-05-02", before="2025-03-01") == ["Agenda", "Café Mañana", "Lease"]


def test_equal_ones_keep_the_order_of_titles_and_no_date_comes_last() -> None:
    assert titles(sort="published") == ["Café Mañana", "Agenda", "Lease", "zebra"]
    assert titles(sort="published", descending=True) == ["Agenda", "Lease", "Café Mañana", "zebra"]
    assert titles(sort="size", descending=True) == ["zebra", "Lease", "Café Mañana", "Agenda"]
    assert titles(sort="added") == ["Café Mañana", "zebra", "Lease", "Agenda"]


def test_an_author_is_one_of_those_that_are_named_in_whatever_case_and_form() -> None:
    written = [
        dataclasses.replace(ZEBRA, authors=("José Núñez",)),
        dataclasses.replace(LEASE, authors=("Bo Lind",)),
        CAFE,
    ]
    assert found(written, Wanted(authors=("NU\u0301N\u0303EZ",))) == written[:1]
    assert found(written, Wanted(authors=("nunez jose", "lind"))) == [written[1], written[0]]
    assert found(written, Wanted(authors=("nobody",))) == []


def test_tags_authors_and_types_are_counted() -> None:
    written = [dataclasses.replace(each, authors=("Ana Ruiz", "Bo Lind")[:at]) for at, each in enumerate(ALL)]
    assert counted(written) == Counted(
        {"contracts": 1, "food": 2, "home": 2}, {"Ana Ruiz": 3, "Bo Lind": 2}, {"txt": 2, "md": 1, "pdf": 1}
    )


def test_of_many_tags_and_types_those_are_named_that_most_documents_have() -> None:
    many = [document("a", f"a.{number}x", tags=f"a{number} b{number}") for number in range(2_000)]
    many = [dataclasses.replace(each, authors=(f"Ana {number}",)) for number, each in enumerate(many)]
    some = counted([*many, *ALL])
    tags, types = some.tags, some.types
    assert (len(tags), len(some.authors), len(types)) == (500, 500, 500)
    assert list(tags) == sorted(tags)
    assert (tags["food"], tags["home"]) == (2, 2)
    assert next(iter(types.items())) == ("txt", 2)


@pytest.mark.parametrize(
    ("source", "media_type", "expected"),
    [
        ("/a/Lease.PDF", "application/pdf", "pdf"),
        ("a.zip#b/c.docx", "x/y", "docx"),
        ("https://a.example/page", "text/html", "html"),
        ("notes", "text/plain", "txt"),
        ("records.jsonl#17.5", "text/plain", "txt"),
        ("a.unheardof", "application/octet-stream", "bin"),
        ("a.unheardof", "no/such", "text"),
    ],
)
def test_a_type_is_the_extension_or_that_of_the_media_type(source: str, media_type: str, expected: str) -> None:
    assert type_of(source, media_type) == expected
