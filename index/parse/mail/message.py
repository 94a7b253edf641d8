"""Mails as files: who wrote what to whom and when, and what was attached."""

import datetime
import email
import email.utils
import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from email.message import EmailMessage, MIMEPart
from typing import Any

from index.documents import Document, Section
from index.errors import EmptyDocument, UnreadableDocument
from index.parse.containers.members import Member
from index.parse.containers.zipped import COMPOUND_FILE
from index.parse.html.blocks import blocks_of
from index.parse.html.tree import Element, content_root, tree_of, without_furniture
from index.parse.mail.head import policy_for
from index.parse.mail.own_words import own_words
from index.parse.mail.quoting_marks import is_forward_subject
from index.parse.structure.authors import sender
from index.parse.structure.blocks import Block, assemble
from index.parse.structure.characters import clean, decode, one_line
from index.parse.structure.file_document import file_document
from index.parse.structure.titles import first_title
from index.text.forms.dates import date_in_words

__all__ = ["attachments_of_eml", "attachments_of_msg", "parse_eml", "parse_msg"]

_HEADERS = ("From", "To", "Cc", "Date")
"""How the subject of a mail begins that passes another on."""

_DATE_LEVEL, _SENDER_LEVEL, _BODY_LEVEL = 2, 3, 3
"""Of headings: what a mail's text is headed with goes below its sender."""

_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")
"""Byte order marks, which mails have when a text editor saved them."""

_LOOKED_AT = 64
_DEEPEST_QUOTE = 4
"""Quotations in quotations that have marks of their own: each costs its text once more."""

_LOWEST = 6
_FEW_WORDS, _TIMES = 100, 3
"""A plain text of fewer words, beside a page with so many times as many, says that one should look at the page."""


def parse_eml(data: bytes, source: str, name: str) -> list[Document]:
    """Return the mail as one document, without what is attached: its subject is the title, its head the first lines.

    Raises:
        UnreadableDocument: it has no header, or is damaged.
    """
    message = _message(data, name)
    headers = [(key, _header(message, key)) for key in _HEADERS]
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    body = [] if plain is None else _plain(_content(plain, name))
    if html is not None and (words := _words(body)) < _FEW_WORDS:
        shown = _html(_content(html, name), name)
        body = shown if not words or _words(shown) > _TIMES * words else body
    return [_document(data, source, name, _header(message, "Subject"), headers, body, "message/rfc822")]


def parse_msg(data: bytes, source: str, name: str) -> list[Document]:
    """Return an Outlook message as ``parse_eml`` returns a mail.

    Raises:
        UnreadableDocument: it is damaged.
    """
    message = _outlook(data, name)
    sent = message.sent_date
    people = ", ".join(f"{one.name} <{one.email_address}>" for one in message.recipients)
    headers = [("From", message.sender or ""), ("To", people), ("Date", sent.isoformat() if sent else "")]
    body = _plain(message.body or "") or _html(message.html_body or "", name)
    return [_document(data, source, name, message.subject or "", headers, body, "application/vnd.ms-outlook")]


def attachments_of_eml(data: bytes, name: str) -> Iterator[Member]:
    """Yield what is attached to a mail, mails and invitations included, but not the pictures in its text."""
    message = _message(data, name)
    yield from _invitations(message)
    for part in message.iter_attachments():
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload(0)
            if isinstance(inner, EmailMessage):
                yield Member(part.get_filename() or "message.eml", inner.as_bytes())
        elif part.get_filename() and part.get_content_disposition() != "inline":
            payload = part.get_payload(decode=True)
            yield Member(str(part.get_filename()), payload if isinstance(payload, bytes) else b"")


def _invitations(message: EmailMessage) -> Iterator[Member]:
    """Yield the calendars that are another form of a mail's text, and not attached to it by a name."""
    alternatives = [
        inner
        for part in message.iter_parts()
        for inner in (part.iter_parts() if part.get_content_type() == "multipart/alternative" else [part])
    ]
    for part in alternatives:
        if part.get_content_type() != "text/calendar" or part.get_filename():
            continue
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes) and payload.strip():
            yield Member("invitation.ics", payload)


def attachments_of_msg(data: bytes, name: str) -> Iterator[Member]:
    """Yield what is attached to an Outlook message."""
    for attachment in _outlook(data, name).attachments:
        if attachment.file_bytes is not None:
            yield Member(attachment.file_name or "attachment", attachment.file_bytes)


