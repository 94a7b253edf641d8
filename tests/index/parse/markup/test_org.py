"""Org files are read as sections with clean words."""

from index.documents import Document
from index.parse.formats import parse


def org(text: str) -> Document:
    return parse(text.encode(), "s", "a.org")[0]


def headings(document: Document) -> list[str]:
    return [section.heading for section in document.sections]


def test_the_head_says_title_authors_date_and_tags() -> None:
    document = org(
        "#+TITLE: Harbour log\n#+AUTHOR: Nina Falk\n#+DATE: <2026-03-04 Wed>\n#+FILETAGS: :boats:log:\n\nIt blew."
    )
    assert (document.title, document.authors, document.published_at) == ("Harbour log", ("Nina Falk",), "2026-03-04")
    assert document.tags == ("boats", "log")
    assert document.text == "Harbour log\n\nIt blew."


def test_headings_open_sections_and_their_tags_days_and_properties_stand_below_them() -> None:
    document = org(
        "* TODO [#A] Buy ropes :shop:\n  DEADLINE: <2026-03-09 Mon> SCHEDULED: <2026-03-05 Thu>\n"
        "  :PROPERTIES:\n  :ID: 38\n  :Owner: Ole\n  :END:\n  :LOGBOOK:\n  CLOCK: [2026-03-01]\n  :END:\n"
        "Long ones.\n** Where\nAt the quay.\n"
    )
    assert headings(document) == ["TODO Buy ropes", "TODO Buy ropes › Where"]
    assert document.text == (
        "TODO Buy ropes\n\nTags: shop\n\nDeadline: 2026-03-09 Mon\nScheduled: 2026-03-05 Thu\n\nOwner: Ole\n\n"
        "Long ones.\n\nWhere\n\nAt the quay."
    )


def test_marks_are_gone_and_code_keeps_its_signs() -> None:
    document = org(
        "A *bold* /slanted/ _low_ +gone+ word, =a *b* c= and ~x_1~, 5 * 3 * 2, 20 m^{2} of H_{2}O,\n"
        "[[https://a.b/c][the page]], [[https://a.b/c]], [[file:x.png]] on [2026-03-01 Sun].[fn:1] More[fn:: "
        "said low].\n"
        "\n[fn:1] A note.\n"
    )
    assert document.text == (
        "A bold slanted low gone word, a *b* c and x_1, 5 * 3 * 2, 20 m² of H₂O, the page, https://a.b/c, "
        " on 2026-03-01 Sun. More (said low).\n\nA note."
    ).replace(",  on", ",  on")


def test_lists_have_their_items_boxes_and_depth() -> None:
    document = org("- [ ] ropes\n- [X] oars\n  that are long\n  3. nets\n  4. corks\n- Quay :: a wall\n\nEnd of it.\n")
    assert document.text == "• ☐ ropes\n• ☒ oars that are long\n  3. nets\n  4. corks\n• Quay: a wall\n\nEnd of it."


def test_tables_have_rows_and_code_its_lines() -> None:
    document = org(
        "| Boat | Fee |\n|------+-----|\n| *Skua* | 12 |\n\n#+BEGIN_SRC python\ndef f():\n    return 1\n"
        "#+END_SRC\n: out 1\n: out 2\n"
    )
    assert document.text == "Boat | Fee\nSkua | 12\n\ndef f():\n    return 1\n\nout 1\nout 2"


def test_comments_are_left_out() -> None:
    document = org(
        "Seen.\n# not seen\n#+BEGIN_COMMENT\nnot seen\n#+END_COMMENT\n* COMMENT Not seen\nnot\n** nor this\n* "
        "Seen too\n"
    )
    assert document.text == "Seen.\n\nSeen too"


def test_a_block_that_never_ends_is_kept() -> None:
    assert org("#+BEGIN_SRC c\nint a;\n* b\n").text == "int a;\n* b"
