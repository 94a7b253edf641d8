"""On a live page the time of each entry stands in front of its text."""

from index.parse.formats import parse


def text_of(*entries: str) -> str:
    page = f"<html><body><main><h1>Storm</h1><p>All day long.</p><div>{''.join(entries)}</div></main></body></html>"
    return parse(page.encode(), "s", "a.html")[0].text


def entries(pattern: str) -> list[str]:
    said = (("14:05", "Roads", "The bridge is shut."), ("13.40", "Sea", "No ferry."), ("9 am", "Wood", "A tree fell."))
    return [pattern.format(time=time, head=head, text=text) for time, head, text in said]


def test_a_time_below_the_text_comes_before_it() -> None:
    found = text_of(*entries("<article><p>{text}</p><footer><time>{time}</time></footer></article>"))
    assert found == "Storm\n\nAll day long.\n\n14:05 The bridge is shut.\n\n13.40 No ferry.\n\n9 am A tree fell."


def test_an_entry_without_paragraphs_has_its_time_in_front_of_its_first_words() -> None:
    found = text_of(*entries("<div><span class='time'>{time}</span><div><b>{head}:</b> {text}</div></div>"))
    assert found.endswith("14:05 Roads: The bridge is shut.\n\n13.40 Sea: No ferry.\n\n9 am Wood: A tree fell.")


def test_the_first_entry_still_dates_the_page() -> None:
    pattern = "<div><p>{0}</p><time datetime='2026-05-12T14:0{0}'>14:0{0}</time></div>"
    page = f"<main><h1>Storm</h1>{''.join(pattern.format(number) for number in (3, 2, 1))}</main>"
    (document,) = parse(page.encode(), "s", "a.html")
    assert (document.published_at, document.text) == ("2026-05-12T14:03:00", "Storm\n\n14:03 3\n\n14:02 2\n\n14:01 1")


def test_a_time_above_a_heading_is_part_of_it() -> None:
    found = text_of(*entries("<li><span class='entry-time'>{time}</span><h2>{head}</h2><p>{text}</p></li>"))
    assert "14:05 Roads" in found
    assert "13.40 Sea" in found
    headed = parse(
        (
            "<main><h1>Storm</h1>"
            + "".join(entries("<section><p>{text}</p><time>{time}</time></section>"))
            + "<section><time>8:15</time><h2>Dawn</h2><p>Wind.</p></section></main>"
        ).encode(),
        "s",
        "a.html",
    )[0]
    assert headed.sections[1].heading == "Storm › 14:05", "each entry is a section where some have headings"
    assert headed.sections[-1].heading == "Storm › 8:15 Dawn"


def test_where_the_page_says_how_long_ago_it_is_the_moment_that_it_is_marked_up_with() -> None:
    pattern = "<div><p>{}</p><time datetime='2026-05-12T{}:00+02:00'>2 hours ago</time></div>"
    found = text_of(pattern.format("One.", "14:05"), pattern.format("Two.", "14:00"), pattern.format("Three.", "13:55"))
    assert found.endswith("2026-05-12 14:05 One.\n\n2026-05-12 14:00 Two.\n\n2026-05-12 13:55 Three.")


def test_two_times_are_no_live_page_and_a_time_in_its_sentence_stays_there() -> None:
    two = text_of("<div><p>One.</p><time>14:05</time></div>", "<div><p>Two.</p><time>14:10</time></div>")
    assert two.endswith("One.\n\n14:05\n\nTwo.\n\n14:10")
    sentence = "<p>It left at <time>14:05</time>, and at <time>14:10</time>, and at <time>14:15</time>.</p>"
    assert text_of(sentence).endswith("It left at 14:05, and at 14:10, and at 14:15.")
    table = "".join(f"<tr><td>Boat {n}</td><td><time>14:0{n}</time></td></tr>" for n in range(4))
    assert "Boat 3 | 14:03" in text_of(f"<table>{table}</table>")


def test_two_entries_are_enough_where_a_time_stands_above_their_headings() -> None:
    pattern = "<section><header><time>{}</time><h2>{}</h2></header><p>{}</p></section>"
    found = text_of(pattern.format("10.31pm", "Roads", "Shut."), pattern.format("9.10pm", "Sea", "No ferry."))
    assert found.endswith("10.31pm Roads\n\nShut.\n\n9.10pm Sea\n\nNo ferry.")
