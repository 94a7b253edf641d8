"""Commands of templates are no text, above a note's front matter, in it, and in the note."""

import pytest

from index.parse.formats import parse
from index.parse.plain.vault.commands import without_commands, without_first_commands


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("The oven <% tp.user.name() %> is hot.", "The oven is hot."),
        ("<%* let a = 1;\n\nlet b = 2; -%>\n\nBread.", "Bread."),
        ("# <% tp.file.title %>\n\nBread.", "Bread."),
        ("- <%+ tp.date.now() %> Knead\n- Bake", "• Knead\n• Bake"),
        ("Write `<% tp.file.title %>` there.", "Write <% tp.file.title %> there."),
        ("```\n<% tp.file.title %>\n```", "<% tp.file.title %>"),
        ("A page says <%= name %> here.", "A page says <%= name %> here."),
        ("5 <% of it, never ended", "5 <% of it, never ended"),
        ("`= this.rating` stars, and `$= dv.current().due`.", "stars, and ."),
        ("The cell says `=SUM(A1:A3)`.", "The cell says =SUM(A1:A3)."),
    ],
)
def test_what_a_program_would_write_is_no_text(written: str, shown: str) -> None:
    (document,) = parse(written.encode(), "/notes/Bread.md", "Bread.md")
    assert document.text == shown


def test_front_matter_stands_below_a_command_and_has_none() -> None:
    note = '<%* await tp.file.rename("x") -%>\n---\ntitle: "<% title %>"\noven: wood <% x %>\n---\n\nRye needs a day.\n'
    (document,) = parse(note.encode(), "/notes/Bread.md", "Bread.md")
    assert document.title == "Bread"
    assert document.text == "oven: wood\n\nRye needs a day."


def test_a_text_without_commands_stays_as_it_is() -> None:
    assert without_commands("a < b %> c") == "a < b %> c"
    assert without_commands("one <% two %>three<% four") == "one three<% four"
    assert without_first_commands("\n a <% b %>") == "\n a <% b %>"
    assert without_first_commands("<% a %>\n<%* b %> c") == "c"
