"""A mailbox is its mails, each a document under a source of its own."""

import pytest

from index.errors import UnreadableDocument
from index.limits import Limits
from index.parse.formats import read, readable
from index.parse.mail.mailbox import members_of_mbox

ONE = (
    "From liv@example.org Mon May  4 20:00:00 2026\nFrom: liv@example.org\nSubject: Keys\n"
    "Message-ID: <k/1@example.org>\n\nThey hang in the shed.\n\n>From now on, lock it.\n"
    "From Monday at least.\n\nFrom here one sees it.\n\n"
)
TWO = (
    "From per@example.org Tue May  5 08:00:00 2026\nFrom: per@example.org\nSubject: Boat\n"
    "Content-Transfer-Encoding: base64\n\nR3JlZW4u\n"
)


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_each_mail_is_a_document(ends: str) -> None:
    data = (ONE + TWO).replace("\n", ends).encode()
    contents = read(data, "/a/in.mbox", "in.mbox")
    keys, boat = contents.documents
    assert (keys.source, boat.source) == ("/a/in.mbox#k1@example.org.eml", "/a/in.mbox#2.eml")
    assert (keys.title, boat.title, boat.authors) == ("Keys", "Boat", ("per@example.org",))
    assert "From now on, lock it.\nFrom Monday at least.\n\nFrom here one sees it." in keys.text
    assert "Green." in boat.text
    assert contents.failures == contents.skipped == ()


def test_a_mail_that_cannot_be_read_fails_alone() -> None:
    contents = read(f"From x Mon May  4 20:00:00 2026\n\nno head\n\n{TWO}".encode(), "in.mbox", "in.mbox")
    assert [document.title for document in contents.documents] == ["Boat"]
    assert [failure.source for failure in contents.failures] == ["in.mbox#1.eml"]


def test_the_folder_of_a_mail_program_is_known_by_what_is_in_it() -> None:
    assert readable("Inbox", ONE.encode())
    assert len(read((ONE + TWO).encode(), "Inbox", "Inbox").documents) == 2
    (letter,) = read(b"From 10:30 on I was at home.", "letter", "letter.txt").documents
    assert letter.text == "From 10:30 on I was at home."


def test_what_is_no_mailbox_says_so() -> None:
    with pytest.raises(UnreadableDocument, match=r"“in\.mbox” is not a mailbox"):
        list(members_of_mbox(b"Dear Liv,\n", "in.mbox", Limits()))
