"""Dates are read as they are written, and never guessed."""

import pytest

from index.parse.structure.dates import date_in_name, dateline, publication_date, read_date


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2025-09-12", "2025-09-12"),
        ("2025/09/12", "2025-09-12"),
        ("20250912", "2025-09-12"),
        (" 2025-09-12T08:30:00Z ", "2025-09-12T08:30:00+00:00"),
        ("2025-09-12 08:30", "2025-09-12T08:30:00"),
        ("2025-09-12T08:30:00.5+02:00", "2025-09-12T08:30:00.500000+02:00"),
        ("12 September 2025", "2025-09-12"),
        ("12th of September 2025", "2025-09-12"),
        ("September 12, 2025", "2025-09-12"),
        ("Sept. 12 2025", "2025-09-12"),
        ("12-Sep-2025", "2025-09-12"),
        ("Fri, 12 Sep 2025 08:30:00 GMT", "2025-09-12"),
        ("29 February 2024", "2024-02-29"),
        ("29 February 2025", None),
        ("2025-02-30", None),
        ("2025-13-01", None),
        ("0000-00-00", None),
        ("9999-12-31", None),
        ("12/09/2025", None),
        ("September 2025", None),
        ("2025-W37-5", None),
        ("2025", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_metadata_value_is_a_date_or_nothing(value: str, expected: str | None) -> None:
    assert read_date(value) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("San José, 12 September 2025 — The council met.", "2025-09-12"),
        ("The Harbour Reopens\n\nLISBON, Sept. 12, 2025 (Wire) - Ships came.", "2025-09-12"),
        ("Title\nBy Ana Pérez | September 12, 2025\n\nText.", "2025-09-12"),
        ("Published: 12 Sep 2025\n\nText.", "2025-09-12"),
        ("Last updated on 12 Sep 2025.", "2025-09-12"),
        ("ROWE BOATS\nInvoice date: 12 Sep 2025\nPeriod: 1 May 2025 to 3 June 2025", "2025-09-12"),
        ("Rowe Boats\nDate of issue: 12 September 2025\n", "2025-09-12"),
        ("Sheet 4\nDate of revision: 12 September 2025\n", "2025-09-12"),
        ("Date of birth: 12 September 1975\nDue date: 3 May 2025\nStart date: 4 May 2025", None),
        ("2025-09-12 10:15:02 INFO started", "2025-09-12"),
        ("2025-09-12", "2025-09-12"),
        ("September 12, 2025 was a Friday.", None),
        ("It began on 12 September 2025 — and went on.", None),
        ("30 February 2025\n\nText.", None),
        ("31 June 2025\n1 July 2025\n", "2025-07-01"),
        ("Zander Hawthorne Sep 9 0 Comments", None),
        ("x" * 299 + "\n2025-09-12\n", None),
        ("x" * 200 + "\n2025-09-12\n", "2025-09-12"),
    ],
)
def test_a_dateline_stands_at_the_start_of_a_line_near_the_top(text: str, expected: str | None) -> None:
    assert dateline(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Published: 12 Sep 2025\n\nText signed on 3 May 2025\n", "2025-09-12"),
        ("12. Januar 2025\n\nLiebe Freunde", "2025-01-12"),
        ("Mühlenverein\nUlm, den 12. Januar 2025\n\nLiebe Freunde", "2025-01-12"),
        ("MILL COUNCIL\nMinutes of the meeting held in the mill on Monday 14 July 2025 at 7 pm\n\nOne.", "2025-07-14"),
        ("Lease\n\nbetween the mill and Ada Holm, signed on 6 January 2025.\n\n1 Rent", "2025-01-06"),
        ("Minutes\n\nMill Club, held in the loft on 22 March 2025 at 4 pm. Nine came.", "2025-03-22"),
        ("The mill was opened on 3 May 1912\n\nIt", None),
        ("Meeting to be held on 3 May 2025\n\nAll", None),
        ("Notice 4\n\nIssued 3 May 2025 by Ada Brun, harbour master. For all.", "2025-05-03"),
        ("Berths\n\nVersion 2, signed on 2 May 2031, in force from 1 June 2031 to 31 May 2034", "2031-05-02"),
        ("Lease of the mill\n\nDate of this lease: 14 February 2031\n\nLandlord: the town", "2031-02-14"),
        ("BOOKING RULES\nVersion 2, valid from 1 May 2025, replaces version 1", "2025-05-01"),
        ("Revision 3 of 2 May 2025, replaces revision 2 of 4 June 2020.", "2025-05-02"),
        ("Lease\n\nbetween Rowe Ltd. and Brun S.r.l., signed on 4 May 2025 by Ada Brun and Tom Rowe.", "2025-05-04"),
        ("Opened 3 May 2025 by the mayor, the mill is old.", None),
        ("Valid for boats hired from 1 May 2025.", None),
        ("The mill opened on 3 May 1912. It is old.", None),
        ("The mill, opened on 3 May 1912, burned.", None),
        ("Minutes of the meeting held on 3 May\n\nOne.", None),
        ("Minutes of the rowers' meeting of 7 October 2031\n\nOne.", "2031-10-07"),
        ("Wherry Club: minutes of the committee meeting of 7 October 2031\n\nOne.", "2031-10-07"),
        ("Wherry Club – notes from the meeting on 7 October 2031\n\nOne.", "2031-10-07"),
        ("Enclosed: one oar, minutes of the meeting of 7 October 2031\n\nOne.", None),
        ("DRAFT\nNotes from the yearly session of Monday 4 May 2031\n\nOne.", "2031-05-04"),
        ("Invoice for the meeting of 7 October 2031\n\nOne.", None),
        ("Minutes of the meeting of 7 October 2031 are kept by Ada.", None),
        ("Signed on 03/04/2025\n\nOne.", None),
        ("x" * 301 + "\n12. Januar 2025\n", None),
    ],
)
def test_a_text_is_of_the_day_that_a_line_near_its_top_ends_with(text: str, expected: str | None) -> None:
    assert publication_date(text) == expected


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        ("2025-09-12-meeting", "2025-09-12"),
        ("2025-09-12", "2025-09-12"),
        ("2025-09-123", None),
        ("2025-02-30-meeting", None),
        ("meeting-2025-09-12", None),
    ],
)
def test_a_name_may_begin_with_a_date(stem: str, expected: str | None) -> None:
    assert date_in_name(stem) == expected
