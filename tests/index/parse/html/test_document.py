"""The article of a page is its text, in the page's own structure; what surrounds it never is."""

import pytest

from index.documents import Document
from index.errors import EmptyDocument, UnreadableDocument
from index.parse.formats import parse

SENTENCES = (
    "Port Alder handled 4.2 million tonnes of freight last year, a tenth more than in the year before.",
    "The council wants to widen the northern quay, and has set aside nine million for the work.",
    "Fishermen fear for their moorings, which they would lose for at least two summers.",
    "A decision is expected in the autumn, once the river board has given its opinion.",
)
ARTICLE = "<h1>Freight grows</h1>" + "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
NOISE = (
    "<nav><ul><li><a href=/>NOISE home</a></li></ul></nav>",
    "<header><a href=/>NOISE masthead</a></header>",
    "<div class='site-nav main'>NOISE menu</div>",
    "<div id=sidebar><p>NOISE most read this week</p></div>",
    "<div role=navigation>NOISE crumbs</div>",
    "<aside><p>NOISE advertisement for a bank</p></aside>",
    "<form><label>NOISE search</label><input value=NOISE></form>",
    "<footer><p>NOISE all rights reserved</p></footer>",
    "<div hidden>NOISE</div><p style='display: none'>NOISE</p><p aria-hidden=true>NOISE</p>",
    "<script>var NOISE = 1</script><style>.NOISE {}</style><template>NOISE</template><noscript>NOISE</noscript>",
    "<svg><text>NOISE</text></svg><!-- NOISE --><button>NOISE</button>",
)


def read(body: str, head: str = "", name: str = "2025-01-31-page.html", attributes: str = "") -> Document:
    page = f"<!doctype html><html {attributes}><head>{head}</head><body>{body}</body></html>"
    (document,) = parse(page.encode(), f"/docs/{name}", name)
    return document


@pytest.mark.parametrize("noise", NOISE)
@pytest.mark.parametrize("layout", ["{noise}<main>{article}</main>", "{noise}{article}", "<div>{article}{noise}</div>"])
def test_furniture_is_never_in_the_text_and_the_article_always_is(layout: str, noise: str) -> None:
    text = read(layout.format(noise=noise, article=ARTICLE)).text
    assert text == "\n\n".join(["Freight grows", *SENTENCES])


def test_a_wrapper_with_a_telling_name_does_not_take_the_article_away() -> None:
    text = read(f"<div class='layout has-sidebar sidebar'><form>{ARTICLE}</form></div>").text
    assert text == "\n\n".join(["Freight grows", *SENTENCES])


def test_a_section_named_after_its_heading_stays() -> None:
    section = f"<section id=how-do-i-share-my-comments><h2>Sharing</h2><p>{SENTENCES[0]}</p></section>"
    assert "Sharing" in read(ARTICLE + section).text


def test_what_is_little_but_links_goes_and_what_is_in_the_article_stays() -> None:
    teasers = "".join(f"<div><a href=/{n}>A storm comes to the western coast: part {n}</a></div>" for n in range(40))
    inside = f"<h2>Costs</h2><ul><li>Quay</li><li>Crane</li></ul><pre>a = 1\nb = 2</pre><p>{SENTENCES[0]}</p>"
    text = read(f"<div>{ARTICLE}{inside}</div><div><h2>More</h2>{teasers}</div>").text
    assert text == "\n\n".join(["Freight grows", *SENTENCES, "Costs", "• Quay\n• Crane", "a = 1\nb = 2", SENTENCES[0]])


def test_structure_is_shown_in_plain_text() -> None:
    document = read(
        "<main><h1>Tea<a class=headerlink href=#>¶</a></h1><p>Green   <b>tea</b>,\nblack&nbsp;tea.<br>"
        "10<sup>6</sup> cups<sup><a href=#n>[1]</a></sup>, 1<sup>st</sup> flush.</p>"
        "<h2>Ports</h2><ul><li>one<ol start=3><li><p>three</p><p>more</p></li><li>four</li></ol></li><li>two</ul>"
        "<table><caption>Freight</caption><tr><th>Port<th>Tonnes</tr><tr><td><p>Al</p><p>der</p></td><td>4<b>.2</b></td></tr>"
        "</table><pre>x = 1<br>\n  <b>y</b> = 2\n</pre><dl><dt>Quay</dt><dd>A landing place.</dd></dl>"
        "<blockquote><p>Said Ana.</p></blockquote></main>"
    )
    assert document.text == (
        "Tea\n\nGreen tea, black tea.\n10⁶ cups, 1st flush.\n\nPorts\n\n"
        "• one\n  3. three\n    more\n  4. four\n• two\n\n"
        "Freight\n\nPort | Tonnes\nAl der | 4.2\n\nx = 1\n\n  y = 2\n\nQuay: A landing place.\n\nSaid Ana."
    )
    assert [(s.heading, document.text[s.start : s.start + 3]) for s in document.sections] == [
        ("Tea", "Tea"),
        ("Tea › Ports", "Por"),
    ]


