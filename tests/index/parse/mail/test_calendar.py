"""Events come in with their times, places and people, in words."""

import pytest

from index.documents import Document
from index.errors import UnreadableDocument
from index.parse.formats import read

EVENT = r"""BEGIN:VEVENT
UID:1
SUMMARY:Quay\, north side
DTSTART;TZID=Europe/Oslo:20260504T090000
DTEND;TZID=Europe/Oslo:20260504T103000
LOCATION:Dock Road 4\; gate B
ORGANIZER;CN="Aas, Liv":mailto:liv@example.org
ATTENDEE;ROLE=CHAIR;CN=Per:mailto:per@example.org
ATTENDEE;PARTSTAT=DECLINED:MAILTO:kari@example.org
DESCRIPTION:Bring the plans.\n\nThe crane is
  12 m high.
BEGIN:VALARM
DESCRIPTION:Reminder
END:VALARM
END:VEVENT
"""


def calendar(*entries: str, head: str = "") -> Document:
    lines = f"BEGIN:VCALENDAR\n{head}{''.join(entries)}END:VCALENDAR\n"
    (document,) = read(lines.replace("\n", "\r\n").encode(), "c.ics", "c.ics").documents
    return document


def event(*lines: str) -> str:
    return "BEGIN:VEVENT\n" + "".join(f"{line}\n" for line in lines) + "END:VEVENT\n"


def test_an_event_is_a_section_with_a_line_a_fact() -> None:
    document = calendar(EVENT, event("SUMMARY:Lunch", "DTSTART:20260504T100000Z"), head="X-WR-CALNAME:Harbour\n")
    assert document.title == "Harbour"
    assert document.text == (
        "Harbour\n\nQuay, north side\n\n"
        "Start: 2026-05-04 09:00 Europe/Oslo\nEnd: 2026-05-04 10:30 Europe/Oslo\nLocation: Dock Road 4; gate B\n"
        "Organizer: Aas, Liv\nAttendees: Per, kari@example.org (declined)\n\nBring the plans.\n\n"
        "The crane is 12 m high.\n\nLunch\n\nStart: 2026-05-04 10:00 UTC"
    )
    assert [section.heading for section in document.sections[1:]] == ["Harbour › Quay, north side", "Harbour › Lunch"]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["DTSTART;VALUE=DATE:20260504", "DTEND;VALUE=DATE:20260507"], "Start: 2026-05-04\nEnd: 2026-05-06"),
        (["DTSTART;VALUE=DATE:20260504", "DTEND;VALUE=DATE:20260505"], "Start: 2026-05-04"),
        (["DTSTART:20260504T233000", "DURATION:PT1H30M"], "Start: 2026-05-04 23:30\nEnd: 2026-05-05 01:00"),
        (["DTSTART:99991231T233000", "DURATION:P9000W"], "Start: 9999-12-31 23:30"),
        (["DTSTART:20260230T090000", "LOCATION:Quay"], "Location: Quay"),
        (
            ["RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;UNTIL=20260601T000000Z"],
            "Repeats: every 2 weeks on Monday, Thursday until 2026-06-01",
        ),
        (["RRULE:FREQ=DAILY;COUNT=5"], "Repeats: every day, 5 times"),
        (["STATUS:CANCELLED"], "Status: cancelled"),
        (
            ["CONTACT:Kari\\, 22 12 34 56", "URL:https://tide.example/1"],
            "Contact: Kari, 22 12 34 56\nLink: https://tide.example/1",
        ),
        (["X-ALT-DESC;FMTTYPE=text/html:<p>Bring <b>boots</b>.</p>"], "Bring boots."),
        (
            ["EXDATE:20260504T090000,20260511T090000", "EXDATE;VALUE=DATE:20260518"],
            "Except: 2026-05-04 09:00, 2026-05-11 09:00, 2026-05-18",
        ),
        (["RECURRENCE-ID;TZID=Europe/Oslo:20260504T090000"], "Instead of: 2026-05-04 09:00 Europe/Oslo"),
        (["RDATE;VALUE=DATE:20260506,nonsense"], "Also: 2026-05-06"),
    ],
)
def test_times_are_said_as_they_are_meant(lines: list[str], said: str) -> None:
    assert calendar(event("SUMMARY:Tide", *lines)).text == f"Tide\n\n{said}"


def test_a_description_that_is_a_web_page_reads_as_its_text() -> None:
    described = event(
        "SUMMARY:Tide", r"DESCRIPTION:Bring <b>boots</b>.<br><ul><li>Two pairs</li></ul>\nLow & high: 3 < 4"
    )
    assert calendar(described).text == "Tide\n\nBring boots.\n\n• Two pairs\n\nLow & high: 3 < 4"
    assert calendar(event("SUMMARY:Tide", "DESCRIPTION:At 3 < 4 and a > b")).text == "Tide\n\nAt 3 < 4 and a > b"


def test_one_event_is_called_and_by_whom_it_says() -> None:
    document = calendar(EVENT)
    assert (document.title, document.authors) == ("Quay, north side", ("Liv Aas",))


def test_a_task_has_the_day_by_which_it_is_due() -> None:
    assert (
        calendar("BEGIN:VTODO\nSUMMARY:Paint\nDUE;VALUE=DATE:20260504\nEND:VTODO\n").text == "Paint\n\nDue: 2026-05-04"
    )


def test_an_invitation_in_a_mail_is_a_document() -> None:
    mail = (
        "From: liv@example.org\nSubject: Quay\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=B\n\n"
        "--B\nContent-Type: text/plain\n\nCome.\n--B\nContent-Type: text/calendar; method=REQUEST\n\n"
        f"BEGIN:VCALENDAR\n{event('SUMMARY:Quay', 'DTSTART:20260504T090000Z')}END:VCALENDAR\n--B--\n"
    )
    documents = read(mail.encode(), "m.eml", "m.eml").documents
    assert [(each.source, each.text) for each in documents[1:]] == [
        ("m.eml#invitation.ics", "Quay\n\nStart: 2026-05-04 09:00 UTC")
    ]


def test_what_is_no_calendar_says_so() -> None:
    with pytest.raises(UnreadableDocument, match=r"“c\.ics” is not a calendar"):
        read(b"Dear Liv,\n", "c.ics", "c.ics")
