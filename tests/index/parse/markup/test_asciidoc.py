"""AsciiDoc is read as sections with clean words."""

import pytest

from index.documents import Document
from index.parse.formats import parse


def asciidoc(text: str) -> Document:
    return parse(text.encode(), "s", "a.adoc")[0]


def test_the_head_says_title_author_and_date_and_names_stand_for_what_they_say() -> None:
    document = asciidoc(
        "= Harbour guide\nNina Falk <n@a.b>; Ole Berg\nv1.2, 2026-03-04\n:boat: Skua\n\nThe {boat} and {this}.\n"
    )
    assert (document.title, document.published_at) == ("Harbour guide", "2026-03-04")
    assert document.authors == ("Nina Falk", "Ole Berg")
    assert document.text == "Harbour guide\n\nThe Skua and {this}."


@pytest.mark.parametrize(
    "text",
    ["= T\n\n== Berths\n\nOne.\n\n=== Fees ===\n\nTwo.\n", "T\n=\n\nBerths\n------\n\nOne.\n\nFees\n~~~~\n\nTwo.\n"],
)
def test_headings_of_both_forms_open_sections(text: str) -> None:
    document = asciidoc(text.replace("T\n=\n", "Tea\n===\n").replace("= T\n", "= Tea\n", 1))
    assert [section.heading for section in document.sections] == ["Tea", "Tea › Berths", "Tea › Berths › Fees"]


def test_marks_are_gone_and_code_keeps_its_signs() -> None:
    document = asciidoc(
        "A *bold* _low_ #red# word, `a *b*` and `+x+`, **b**old, 2 * 3, m^2^, H~2~O, https://a.b/c[the page^], "
        "<<fees,the fees>>,\n"
        "xref:a.adoc#b[berths], image:q.png[A quay], kbd:[F1].footnote:[Low tide.] It broke +\nhere.\n"
    )
    assert document.text == (
        "A bold low red word, a *b* and x, bold, 2 * 3, m², H₂O, the page, the fees, berths, A quay, F1. (Low tide.) "
        "It broke\nhere."
    )


def test_lists_nest_by_their_marks_and_go_on_behind_a_plus() -> None:
    document = asciidoc(
        "* one\n** inner\n* [x] two\n+\ngoes on\n. first\n. second\n\nBerth:: a place\nQuay::\n  a wall\n\nEnd.\n"
    )
    assert document.text == (
        "• one\n  • inner\n• ☒ two\n  goes on\n  1. first\n  2. second\n\nBerth: a place\n\nQuay: a wall\n\nEnd."
    )


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("|===\n|Boat |Fee\n\n|Skua\n|12\n|===", "Boat | Fee\nSkua | 12"),
        ('[cols="1,2"]\n|===\n|Boat\n|Fee\n|Skua\n|12\n2+|All\n|===', "Boat | Fee\nSkua | 12\nAll | All"),
        ("|===\n|Boat |Fee\n.2+|Skua |12\n|14\n|===", "Boat | Fee\nSkua | 12\nSkua | 14"),
        (",===\nBoat,Fee\nSkua,12\n,===", "Boat | Fee\nSkua | 12"),
    ],
)
def test_cells_of_a_table_flow_over_lines_and_are_spread_where_they_are_merged(table: str, rows: str) -> None:
    assert asciidoc(f"Fees:\n\n.Of boats\n{table}\n").text == f"Fees:\n\nOf boats\n\n{rows}"


def test_blocks_are_read_as_what_they_hold() -> None:
    document = asciidoc(
        "[NOTE]\n====\nBring ropes.\n====\n\n[source,ruby]\n----\nputs  1\n----\n\n// no\n////\nnor this\n////\n"
        "[quote, Ole Berg]\n____\nIt blew.\n____\n\ninclude::b.adoc[]\nimage::a.png[A quay,300]\n"
    )
    assert document.text == "Note\n\nBring ropes.\n\nputs  1\n\nOle Berg:\n\nIt blew.\n\nA quay"


def test_a_block_that_never_ends_is_kept() -> None:
    assert asciidoc("One.\n\n////\ntwo\n").text == "One.\n\ntwo"


def test_names_may_use_those_above_them_and_lead_to_pages() -> None:
    document = asciidoc(
        "= Guide\n:home: https://a.b\n:docs: {home}/docs\n:rules: link:RULES.adoc\nifdef::x[:docs: y]\n\n"
        "See {docs}/fees[the fees] and {rules}[the rules]; {docs} has more.\n\n $ moor --all\n"
    )
    assert document.text == "Guide\n\nSee the fees and the rules; https://a.b/docs has more.\n\n$ moor --all"


def test_names_of_names_are_not_written_without_end() -> None:
    names = "".join(f":a{n}: {f'{{a{n - 1}}}' * 50}\n" for n in range(1, 9))
    assert len(asciidoc(f"= T\n:a0: bcdefghij\n{names}\n{'{a8}' * 50}\n").text) < 100_000