def _message(data: bytes, name: str) -> EmailMessage:
    if not data.strip():
        raise EmptyDocument(f"“{name}” has no text in it", "Leave it out")
    if data.startswith(_WIDE) or 0 in data[:_LOOKED_AT]:
        data = decode(data, name).encode()
    try:
        found = email.message_from_bytes(data, policy=policy_for(name))
        has_head = bool(found.keys())
    except UnreadableDocument:
        raise
    except Exception as error:  # the parser of heads stumbles over broken ones in ways of its own
        raise UnreadableDocument(f"“{name}” is a damaged mail", "Save it again from its program") from error
    if not has_head or not isinstance(found, EmailMessage):
        raise UnreadableDocument(
            f"“{name}” is not a mail: it has no header", "Give it the extension of its real format"
        )
    return found


def _outlook(data: bytes, name: str) -> Any:
    import oxmsg

    try:
        if not data.startswith(COMPOUND_FILE):
            raise ValueError("it is not a compound file")
        return oxmsg.Message.load(io.BytesIO(data))
    except Exception as error:  # the library raises whatever a damaged file makes it stumble over
        raise UnreadableDocument(f"“{name}” is a damaged Outlook message", "Save it again from Outlook") from error


def _header(message: EmailMessage, key: str) -> str:
    try:
        return one_line(str(message.get(key, "")))
    except Exception:  # noqa: BLE001 — a broken line of the head is as good as none
        return ""


def _content(part: MIMEPart, name: str) -> str:
    payload = part.get_payload(decode=True)
    return decode(payload, name, part.get_content_charset()) if isinstance(payload, bytes) and payload else ""


def _plain(text: str) -> list[Block]:
    return [Block(paragraph) for paragraph in clean(text).split("\n\n") if paragraph.strip()]


def _words(blocks: Iterable[Block]) -> int:
    return sum(len(block.text.split()) for block in blocks)


def _html(text: str, name: str) -> list[Block]:
    root = tree_of(text, name)
    if root is None:
        return []
    content = without_furniture(content_root(root))
    _mark_quotes(content)
    return [
        replace(block, level=min(_LOWEST, block.level + _BODY_LEVEL)) if block.level else block
        for block in blocks_of(content)
    ]


def _mark_quotes(root: Element) -> None:
    """Give what mail programs set apart as quoted the marks that it has in plain text, in place."""
    for quote in _quotes(root):
        lines = [f"> {line}" for block in blocks_of(quote) for line in (*block.text.split("\n"), "")]
        tail = quote.tail
        quote.clear()
        quote.tag, quote.text, quote.tail = "pre", "\n".join(lines), tail


def _quotes(root: Element) -> list[Element]:
    """Return what is set apart as quoted, what stands in another before that; what lies deeper is part of it."""
    from lxml import etree

    found: list[Element] = []
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end"), tag="blockquote"):
        if _is_quote(element):
            depth += 1 if event == "start" else -1
            if event == "end" and depth < _DEEPEST_QUOTE:
                found.append(element)
    return found


def _is_quote(element: Element) -> bool:
    return element.get("type") == "cite" or "quote" in element.get("class", "")


def _document(
    data: bytes, source: str, name: str, subject: str, headers: list[tuple[str, str]], body: list[Block], kind: str
) -> Document:
    """Return a mail: its subject, when and by whom as headings of what its sender wrote, and last all addresses.

    The head is none of the text that answers: its date is not that of which a mail speaks. Headings stand in front of
    every passage, so that they name the sender as people do: the words of an address are about no passage.
    """
    title = first_title([subject], name)
    head = {key: value for key, value in headers if value}
    by = sender(head.get("From", ""))
    lines = [(_labelled("Date", _moment(head.get("Date", ""))), _DATE_LEVEL), (_labelled("From", by), _SENDER_LEVEL)]
    own = own_words(body, is_forward=is_forward_subject(subject))
    text, sections = assemble([Block(title, 1), *(Block(line, level) for line, level in lines), *own])
    of_people = ("From", "To", "Cc") if head.get("From", "") != by else ("To", "Cc")
    if people := "\n".join(_labelled(key, head[key]) for key in of_people if key in head):
        start = len(text) + 2
        text, sections = f"{text}\n\n{people}", (*sections, Section(start, start + len(people)))
    return file_document(
        data,
        source,
        name,
        text,
        sections,
        titles=[title],
        media_type=kind,
        published_at=_day(head.get("Date", "")),
        authors=[by],
    )


def _labelled(label: str, value: str) -> str:
    return f"{label}: {value}" if value else ""


def _moment(stamp: str) -> str:
    """Return when a mail was sent as people write it; as it stands where it cannot be read."""
    sent = _sent(stamp)
    return f"{date_in_words(sent.date().isoformat())}, {sent:%H:%M}" if sent else stamp


def _day(stamp: str) -> str | None:
    sent = _sent(stamp)
    return sent.date().isoformat() if sent else None


def _sent(stamp: str) -> datetime.datetime | None:
    for read in (email.utils.parsedate_to_datetime, datetime.datetime.fromisoformat):
        try:
            return read(stamp)
        except (ValueError, TypeError, IndexError):
            continue
    return None
