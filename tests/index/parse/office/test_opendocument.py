"""OpenDocument texts are read as their program shows them, with the comments beside them."""

import pytest

from index.documents import Document
from index.parse.formats import parse
from tests.index.parse.writers import zipped

NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "style", "table", "text", "drawing", "svg-compatible")
)
SAID = (
    '<office:annotation><dc:creator xmlns:dc="urn:dc">Ina Lund</dc:creator><dc:date xmlns:dc="urn:dc">'
    "2026-03-04T10:00:00.1</dc:date><text:p>Is that</text:p><text:p>so?</text:p></office:annotation>"
)

PICTURE = "<svg-compatible:title>Picture</svg-compatible:title><svg-compatible:desc>red</svg-compatible:desc>"


def text_of(body: str, kind: str = "text", extension: str = "odt", styles: str = "") -> str:
    """Return what becomes of a file with a body."""
    written = (
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:{kind}>{body}</office:{kind}>"
    )
    content = f"<office:document-content {NAMES}>{written}</office:body></office:document-content>"
    return parse(zipped({"content.xml": content.encode()}), "s", f"a.{extension}")[0].text


def test_comments_stand_at_the_end_with_who_wrote_them_and_when() -> None:
    deleted = f"<text:tracked-changes><text:deletion><text:p>{SAID}Old.</text:p></text:deletion></text:tracked-changes>"
    assert text_of(f"{deleted}<text:p>{SAID}It sank.</text:p><text:p>It rose.</text:p>") == (
        "It sank.\n\nIt rose.\n\nComment by Ina Lund, 2026-03-04 10:00: Is that so?"
    )


def test_comments_of_sheets_stand_at_the_end_too() -> None:
    row = f"<table:table-row><table:table-cell>{SAID}<text:p>Skua</text:p></table:table-cell></table:table-row>"
    assert text_of(f'<table:table table:name="Boats">{row}</table:table>', "spreadsheet", "ods") == (
        "Boats\n\nSkua\n\nComment by Ina Lund, 2026-03-04 10:00: Is that so?"
    )


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ('It <text:hidden-text text:is-hidden="true">never </text:hidden-text>sank.', "It sank."),
        ('It <text:hidden-text text:is-hidden="false">never </text:hidden-text>sank.', "It never sank."),
        ('It <text:span text:style-name="gone">never </text:span>sank.', "It sank."),
        (f"A <drawing:frame>{PICTURE}</drawing:frame>boat, <text:title>Boats</text:title>", "A boat, Boats"),
        (
            "<text:ruby><text:ruby-base>漢</text:ruby-base><text:ruby-text>kan</text:ruby-text></text:ruby>字",
            "漢(kan)字",
        ),
    ],
)
def test_what_is_hidden_or_describes_a_picture_is_no_text(body: str, text: str) -> None:
    gone = '<style:style style:name="gone"><style:text-properties text:display="none"/></style:style>'
    section = '<text:section text:display="none"><text:p>Hidden.</text:p></text:section>'
    assert text_of(f"{section}<text:p text:style-name='gone'>No.</text:p><text:p>{body}</text:p>", styles=gone) == text


def opendocument(styles: str, body: str) -> Document:
    content = f'<o:d xmlns:o="o" xmlns:x="x" xmlns:s="s">{styles}<o:body><o:text>{body}</o:text></o:body></o:d>'
    [document] = parse(zipped({"content.xml": content.encode()}), "/a/d.odt", "d.odt")
    return document


def test_headings_of_an_opendocument_text_stand_below_its_title() -> None:
    written = '<x:p x:style-name="Title">Report</x:p><x:h x:outline-level="1">One</x:h><x:p>It froze.</x:p>'
    content = f'<o:d xmlns:o="urn:o" xmlns:x="urn:x"><o:body><o:text>{written}</o:text></o:body></o:d>'
    [document] = parse(zipped({"content.xml": content.encode()}), "/a/d.odt", "d.odt")
    assert [section.heading for section in document.sections] == ["Report", "Report › One"]


def test_numbered_lists_of_an_opendocument_text_have_their_numbers() -> None:
    def listed(items: str, more: str = "") -> str:
        return f'<x:list x:style-name="N"{more}>{items}</x:list>'

    def item(text: str, inner: str = "") -> str:
        return f"<x:list-item><x:p>{text}</x:p>{inner}</x:list-item>"

    level = '<x:list-level-style-{} x:level="{}" s:num-format="1" x:start-value="{}"/>'
    style = f'<x:list-style s:name="N">{level.format("number", 1, 3)}{level.format("bullet", 2, 1)}</x:list-style>'
    lists = listed(item("Ropes", "<x:list>" + item("Long") + "</x:list>") + item("Oars"))
    more = listed(item("Nets"), ' x:continue-numbering="true"') + listed(item("Sails"))
    content = f'<o:d xmlns:o="o" xmlns:x="x" xmlns:s="s">{style}<o:body><o:text>{lists}{more}</o:text></o:body></o:d>'
    [document] = parse(zipped({"content.xml": content.encode()}), "/a/d.odt", "d.odt")
    assert document.text == "3. Ropes\n  • Long\n4. Oars\n\n5. Nets\n\n3. Sails"


def test_clauses_of_an_opendocument_text_have_letters_and_the_numbers_around_them() -> None:
    def item(text: str, inner: str = "") -> str:
        return f"<x:list-item><x:p>{text}</x:p>{inner}</x:list-item>"

    def level(number: int, form: str, more: str) -> str:
        return f'<x:list-level-style-number x:level="{number}" s:num-format="{form}" {more}/>'

    levels = level(1, "1", 's:num-suffix="."') + level(2, "1", 's:num-suffix="." x:display-levels="2"')
    levels += level(3, "a", 's:num-prefix="(" s:num-suffix=")"') + level(4, "i", 's:num-suffix=")"')
    deepest = f"<x:list>{item('Half')}{item('Rest')}</x:list>"
    letters = f"<x:list>{item('Water')}{item('Deposit', deepest)}</x:list>"
    rent = item("Rent", f"<x:list>{item('Sums', letters)}</x:list>")
    lists = f'<x:list x:style-name="N">{item("Parties")}{rent}</x:list>'
    document = opendocument(f'<x:list-style s:name="N">{levels}</x:list-style>', lists)
    assert document.text == (
        "1. Parties\n2. Rent\n  2.1. Sums\n    (a) Water\n    (b) Deposit\n      i) Half\n      ii) Rest"
    )


def test_headings_of_an_opendocument_text_have_their_numbers() -> None:
    outline = "".join(
        f'<x:outline-level-style x:level="{level}" s:num-format="1" x:display-levels="{level}"/>' for level in (1, 2)
    )
    headings = [(1, "Tools"), (2, "Saws"), (2, "Ropes"), (3, "Tar"), (1, "People"), (2, "Ada")]
    body = "".join(f'<x:h x:outline-level="{level}">{text}</x:h>' for level, text in headings)
    body += '<x:h x:outline-level="1" x:is-list-header="true">Index</x:h><x:h x:outline-level="1"></x:h>'
    document = opendocument(f"<x:outline-style>{outline}</x:outline-style>", body)
    assert document.text.split("\n\n") == ["1 Tools", "1.1 Saws", "1.2 Ropes", "Tar", "2 People", "2.1 Ada", "Index"]
    assert opendocument("", '<x:h x:outline-level="1">Tools</x:h>').text == "Tools"
