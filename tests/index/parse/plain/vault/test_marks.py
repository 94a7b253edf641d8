"""Notes out of a vault read as their program shows them; standard Markdown stays what it is."""

import pytest

from index.documents import Document
from index.parse.formats import parse


def read(text: str) -> Document:
    (document,) = parse(text.encode(), "/notes/Bread.md", "Bread.md")
    return document


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Feed [[Rye starter]] now.", "Feed Rye starter now."),
        ("Feed [[Rye starter|the *starter*]] now.", "Feed the *starter* now."),
        ("See [[Ovens#Steam]].", "See Ovens > Steam."),
        ("See [[#Steam]].", "See Steam."),
        ("See [[kitchen/Ovens.md#^a1]].", "See Ovens."),
        ("# On [[Rye]]", "On Rye"),
        ("See ![[oven.png]] and ![[Ovens#Steam]] there.", "See and there."),
        ("![[oven.png|300]]\n\nText.", "Text."),
        ("Salt %%less than Nora says%% it.", "Salt it."),
        ("%% all of this\n\nis private %%\n\nText.", "Text."),
        ("One\n%%\ntwo\n%%\nthree", "One\n\nthree"),
        ("%% one\n\ntwo %% three *four*\n\nfive", "three four\n\nfive"),
        ("> %% one\n>\n> two %% three\n\nfour", "three\n\nfour"),
        ("- %% one\n\n  two %%\n- three", "• three"),
        ("- one %%two%%\n- three", "• one\n• three"),
        ("A ==weak *gluten*== flour", "A weak gluten flour"),
        ("Water temperature:: 31 °C", "Water temperature: 31 °C"),
        ("Salt:: 2 %\nRye:: 20 %\nand more", "Salt: 2 %\nRye: 20 %\nand more"),
        ("Baked [at:: 250 °C] in (time:: 40 min).", "Baked at: 250 °C in time: 40 min."),
        ("It rests for a day. ^rest-1", "It rests for a day."),
        ("Text.\n\n^block-id", "Text."),
        ("Made of oak^[The *old* one.] in all.", "Made of oak (The old one.) in all."),
        (
            "Crumb\n: the soft inside\n\nCrust\n: the outside\n: what is hard",
            "Crumb: the soft inside\n\nCrust: the outside : what is hard",
        ),
        ("```button\nname Feed\n```\n\nText.", "Text."),
        ("```dataview\nLIST FROM #bread\n```\n\nText.", "Text."),
    ],
)
def test_marks_of_a_vault_read_as_they_are_shown(written: str, shown: str) -> None:
    assert read(written).text == shown


@pytest.mark.parametrize(
    "written",
    [
        "`[[a]]` and `%%b%% ==c==`",
        "Take x[[1]] and y[[i]].",
        "As said [[1]].",
        "It grew 100%% and then 50%% more.",
        "%% never ended",
        "if a==b and c==d or a == b == c",
        "Use std::vector and A::b(c).",
        "It is 2 ^10",
    ],
)
def test_what_only_looks_like_such_a_mark_stays(written: str) -> None:
    assert read(written).text == written.replace("`", "")
    assert read(f"    {written}").text == written, "in code everything does"


def test_links_of_standard_markdown_keep_their_words() -> None:
    assert read("See [[a]](https://x.y) and [[b]].\n\n[b]: https://x.y").text == "See [a] and [b]."
    assert read("See [[b]][c].\n\n[c]: https://x.y").text == "See [b]."


def test_callouts_are_text_with_their_title() -> None:
    text = "> [!warning]- Do not *overproof*\n> At 26 °C it is ready\n> after four hours.\n>\n> Watch it.\n"
    assert read(text).text == "Warning: Do not overproof\n\nAt 26 °C it is ready after four hours.\n\nWatch it."
    assert read("> [!NOTE]\n> Bring flour.").text == "Note\n\nBring flour."
    assert read("> [!quote|right] Nora\n> > [!tip] Inside\n> > Text.").text == "Quote: Nora\n\nTip: Inside\n\nText."
    assert read("> [link] only\n\n[!note] Not quoted").text == "[link] only\n\n[!note] Not quoted"


def test_a_bar_in_a_cell_divides_no_cells() -> None:
    table = "| Flour | Note |\n|---|---|\n| Rye | dark \\| coarse |\n| Spelt | [[Ovens\\|an oven]] |\n"
    assert read(table).text == "Flour | Note\nRye | dark|coarse\nSpelt | an oven"


def test_properties_are_text_below_the_headline() -> None:
    front = (
        '---\naliases: [Levain, "Mother dough"]\ntags: bread\ncreated: 2026-02-11\nHydration: 78 %\n'
        'Water temperature: 31 °C\nbaker: "[[people/Nora|Nora B.]]"\nrating:\nlayout: note\nsidebar_position: 3\n---\n'
    )
    lines = (
        "aliases: Levain, Mother dough\ncreated: 2026-02-11\nHydration: 78 %\nWater temperature: 31 °C\nbaker: Nora B."
    )
    document = read(f"{front}# Sourdough\n\nFeed it.")
    assert document.text == f"Sourdough\n\n{lines}\n\nFeed it."
    assert (document.title, document.tags, document.published_at) == ("Sourdough", ("bread",), "2026-02-11")
    assert read(f"{front}Feed it.").text == f"{lines}\n\nFeed it."
