"""Authors are read from metadata and bylines of every format that has them, and nobody else is made one."""

import email.message
import json

import pytest

from index.documents import Document
from index.parse.formats import parse
from index.parse.structure.authors import authors_of, sender

PAGE = (
    "<html><head><title>Bees</title>{}</head><body><article><h1>Bees of the hill</h1><p>The bees came early this year,"
    " and the keepers were not ready for them at all.</p></article></body></html>"
)
LINKED = '<script type="application/ld+json">{"@type": "Article", "author": [{"name": "Ana Ruiz"}, "Bo Lind"]}</script>'


def read(name: str, data: str | bytes) -> Document:
    [document] = parse(data if isinstance(data, bytes) else data.encode(), f"/docs/{name}", name)
    return document


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Lucrecia Tamayo", ("Lucrecia Tamayo",)),
        ("By Jan de Vries and Ana María López, 3 May 2024", ("Jan de Vries", "Ana María López")),
        ("Author: A. Keller", ("A. Keller",)),
        ("Place: quay 4\nReported by: Ada Brun, harbour master", ("Ada Brun",)),
        ("Minutes: Sara Holt", ("Sara Holt",)),
        ("Notes: Sara Holt", ("Sara Holt",)),
        ("Notes taken by Sara Holt", ("Sara Holt",)),
        ("Notes Sara Holt", ()),
        ("In force from 1 July 2024, written by Marit Solheim. It is new.", ("Marit Solheim",)),
        ("Written by the secretary, Priya Nandakumar, and approved.", ("Priya Nandakumar",)),
        ("Present: Desmond Achebe (chair), Priya Nandakumar (secretary, minutes)", ("Priya Nandakumar",)),
        ("Von Anna Müller, 3. Mai 2024", ("Anna Müller",)),
        ("作者:王小明", ("王小明",)),
        ("By Monday Marit had read it.", ()),
        ("By the sea it is cold.", ()),
        ("Minutes of the Committee Meeting", ()),
        ("Reviewed by Ines Okafor.", ()),
        ("Issued 3 May 2031 by Sara Holt, harbour master.", ("Sara Holt",)),
        ("BOOKING RULES\nIssued by Sara Holt", ("Sara Holt",)),
        ("The minutes of the meeting were taken by Sara Holt.", ("Sara Holt",)),
        ("His place is taken by Mr Kovalenko, who sailed before.", ()),
        ("A tragedy in five acts written by Christopher Marlowe.", ()),
    ],
)
def test_a_byline_near_the_top_names_the_authors(line: str, names: tuple[str, ...]) -> None:
    assert authors_of(f"The title\n{line}\n\nThe text.") == names


def test_a_byline_further_down_is_of_something_else() -> None:
    assert authors_of("A word. " * 200 + "\nBy Lucrecia Tamayo\n") == ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Rowe Boats\n\nDear Ms Brun,\n\nIt is ready.\n\nYours sincerely,\nTom Rowe\nBoat builder",
            ("Tom Rowe",),
        ),
        ("Dear colleague,\n\nHe is well.\n\nWith kind regards, Dr Ada Brun, consultant", ("Dr Ada Brun",)),
        ("Liebe Freunde,\n\nder Hafen ist offen.\n\nViele Grüße,\nAnna Müller", ("Anna Müller",)),
        ("By Sara Holt\n\nDear Ms Brun,\n\nIt is ready.\n\nYours,\nTom Rowe", ("Sara Holt",)),
        ("The boat is ready.\n\nYours sincerely,\nTom Rowe", ()),
        ("Dear Ms Brun,\n\nIt is ready.\n\nIn the end, Tom Rowe went on to win the race.", ()),
        ("Dear Ms Brun,\n\nIt is ready.\n\nYours,\nTom Rowe\n\n" + "What is enclosed. " * 40, ()),
    ],
)
def test_a_letter_is_by_whoever_signed_it_where_nobody_else_is_named(text: str, names: tuple[str, ...]) -> None:
    assert authors_of(text) == names


def test_what_metadata_states_is_divided_tidied_and_named_once() -> None:
    assert authors_of("By Ana Ruiz\n", ["Ana Ruiz; Bo Lind", "ana ruiz", "Smith, John", None]) == (
        "Ana Ruiz",
        "Bo Lind",
        "John Smith",
    )
    assert authors_of("", ["Microsoft Office User", "admin", "(anonymous)", "\u202e", "1"]) == ()


def test_front_matter_and_pages_and_linked_data_state_authors() -> None:
    assert read("a.md", "---\nauthor: Ana Ruiz\n---\n# Bees\n\nThey fly.\n").authors == ("Ana Ruiz",)
    assert read("b.md", "---\nauthors: [Ana Ruiz, Bo Lind]\n---\n# Bees\n\nThey fly.\n").authors == (
        "Ana Ruiz",
        "Bo Lind",
    )
    assert read("a.html", PAGE.format('<meta name="author" content="Ana Ruiz">')).authors == ("Ana Ruiz",)
    assert read("b.html", PAGE.format(LINKED)).authors == ("Ana Ruiz", "Bo Lind")
    assert read("c.html", PAGE.format('<meta property="article:author" content="https://x.example/a">')).authors == ()


def test_records_state_authors_in_a_string_or_a_list_and_nothing_else_is_one() -> None:
    for stated, names in (("Ana Ruiz", ("Ana Ruiz",)), (["Ana Ruiz", 3], ("Ana Ruiz",)), ({"name": "Ana"}, ())):
        record = json.dumps({"text": "Bees fly.", "authors": stated})
        assert read("bees.jsonl", record).authors == names


def test_a_mail_is_by_its_sender() -> None:
    mail = email.message.EmailMessage()
    mail["From"], mail["Subject"] = "Gareth Pryce <gareth@example.org>", "The lift"
    mail.set_content("It comes in May.")
    assert read("lift.eml", mail.as_bytes()).authors == ("Gareth Pryce",)
    assert (sender("a@example.org"), sender('"Pryce, Gareth" <g@example.org>')) == ("a@example.org", "Gareth Pryce")
