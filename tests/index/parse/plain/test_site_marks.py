"""What generators of websites add to Markdown is read as they show it."""

import pytest

from index.documents import Document
from index.parse.formats import parse


def markdown(text: str) -> Document:
    return parse(text.encode(), "s", "a.md")[0]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (
            '!!! tip "Mooring"\n    Use two ropes.\n\n    - and a knot\n\nGo on.',
            "Tip: Mooring|Use two ropes.|• and a knot|Go on.",
        ),
        ('??? note ""\n    Use two ropes.\nGo on.', "Use two ropes.|Go on."),
        ("!!! warning inline end\n\tUse two ropes.", "Warning|Use two ropes."),
        ('=== "Linux"\n    Two ropes.\n=== "Other"\n    One.', "Linux|Two ropes.|Other|One."),
        ('!!! note\n    !!! tip "In it"\n        Two ropes.', "Note|Tip: In it|Two ropes."),
        (":::tip Mooring\nTwo ropes.\n:::\nGo on.", "Tip: Mooring|Two ropes.|Go on."),
        (":::info[Mooring]\nTwo ropes.\n:::", "Info: Mooring|Two ropes."),
        ("::: {.callout-note}\nTwo ropes.\n:::", "Note|Two ropes."),
        (":::: columns\n::: {.column width=50%}\nTwo ropes.\n:::\n::::", "Two ropes."),
        ("Two ropes.\n{: .lead #top }", "Two ropes."),
        ('Two {{< figure src="a" >}}ropes{% if x %} and{% endif %} a {{% b %}} knot.', "Two ropes and a knot."),
        ("Write `{% if x %}` and {{ name }}, {not a name}.", "Write {% if x %} and {{ name }}, {not a name}."),
        ("```\n!!! tip\n    ::: x\n```", "!!! tip\n    ::: x"),
        ("What!!! Yes.", "What!!! Yes."),
    ],
)
def test_boxes_and_tabs_are_paragraphs_below_their_titles(written: str, text: str) -> None:
    assert markdown(written).text == text.replace("|", "\n\n")


def test_headings_have_no_names_for_links_in_them() -> None:
    document = markdown(
        "# Ropes {#ropes .wide}\n\nTwo.\n\nKnots {: #k }\n-----\n\nA {#x} one.\n\n## Ends {#e} ##\n\nNone."
    )
    assert [section.heading for section in document.sections] == ["Ropes", "Ropes › Knots", "Ropes › Ends"]
    assert "A {#x} one." in document.text


def test_front_matter_may_be_toml() -> None:
    written = '+++\ntitle = "Ropes"\ndate = 2026-01-05\ntags = ["boat", "sea"]\nport = "Oslo"\n[menu]\nx = 1\n+++\nTwo.'
    document = markdown(written)
    assert (document.title, document.published_at, document.tags) == ("Ropes", "2026-01-05", ("boat", "sea"))
    assert document.text == "Ropes\n\nport: Oslo\n\nTwo."
    assert markdown("+++\nno toml\n+++\n\nTwo.").text == "+++ no toml +++\n\nTwo."


def test_what_a_page_in_mdx_imports_and_exports_is_code() -> None:
    page = (
        "import X from './x'\nexport const a = {\n  b: 1 }\n\n# Ropes\n\n<Box>Use two</Box>\n\n"
        "Of those we\nexport ten.\n\n```js\n\nimport Y\n```"
    )
    assert parse(page.encode(), "s", "a.mdx")[0].text == "Ropes\n\nUse two\n\nOf those we export ten.\n\nimport Y"
    assert parse(b"import X\n\nTwo.", "s", "a.md")[0].text == "import X\n\nTwo."
