"""Markdown reads as it would on a page, and its headings divide it."""

import pytest

from index.documents import Document
from index.parse.formats import parse


def read(text: str, name: str = "2025-01-31-notes.md") -> Document:
    (document,) = parse(text.encode(), f"/docs/{name}", name)
    return document


def test_marks_vanish_and_words_stay() -> None:
    text = (
        'Port **Alder** is a [*busy* port](https://a.b/c "title") of `4.2` ~~5~~ million\ntonnes, see <https://a.b> '
        "and ![the quay](quay.png).\\\nIt costs 5 \\* 3 &euro; <b>net</b>.<!-- secret -->\n"
    )
    assert read(text).text == (
        "Port Alder is a busy port of 4.2 5 million tonnes, see https://a.b and the quay.\nIt costs 5 * 3 € net."
    )


def test_lines_of_labels_and_values_stay_lines_and_wrapped_sentences_do_not() -> None:
    assert read("**Customer:** Harrow Mill\nTotal due: 5 euros\n").text == "Customer: Harrow Mill\nTotal due: 5 euros"
    assert read("Note: the quay is\nclosed in May.\n").text == "Note: the quay is closed in May."
    letter = "Mill Clinic, ward 3\nDate: 12 June 2025\nTo: Dr Ada Brun"
    assert read(f"{letter}\n").text == letter
    byline = "Authors: Ada Brun, Per Holm\nInstitute of Tides, Orlo\nPublished: 3 May 2025"
    assert read(f"{byline}\n").text == byline
    wrapped = "Note: the quay of Orlo and all that lies\nbehind it are shut.\nAlso: the bridge.\n"
    assert "\n" not in read(wrapped).text
    assert read("The quay is\nNote: closed.\n").text == "The quay is Note: closed."


def test_lists_are_one_line_an_item_and_nested_ones_indented() -> None:
    text = "- one\n  wrapped\n- two\n  1. first\n  2. second\n\n     more\n- three\n\n7) seven\n8) eight\n"
    assert read(text).text == ("• one wrapped\n• two\n  1. first\n  2. second\n    more\n• three\n\n7. seven\n8. eight")


def test_a_table_is_one_line_a_row_with_its_header_first() -> None:
    text = "Before\n\n| Port | Tonnes |\n|:--|--:|\n| *Alder* | 4.2 |\n| Birch | |\n\nAfter"
    assert read(text).text == "Before\n\nPort | Tonnes\nAlder | 4.2\nBirch |\n\nAfter"


def test_code_stays_as_it_is() -> None:
    code = "def f(x):\n\n    return x ** 2  # *not* bold"
    assert read(f"Run:\n\n```python\n{code}\n```\n\nDone.").text == f"Run:\n\n{code}\n\nDone."


def test_quotations_are_text_and_rules_are_nothing() -> None:
    assert read("> one\n> two\n>\n> # three\n\n***\n\nfour").text == "one two\n\nthree\n\nfour"


def test_embedded_html_gives_its_text_without_scripts() -> None:
    text = "# Title\n\n<div align=center>\n<script>alert(1)</script>\n<p>One <b>two</b></p>\n</div>\n\nThree"
    assert read(text).text == "Title\n\nOne two\n\nThree"


def test_sections_carry_the_path_of_their_headings() -> None:
    document = read("Intro.\n\n# A\n\nOne.\n\n## B *b*\n\nTwo.\n\n### C\n\nThree.\n\nD\n---\n\nFour.\n\n> # no\n")
    assert [(s.heading, document.text[s.start : s.end]) for s in document.sections] == [
        ("", "Intro."),
        ("A", "A\n\nOne."),
        ("A › B b", "B b\n\nTwo."),
        ("A › B b › C", "C\n\nThree."),
        ("A › D", "D\n\nFour.\n\nno"),
    ]


def test_front_matter_gives_title_date_and_language_and_is_no_text() -> None:
    document = read(
        '---\ntitle: "Tea: a history"\ndate: 2025-09-12 # draft\ntags:\n  - tea\nlang: en-GB\n---\n# Tea\n\nGreen.'
    )
    assert (document.title, document.published_at, document.language) == ("Tea: a history", "2025-09-12", "en")
    assert document.text == "Tea\n\nGreen."


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Tea: a history", "Tea: a history"),
        ("'Tea''s history' # draft", "Tea's history"),
        (">-\n  Tea,\n  a history", "Tea, a history"),
        ("&tea Tea", "Tea"),
        ('"Tea\\0\\e[31m\\uD800"', "Tea[31m"),
        ('"Tea', '"Tea'),
        ("{{ title }}", "{{ title }}"),
        ("*tea", "*tea"),
        ("[[tea]]", "[[tea]]"),
    ],
)
def test_a_value_of_front_matter_is_yaml_and_as_it_is_written_where_it_is_not(written: str, title: str) -> None:
    document = read(f"---\ndate: 2025-09-12\ntitle: {written}\ntags:\n# none\n- tea\n---\nGreen.")
    assert (document.title, document.published_at, document.tags) == (title, "2025-09-12", ("tea",))


def test_published_at_goes_before_date() -> None:
    assert read("---\ndate: 2025-09-12\npublished_at: 2025-09-10\n---\nText").published_at == "2025-09-10"


@pytest.mark.parametrize(
    "lines", ["tags: tea, History", "tags: [tea, 'history']", "tags:\n  - History\n  - tea", "keywords: tea; history"]
)
def test_tags_are_read_from_front_matter(lines: str) -> None:
    assert read(f"---\ntitle: Tea\n{lines}\n---\nGreen.").tags == ("history", "tea")


def test_a_rule_at_the_top_is_not_front_matter() -> None:
    assert read("---\n\nSome text.\n\n---\n\nMore.").text == "Some text.\n\nMore."
    assert read("---\nNever closed: yes").text == "Never closed: yes"


def test_without_front_matter_the_first_heading_is_the_title_and_without_one_the_name() -> None:
    assert read("Intro.\n\n## Tea\n\nGreen.").title == "Tea"
    assert read("Only text.").title == "2025 01 31 notes"


def test_the_date_is_found_in_front_matter_then_text_then_name() -> None:
    assert read("---\ndate: someday\n---\n# Tea\n\n*12 September 2025*\n\nGreen.").published_at == "2025-09-12"
    assert read("# Tea\n\nGreen.").published_at == "2025-01-31"


def test_text_nested_far_deeper_than_anyone_writes_is_still_read() -> None:
    assert read("> " * 30 + "deep").text == "deep"


def test_a_title_in_front_matter_is_the_headline_of_a_text_without_one() -> None:
    document = read("---\ntitle: The mill opens in May\n---\nBring boots.\n\n## Tickets\n\nNone.")
    assert document.text == "The mill opens in May\n\nBring boots.\n\nTickets\n\nNone."
    assert [section.heading for section in document.sections] == [
        "The mill opens in May",
        "The mill opens in May › Tickets",
    ]
    assert read("---\ntitle: The mill\n---\nThe mill\n\nBring boots.").text == "The mill\n\nBring boots."


def test_tasks_have_boxes() -> None:
    written = "- [ ] paint\n- [x] caulk\n  - [X] twice\n- [y] not\n\n[x] not here\n"
    text = parse(written.encode(), "s", "a.md")[0].text
    assert text == "• ☐ paint\n• ☒ caulk\n  • ☒ twice\n• [y] not\n\n[x] not here"
