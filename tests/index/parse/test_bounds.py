"""What becomes of files that go beyond a bound of a parser, and that what stays within is read as ever."""

import io
import tarfile

import pytest

from index.errors import UnreadableDocument
from index.limits import Limits
from index.parse.formats import parse, read


def text_of(data: bytes, name: str) -> str:
    return parse(data, "s", name)[0].text


def test_a_mail_of_more_parts_than_anybody_sends_is_refused() -> None:
    head = b'Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="B"\n\n'
    assert text_of(head + b"--B\n\nhello\n" + b"--B\n\na\n" * 9_000 + b"--B--\n", "m.eml") == "x\n\nhello"
    with pytest.raises(UnreadableDocument, match=r"“m\.eml” has more than 10,000 parts"):
        read(head + b"--B\n\na\n" * 10_001 + b"--B--\n", "s", "m.eml")


def test_everybody_a_mail_goes_to_is_named_however_many_they_are() -> None:
    people = [f"Ann {number} <ann{number}@example.org>" for number in range(3_000)]
    mail = f"Subject: x\nFrom: ada@example.org\nTo: {(',' + chr(10) + ' ').join(people)}\n\nhello\n"
    text = text_of(mail.encode(), "m.eml")
    assert all(person in text for person in people)


def test_a_long_name_of_an_attachment_is_kept_however_it_is_written() -> None:
    name = "Zürich " * 36 + ".txt"
    parts = "".join(
        f";\n filename*{n}*={'utf-8%27%27' if not n else ''}{hexed}" for n, hexed in enumerate(percent(name))
    )
    mail = (
        'Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="B"\n\n--B\n\nhello\n'
        f"--B\nContent-Type: text/plain\nContent-Disposition: attachment{parts}\n\nrye\n--B--\n"
    )
    inside = read(mail.replace("%27%27", "''").encode(), "s", "m.eml").documents[1]
    assert inside.source == f"s#{name.strip()}"


def percent(text: str) -> list[str]:
    written = "".join(f"%{byte:02X}" for byte in text.encode())
    return [written[start : start + 60] for start in range(0, len(written), 60)]


def test_merged_cells_are_in_each_row_until_they_are_twenty_times_the_page() -> None:
    row = "<tr><td rowspan=50>North</td><td>{}</td></tr>"
    rows = row.format(0) + "".join(f"<tr><td>{number}</td></tr>" for number in range(1, 50))
    assert text_of(f"<table>{rows}</table>".encode(), "t.html").count("North") == 50
    page = b"<table>" + b"<tr><td colspan=200 rowspan=200>a<td>b" * 2_000 + b"</table>"
    assert len(text_of(page, "t.html")) < 100_000


def test_a_tag_of_a_thousand_attributes_is_text_and_a_long_attribute_is_not() -> None:
    many = "".join(f" a{number}=1" for number in range(1_001))
    assert "a1000=1" in text_of(f"<body><p{many}>It froze.</p>".encode(), "t.html")
    path = "M 10 20 " * 20_000
    page = f"<body><svg><path d='{path}'/></svg><p data-x=\"{path}\" class='{path}'>It froze.</p>"
    assert text_of(page.encode(), "t.html") == "It froze."


def test_links_are_found_in_brackets_and_in_one_another() -> None:
    assert text_of(b"[" * 5 + b"[a](/b)" + b"]" * 5, "t.md") == "[[[[[a]]]]]"
    assert text_of(b"[![a](/b)](/c) and ![d [e](/f)](/g)", "t.md") == "a and d e"
    assert text_of(b"[" * 500 + b"a](/b)", "t.md") == "[" * 499 + "a"


def test_a_member_of_an_archive_that_is_mostly_holes_is_measured_before_it_is_read() -> None:
    block = bytearray(tarfile.TarInfo("a.txt").tobuf(tarfile.GNU_FORMAT))
    block[156:157] = tarfile.GNUTYPE_SPARSE
    block[124:136] = b"00000000001\0"
    block[386:398], block[398:410], block[483:495] = b"00000000000\0", b"00000000001\0", b"77777777777\0"
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    with pytest.raises(UnreadableDocument, match=r"“a\.tar” becomes larger than 500 MB"):
        read(bytes(block) + b"a" + bytes(511 + 1_024), "s", "a.tar", Limits())


def test_an_archive_says_how_much_text_may_come_from_it() -> None:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as tape:
        info = tarfile.TarInfo("a.txt")
        info.size = 2_000
        tape.addfile(info, io.BytesIO(b"word " * 400))
    limits = Limits(characters=1_000, settings="FOOTNOTE_MAX_UPLOAD_PARSER")
    [failure] = read(file.getvalue(), "s", "a.tar", limits).failures
    assert failure.reason.endswith(
        "has more than 1,000 characters. Divide it, or raise FOOTNOTE_MAX_UPLOAD_CHARACTERS."
    )
