"""OpenDocument texts are read as their program shows them, with the comments beside them."""

import pytest

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