def test_a_table_that_lays_out_the_page_is_read_cell_by_cell() -> None:
    cells = f"<td><h2>Left</h2><p>{' '.join(SENTENCES)}</p></td><td><p>Right side.</p></td>"
    assert read(f"<table><tr>{cells}</tr></table>").text == f"Left\n\n{' '.join(SENTENCES)}\n\nRight side."


def test_a_page_of_few_words_keeps_them_all() -> None:
    assert read("<h1>Opening hours</h1><p>Monday</p><p>9 to 5</p>").text == "Opening hours\n\nMonday\n\n9 to 5"


def test_the_title_is_the_headline_then_the_head_s_then_the_name() -> None:
    head = "<title>Freight - The Alder Post</title><meta property=og:site_name content='The Alder Post'>"
    assert read(ARTICLE, head).title == "Freight grows"
    assert read(f"<p>{SENTENCES[0]}</p>", head).title == "Freight"
    assert read(f"<p>{SENTENCES[0]}</p>", f"{head}<meta property=og:title content='Cargo'>").title == "Cargo"
    assert read(f"<p>{SENTENCES[0]}</p>").title == "2025 01 31 page"


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        ("<meta property='article:published_time' content='2025-09-12T08:00:00Z'>", "", "2025-09-12T08:00:00+00:00"),
        ("<meta name=DC.date content=2025-09-12>", "", "2025-09-12"),
        ('<script type="application/ld+json">{"@graph": [{"datePublished": "2025-09-12"}]}</script>', "", "2025-09-12"),
        (
            '<script type="application/ld+json">{broken</script>',
            "<time datetime=2025-09-12>Friday</time>",
            "2025-09-12",
        ),
        ("<meta name=date content=2025-02-30>", "<p>Alder, 12 September 2025 — It rained.</p>", "2025-09-12"),
        ("", "<footer>© 2019 The Alder Post. Last updated on October 7, 2020</footer>", "2025-01-31"),
    ],
)
def test_the_date_is_what_the_page_declares(head: str, body: str, expected: str) -> None:
    assert read(body + ARTICLE, head).published_at == expected


def test_a_time_far_down_in_the_text_does_not_date_the_page() -> None:
    later = "<p>It sailed on <time datetime=1912-04-10>10 April</time>.</p>"
    document = read(f"<main><p>{' '.join(SENTENCES * 2)}</p>{later}</main>", name="page.html")
    assert document.published_at is None


def test_tags_are_the_pages_keywords() -> None:
    head = "<meta name=Keywords content='Freight, quay'><meta property=article:tag content=Alder>"
    assert read(ARTICLE, head).tags == ("alder", "freight", "quay")


@pytest.mark.parametrize(
    ("attributes", "expected"), [("lang=en-GB", "en"), ("lang=DE", "de"), ("lang=english", ""), ("", "")]
)
def test_the_language_is_what_the_page_declares(attributes: str, expected: str) -> None:
    assert read(ARTICLE, attributes=attributes).language == expected


def test_a_declared_encoding_is_used() -> None:
    page = "<meta http-equiv=Content-Type content='text/html; charset=iso-8859-2'><p>Łódź leży w środkowej Polsce."
    assert parse(page.encode("iso-8859-2"), "s", "a.html")[0].text == "Łódź leży w środkowej Polsce."


def test_xhtml_with_its_declaration_is_read() -> None:
    page = '<?xml version="1.0" encoding="UTF-8"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>Zoë</p></body></html>'
    assert parse(page.encode(), "s", "a.xhtml")[0].text == "Zoë"


def test_a_page_of_nothing_but_furniture_is_empty() -> None:
    with pytest.raises(EmptyDocument, match="no text"):
        read("".join(NOISE))


def test_elements_nested_without_end_are_refused_and_do_not_crash() -> None:
    with pytest.raises(UnreadableDocument, match="too deeply"):
        read("<div>" * 50_000 + "x")
    assert read("<div>" * 1_500 + "<p>deep").text == "deep"


def test_a_title_in_the_head_is_the_headline_of_a_page_without_one() -> None:
    document = read("<p>Bring boots.</p><h2>Tickets</h2><p>None.</p>", "<title>The mill opens in May</title>")
    assert document.text == "The mill opens in May\n\nBring boots.\n\nTickets\n\nNone."
    own = read("<h1>The mill</h1><p>Bring boots.</p>", "<title>The mill opens in May</title>")
    assert own.text == "The mill\n\nBring boots."


