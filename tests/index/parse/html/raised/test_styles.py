"""What styles raise or lower is written as what <sup> and <sub> hold, in pages and in e-books."""

import pytest

from index.parse.formats import parse
from index.parse.html.raised.styles import mark_raised, rules_of
from index.parse.html.tree import tree_of
from tests.index.parse.writers import zipped

STYLES = """
/* span.no { vertical-align: super } */
.up, p .high > i.x { font-size: 60%; vertical-align: super }
span.down { vertical-align: -0.2em; font-size: .7em }
.lifted { vertical-align: 4pt } /* no smaller: not of its line */
.cap { vertical-align: -0.3em; font-size: 300% }
.plain { vertical-align: super; vertical-align: baseline } td.cell { vertical-align: top }
"""
LINE = (
    '<p>A field of 40 m<span class="b up">2</span>, CO<span class="down">2</span>, 10<i class="x">6</i>, '
    '<span class="cap">A</span>t 5<span class="lifted">5</span>, m<em style="vertical-align:super">3</em> and a pier'
    '<a class="up" href="#n">1</a><a epub:type="noteref" href="#n">2</a> of wood<span class="no">4</span>.</p>'
)
TEXT = "A field of 40 m², CO₂, 10⁶, At 55, m³ and a pier of wood4."


def epub(page: str, **members: str) -> str:
    """Return the text of a book of one page."""
    package = (
        '<package><manifest><item id="one" href="text/one.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="one"/></spine></package>'
    )
    pages = {
        "META-INF/container.xml": '<container><rootfile full-path="b/package.opf"/></container>',
        "b/package.opf": package,
        "b/text/one.xhtml": f"<html><head>{members.pop('head', '')}</head><body>{page}</body></html>",
        **{f"b/{name}.css": text for name, text in members.items()},
    }
    return parse(zipped({name: text.encode() for name, text in pages.items()}), "s", "a.epub")[0].text


def test_a_book_has_its_powers_from_the_style_sheets_that_its_pages_link() -> None:
    assert epub(LINE, head='<link rel="stylesheet" href="../main.css"/>', main=STYLES) == TEXT


def test_a_page_has_them_from_its_own_styles() -> None:
    page = f"<html><head><style>{STYLES}</style></head><body>{LINE}</body></html>"
    assert parse(page.encode(), "s", "a.html")[0].text == TEXT


@pytest.mark.parametrize(
    ("sheet", "tag"),
    [
        (".x{vertical-align:super}", "sup"),
        ("SPAN.x { VERTICAL-ALIGN : SUB }", "sub"),
        ("div > .x{vertical-align:30%;font-size:smaller}", "sup"),
        (".x{vertical-align:super}.x{vertical-align:sub}", "sub"),
        ("@media print { p { color: red } .x{vertical-align:super} }", "sup"),
        ("#x{vertical-align:super}", ""),
        (".x:before{vertical-align:super}", ""),
        (".x .y{vertical-align:super}", ""),
        ("b.x{vertical-align:super}", ""),
        (".x{vertical-align:0em;font-size:50%}", ""),
        (".x{vertical-align:super", ""),
        (".x{vertical-align:super} .x{vertical-align:baseline}", ""),
        (".x{vertical-align:super; vertical-align: sub !important}", "sub"),
    ],
)
def test_rules_count_for_the_elements_that_they_end_with(sheet: str, tag: str) -> None:
    root = tree_of('<p><span class="x">2</span></p>', "a.html")
    assert root is not None
    mark_raised(root, [rules_of(sheet), rules_of(".y { vertical-align: super }")])
    assert "".join(inner.tag for inner in root.find(".//span")) == tag


def test_a_book_keeps_its_notes_and_boxes_and_leaves_out_what_leads_to_its_parts() -> None:
    page = (
        "<nav><p>Chapter one</p></nav><div class='toc'><p>All chapters</p></div><p>A pier of wood.</p>"
        "<aside epub:type='footnote'><p>It burned in 1912.</p></aside>"
        "<div class='sidebar'><p>Woods that float</p></div>"
    )
    assert epub(page) == "A pier of wood.\n\nIt burned in 1912.\n\nWoods that float"
