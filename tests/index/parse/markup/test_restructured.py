"""reStructuredText is read as sections with clean words."""

import pytest

from index.documents import Document
from index.parse.formats import parse


def rst(text: str) -> Document:
    return parse(text.encode(), "s", "a.rst")[0]


def test_underlines_open_sections_in_the_order_in_which_they_come() -> None:
    document = rst(
        "=====\nGuide\n=====\n\n:Author: Nina Falk\n:Date: 2026-03-04\n\nBerths\n------\n\nOne.\n\nFees\n~~~~\n"
        "\nTwo.\n\nEnd\n---\n"
    )
    assert [section.heading for section in document.sections] == [
        "Guide",
        "Guide › Berths",
        "Guide › Berths › Fees",
        "Guide › End",
    ]
    assert (document.title, document.authors, document.published_at) == ("Guide", ("Nina Falk",), "2026-03-04")


def test_marks_are_gone_and_code_keeps_its_signs() -> None:
    document = rst(
        "A *low* **bold** word, ``a *b*``, `the page <https://a.b>`_, `fees`_, :ref:`berths <b>`, :func:`~a.b."
        "c`, m\\ :sup:`2`,\n"
        "|boat|, berths_, a_b_ and 2 * 3. [1]_ See [Falk20]_.\n\n.. |boat| replace:: Skua\n.. _berths: #b\n\n.. "
        "[1] A note.\n"
        ".. [Falk20] Falk, *Boats*.\n"
    )
    assert document.text == (
        "A low bold word, a *b*, the page, fees, berths, c, m², Skua, berths, a_b_ and 2 * 3. See [Falk20].\n\n"
        "A note.\n\n[Falk20] Falk, Boats."
    )


def test_lists_terms_and_lines_are_read_as_such() -> None:
    document = rst(
        "- one\n  goes on\n\n  - inner\n\n3. three\n#. four\n\na) ay\nb) bee\n\nQuay\n    A wall\n    of stone."
        "\n\n| Nina Falk\n| Quay 4\n\n"
        "-a, --all  Take all.\n--none     Take none.\n"
    )
    assert document.text == (
        "• one goes on\n  • inner\n\n3. three\n4. four\n\na. ay\nb. bee\n\nQuay: A wall of stone.\n\nNina Falk\n"
        "Quay 4\n\n"
        "-a, --all  Take all.\n\n--none     Take none."
    )


@pytest.mark.parametrize(
    "table",
    [
        (
            "+------+-----+\n| Boat | Fee |\n+======+=====+\n| Skua | 12  |\n|      | kr  |\n+------+-----+\n| All  "
            "      |\n+------+-----+"
        ),
        "=====  =====\nBoat   Fee\n=====  =====\nSkua   12 kr\nAll    All\n=====  =====",
        '.. csv-table::\n   :header: "Boat", "Fee"\n\n   "Skua", "12 kr"\n   All, All',
        (
            ".. list-table::\n   :header-rows: 1\n\n   * - Boat\n     - Fee\n   * - Skua\n     - 12\n       kr\n   "
            "* - All\n     - All"
        ),
    ],
)
def test_tables_of_every_form_have_rows(table: str) -> None:
    assert rst(f"Fees:\n\n{table}\n\nEnd.\n").text == "Fees:\n\nBoat | Fee\nSkua | 12 kr\nAll | All\n\nEnd."


def test_directives_are_read_as_what_stands_in_them() -> None:
    document = rst(
        ".. note:: Bring ropes\n   and oars.\n\n.. warning::\n\n   It is deep.\n\n.. versionadded:: 3.1\n\n.. "
        "code-block:: c\n   :linenos:\n\n"
        "   int  a;\n\n.. py:function:: moor(boat)\n\n   Moors it.\n\n.. figure:: a.png\n   :alt: A quay\n\n   "
        "At night.\n\n"
        ".. toctree::\n   a\n\n.. no\n   nor this\n\nSo::\n\n    x  = 1\n\nEnd.\n"
    )
    assert document.text == (
        "Note: Bring ropes and oars.\n\nWarning\n\nIt is deep.\n\nAdded in version 3.1\n\nint  a;\n\n"
        "moor(boat)\n\nMoors it.\n\n"
        "A quay\n\nAt night.\n\nSo:\n\nx  = 1\n\nEnd."
    )