def test_what_a_term_means_has_the_term_in_front() -> None:
    page = (
        "<main><dl><dt>Power</dt><dd>65 W</dd><dd>90 W with dock</dd><dt>Aft</dt><dt>Abaft</dt>"
        "<dd><p>Towards the stern.</p><p>Seldom.</p></dd><dt>Can I come?</dt><dd>Yes.</dd>"
        "<dt>Sails</dt><dd><ul><li>Jib</li></ul></dd><dt>Empty</dt><dd></dd><dt>Note:</dt><dd>so</dd></dl><p>End.</p></main>"
    )
    assert read(page).text == (
        "Power: 65 W\n\nPower: 90 W with dock\n\nAft, Abaft: Towards the stern.\n\nSeldom.\n\n"
        "Can I come?\n\nYes.\n\nSails\n\n• Jib\n\nEmpty\n\nNote: so\n\nEnd."
    )


def test_a_term_with_endless_meanings_is_said_again_as_often_as_copies_go() -> None:
    text = read(f"<main><dl><dt>{'long term ' * 7}</dt>{'<dd>x</dd>' * 20_000}</dl></main>").text
    assert len(text) < 1_000_000
    assert text.count("x") == 20_000


def test_what_a_question_s_button_unfolds_is_text_and_other_buttons_are_none() -> None:
    page = (
        "<header><button aria-expanded=false aria-controls=m>Menu</button><ul id=m hidden><li>Home</li></ul></header>"
        "<main><h1>Help</h1><div class=item><h2><button aria-controls=one>How long is it guaranteed?</button></h2>"
        "<div id=one aria-hidden=true>Five years.</div></div>"
        "<div class=faq><button>Is there parking?</button><div hidden>For eleven cars.</div></div>"
        "<button>Buy now</button><div hidden>Not said.</div></main>"
    )
    document = read(page)
    assert document.text == (
        "Help\n\nHow long is it guaranteed?\n\nFive years.\n\nIs there parking?\n\nFor eleven cars."
    )
    assert [section.heading for section in document.sections] == ["Help", "Help › How long is it guaranteed?"]


def test_lists_are_counted_in_letters_where_the_page_says_so() -> None:
    page = (
        "<ol><li>Rent<ol type=a><li>Water</li><li>Deposit<ol style='list-style-type: upper-roman'><li>Half</li></ol>"
        "</li></ol></li></ol><p>And</p><ol type=I start=3><li>Saws</li><li>Ropes</li></ol><ol type=x><li>Tar</li></ol>"
    )
    assert read(f"<main>{page}</main>").text == (
        "1. Rent\n  a. Water\n  b. Deposit\n    I. Half\n\nAnd\n\nIII. Saws\nIV. Ropes\n\n1. Tar"
    )


def test_lists_count_down_and_items_have_numbers_of_their_own() -> None:
    page = (
        "<ol reversed><li>Saws</li><li>Ropes</li></ol><p>And</p><ol start=5><li>Tar</li><li value=9>Oars</li>"
        "<li>Nets</li></ol><p>And</p><ol type=a reversed start=2><li>Hull<ul><li "
        "value=7>Keel</li></ul></li><li>Mast</li><li>Sail</li></ol>"
    )
    assert read(f"<main>{page}</main>").text.split("\n\n") == [
        "2. Saws\n1. Ropes",
        "And",
        "5. Tar\n9. Oars\n10. Nets",
        "And",
        "b. Hull\n  • Keel\na. Mast\n0. Sail",
    ]


@pytest.mark.parametrize("stated", ["Untitled Document", "untitled-3", "Unknown Title", "Unbenannt 1", "Sans titre"])
def test_a_title_that_a_program_made_up_is_none(stated: str) -> None:
    page = "<p>They open at seven, and close at nine.</p>"
    document = read(page, f"<title>{stated}</title>", "bridges.html")
    assert (document.title, document.text) == ("bridges", "They open at seven, and close at nine.")
    assert read(page, f"<title>{stated} of it</title>", "bridges.html").title == f"{stated} of it"


def test_a_heading_is_without_the_link_to_itself() -> None:
    page = (
        "<h1>Tides <a href='#t'>#</a></h1><h2><a href='#h'>🔗</a>High</h2><h2><a href='#l'>Low</a></h2>"
        "<p>At <a href='#x'>#</a>6.</p>"
    )
    document = parse(f"<html><body>{page}</body></html>".encode(), "s", "a.html")[0]
    assert document.text == "Tides\n\nHigh\n\nLow\n\nAt #6."
