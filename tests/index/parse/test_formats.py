"""What every format promises, whatever the bytes."""

import io
import json
import re
import warnings
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.documents import Document
from index.errors import DocumentError, EmptyDocument, UnreadableDocument, UnsupportedFormat
from index.limits import Limits
from index.parse.formats import SUPPORTED, content_hash, parse, read, readable
from tests.index.parse.writers import zipped

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
NOT_IN_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")

MARKS = st.sampled_from(
    [
        *(
            "# ",
            "## ",
            "- ",
            "1. ",
            "> ",
            "\n",
            "\n\n",
            "```\n",
            "| a | b |\n|---|---|\n",
            "---\ntitle: x\n---\n",
            "*",
            "`",
        ),
        *("[^1]", "[^1]:", "[^a]: ", "^2^", "~2~", "<sup>", "</sup>", "<sub>9</sub>", "m", "1912"),
        *("<p>", "</p>", "<h1>", "</h2>", "<ul><li>", "</li>", "<ol start=7>", "<table><tr><td>", "<td>", "</table>"),
        *("<br>", "<pre>", "<sup>2</sup>", "<script>", "<!--", "-->", "<main>", "<article>", "<a href=x>", "&#0;"),
        *("&#xD800;", "\r", "\x0c", "\x1b[31m", "\u2028", "\ufeff", "\x85", "2025-09-12\n", "San José, 31 June 2025 —"),
        *("[[", "]]", "![[", "%%", "==", "a:: b\n", "> [!note] ", "<div class=consent>cookies", "<time>14:05</time>"),
        "A › B",
    ]
)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
MARKED_UP = st.lists(MARKS | WORDS, max_size=30).map("".join)


def check(document: Document) -> None:
    assert document.text.strip()
    assert not NOT_IN_TEXT.search(document.text)
    assert 1 <= len(document.title) <= 300
    assert "\n" not in document.title
    end = 0
    for section in document.sections:
        assert end <= section.start < section.end <= len(document.text)
        assert not document.text[end : section.start].strip(), "text between two sections can never be cited"
        first_line = document.text[section.start :].partition("\n")[0]
        assert not section.heading or section.heading.endswith(first_line)
        end = section.end
    assert not document.text[end:].strip()


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([*SUPPORTED, "", ".pdf"]))
def test_arbitrary_bytes_become_sound_documents_or_a_document_error(data: bytes, extension: str) -> None:
    try:
        documents = parse(data, "s", f"name{extension}")
    except DocumentError:
        return
    for document in documents:
        check(document)


@pytest.mark.slow
@settings(max_examples=250, deadline=None)
@given(MARKED_UP, st.sampled_from([".txt", ".md", ".html"]))
def test_any_markup_becomes_one_sound_document_or_is_empty(text: str, extension: str) -> None:
    data = text.encode()
    try:
        (document,) = parse(data, "/a/b", f"name{extension}")
    except (EmptyDocument, UnreadableDocument):
        return
    check(document)
    assert document.source == "/a/b"
    assert document.content_hash == content_hash(data)
    assert parse(data, "/a/b", f"name{extension}") == [document], "the same bytes give the same document"


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(["id", "title", "text", "source", "published_at", "x"]), MARKED_UP | st.none()))
def test_any_record_becomes_a_sound_document_or_a_document_error(record: dict[str, str | None]) -> None:
    try:
        documents = parse(json.dumps(record).encode(), "s", "name.jsonl")
    except DocumentError:
        return
    for document in documents:
        check(document)


@pytest.mark.parametrize("extension", SUPPORTED)
def test_a_picture_by_another_name_is_told_from_what_the_name_promises(extension: str) -> None:
    with pytest.raises(UnreadableDocument, match=f"“picture{re.escape(extension)}” (holds binary|is|needs a password)"):
        read(PNG, "s", f"picture{extension}")


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n ", b"\xef\xbb\xbf", b"\xff\xfe"])
@pytest.mark.parametrize("extension", [*SUPPORTED, ""])
def test_a_file_without_text_is_empty(data: bytes, extension: str) -> None:
    with pytest.raises(EmptyDocument, match="no text"):
        read(data, "s", f"nothing{extension}")


@pytest.mark.parametrize(
    ("name", "data", "remedy"), [("tool.exe", b"MZ\x00", "Convert"), ("old.doc", b"hello", ".docx")]
)
def test_an_unknown_format_is_told_what_to_make_of_it(name: str, data: bytes, remedy: str) -> None:
    with pytest.raises(UnsupportedFormat) as caught:
        parse(data, "s", name)
    assert f"“.{name.rpartition('.')[2]}”" in caught.value.problem
    assert remedy in caught.value.remedy


