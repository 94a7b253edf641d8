"""Mailboxes in one file, as many programs export them: each mail is a file of its own."""

import email
import re
from collections.abc import Iterator

from index.errors import UnreadableDocument
from index.limits import Limits
from index.parse.containers.members import Member
from index.parse.mail.head import policy_for

__all__ = ["is_mailbox", "members_of_mbox"]

_ENVELOPE = re.compile(rb"^From [^\r\n]{0,300}\d{2}:\d{2}[^\r\n]{0,100}\r?$", re.MULTILINE)
"""What stands in front of each mail: who sent it, with a time of day. A sentence that begins with “From” has none."""

_ESCAPED = re.compile(rb"^>(>{0,99}From )", re.MULTILINE)
_LONGEST_HEAD = 50_000
_LONGEST_IDENTITY = 200
_UNSAFE = re.compile(r"[\x00-\x20\x7f/\\<>]+")


def is_mailbox(start: bytes) -> bool:
    """Tell whether a file that begins with these bytes holds mails one after the other."""
    return _ENVELOPE.match(start) is not None


def members_of_mbox(data: bytes, name: str, limits: Limits) -> Iterator[Member]:
    """Yield the mails of a mailbox, by their own Message-ID, which outlives a place in the file; else by their number.

    Args:
        data: the file.
        name: of the file.
        limits: which do not matter here: nothing becomes larger.

    Raises:
        UnreadableDocument: it is no mailbox.
    """
    del limits
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not is_mailbox(data):
        raise UnreadableDocument(
            f"“{name}” is not a mailbox: it does not begin with “From …”", "Export it again as mbox, or mail by mail"
        )
    starts = [found for found in _ENVELOPE.finditer(data) if _begins_a_mail(data, found.start())]
    ends = [found.start() for found in starts[1:]] + [len(data)]
    for number, (found, end) in enumerate(zip(starts, ends, strict=True), 1):
        mail = _ESCAPED.sub(rb"\1", data[found.end() : end].lstrip(b"\r\n"))
        yield Member(f"{_identity(mail) or number}.eml", mail)


def _begins_a_mail(data: bytes, start: int) -> bool:
    """Tell whether there is a blank line, or nothing, before a place."""
    return start == 0 or data[max(0, start - 4) : start].replace(b"\r", b"").endswith(b"\n\n")


def _identity(mail: bytes) -> str:
    head = re.split(rb"\r?\n\r?\n", mail[:_LONGEST_HEAD], maxsplit=1)[0]
    try:
        found = str(email.message_from_bytes(head, policy=policy_for("")).get("Message-ID", ""))
    except Exception:  # noqa: BLE001 — a broken head has no identity, and is reported with its mail
        return ""
    return _UNSAFE.sub("", found)[:_LONGEST_IDENTITY]