@pytest.mark.parametrize("name", ["main.py", "notes.rst", "settings.yaml", "data.xml", "build.weird"])
def test_any_other_file_is_read_when_it_is_text(name: str) -> None:
    assert parse(b"x = 1  # the answer", "s", name)[0].text == "x = 1  # the answer"
    assert readable(name, b"x = 1")


def test_extensions_count_in_any_case() -> None:
    assert parse(b"# Tea\n\nGreen.", "s", "NOTES.MD")[0].media_type == "text/markdown"


def test_a_name_without_extension_is_read_by_what_is_in_it() -> None:
    assert parse(b"Meet at noon.", "s", "README")[0].text == "Meet at noon."
    assert parse(b"\n<!DOCTYPE html><p>Meet at <b>noon</b>.", "s", "page")[0].text == "Meet at noon."
    for data in (PNG, b"PK\x03\x04letters"):
        with pytest.raises(UnsupportedFormat, match="“thing”"):
            parse(data, "s", "thing")


def test_readable_agrees_with_parse() -> None:
    assert readable("a.TXT", PNG), "the name promises text: that it is not text is for the parser to say"
    assert readable("README", b"Meet at noon.")
    assert not readable("README", PNG)
    assert not readable("a.exe", b"MZ\x00\x01")
    assert not readable("picture.svg", b"<svg/>")


MAIL = b"""From: Ada <ada@example.org>
To: =?utf-8?q?Ren=C3=A9?= <rene@example.org>
Subject: =?utf-8?q?Caf=C3=A9_opens?=
Date: Mon, 06 May 2024 09:00:00 +0200
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=x

--x
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: quoted-printable

<nav>Unsubscribe</nav><p>It opens at <b>nine</b>.</p>
--x
Content-Type: text/plain; name="menu.txt"
Content-Disposition: attachment; filename="menu.txt"

Coffee costs two.
--x
Content-Type: image/png; name="logo.png"
Content-Disposition: attachment; filename="logo.png"

x
--x--
"""


def test_a_mail_is_its_head_and_body_and_its_attachments_are_documents() -> None:
    contents = read(MAIL, "/a/m.eml", "m.eml")
    mail, menu = contents.documents
    assert (mail.title, mail.published_at) == ("Café opens", "2024-05-06")
    assert mail.text == (
        "Café opens\n\nDate: 6 May 2024, 09:00\n\nFrom: Ada\n\n"
        "It opens at nine.\n\nFrom: Ada <ada@example.org>\nTo: René <rene@example.org>"
    )
    assert (menu.source, menu.text) == ("/a/m.eml#menu.txt", "Coffee costs two.")
    assert contents.skipped == (), "a picture in a mail is nothing to report"
    assert contents.failures == ()


def test_an_archive_s_members_fail_alone() -> None:
    data = zipped(
        {"good.txt": b"The museum opened.", "bad.pdf": b"%PDF-", ".hidden.txt": b"x", "photo.jpg": b"\xff\xd8"}
    )
    contents = read(data, "/a/z.zip", "z.zip", Limits())
    assert [document.source for document in contents.documents] == ["/a/z.zip#good.txt"]
    assert [failure.source for failure in contents.failures] == ["/a/z.zip#bad.pdf"]
    assert [failure.source for failure in contents.skipped] == ["/a/z.zip#photo.jpg"]


def test_members_of_one_name_are_two_documents_and_a_damaged_one_fails_alone() -> None:
    file = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(file, "w") as archive:
        warnings.simplefilter("ignore")
        for name, text in (("d.txt", "first version"), ("d.txt", "second version"), ("e.txt", "damaged")):
            archive.writestr(name, text)
    contents = read(file.getvalue().replace(b"damaged", b"DAMAGED"), "/a/z.zip", "z.zip")
    assert [document.text for document in contents.documents] == ["first version", "second version"]
    assert [failure.source for failure in contents.failures] == ["/a/z.zip#e.txt"]


@pytest.mark.parametrize(
    ("plain", "is_page"),
    [
        ("See this mail in your browser.", True),
        ("Two ropes come on 9 March, 38.00 in all.", False),
        ("", True),
    ],
)
def test_a_mail_whose_plain_text_only_sends_one_to_the_page_is_read_as_the_page(plain: str, is_page: bool) -> None:
    page = "<table><tr><th>Item</th><th>Price</th></tr><tr><td>Rope</td><td>38.00</td></tr></table>"
    page += "<p>Your two ropes come on 9 March, between eight and noon. Be in.</p>"
    mail = (
        "From: a@example.org\nSubject: Order\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n"
        f"--b\nContent-Type: text/plain\n\n{plain}\n--b\nContent-Type: text/html\n\n{page}\n--b--\n"
    )
    text = read(mail.encode(), "/a/m.eml", "m.eml").documents[0].text
    assert ("Item | Price\nRope | 38.00" in text) == is_page
    assert (plain in text) == (not is_page or not plain)
