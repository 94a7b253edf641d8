"""Numbers, dates and durations are shown as a spreadsheet shows them."""

import datetime

import pytest

from index.parse.spreadsheets.cell_formats.codes import BUILT_IN
from index.parse.spreadsheets.cell_formats.numbers import shown

NOON = datetime.datetime.fromisoformat("2026-03-05T14:07:09")
DAY = datetime.date(2026, 3, 5)
ACCOUNTS = '_-* #,##0.00\\ "€"_-;\\-* #,##0.00\\ "€"_-;_-* "-"??\\ "€"_-;_-@_-'


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (0.075, "0.0%", "7.5%"),
        (0.075, "0%", "8%"),
        (0.0725, "0.0\\ %", "7.3 %"),
        (-0.05, "0%", "-5%"),
        (150000.5, '"€"#,##0.00', "€150,000.50"),
        (150000.5, "#,##0.00\\ [$kr-41D]", "150,000.50 kr"),
        (-98000, "[$£-809]#,##0;[Red]-[$£-809]#,##0", "-£98,000"),
        (1234.5, ACCOUNTS, "1,234.50 €"),
        (-1234.5, ACCOUNTS, "-1,234.50 €"),
        (0, ACCOUNTS, "- €"),
        (-1500, "#,##0;(#,##0)", "(1,500)"),
        (0, "0;-0;;@", ""),
        (1234, "00000", "01234"),
        (5, "0,000", "0,005"),
        (123456789, "000-00-0000", "123-45-6789"),
        (5551234, "[<=9999999]###-####;(###) ###-####", "555-1234"),
        (2125551234, "[<=9999999]###-####;(###) ###-####", "(212) 555-1234"),
        (12_345_678, '0.0,,"M"', "12.3M"),
        (12_345_678, '[>=1000000]0.0,,"M";[>=1000]0.0,"K";0', "12.3M"),
        (12_345, '[>=1000000]0.0,,"M";[>=1000]0.0,"K";0', "12.3K"),
        (12, '[>=1000000]0.0,,"M";[>=1000]0.0,"K";0', "12"),
        (0.5, "#.##", ".5"),
        (3, "#.##", "3"),
        (2.345, "0.0##", "2.345"),
        (2.5, "0", "3"),
        (1.005, "0.00", "1.01"),
        (0.25, "# ?/?", "1/4"),
        (2.75, "# ?/?", "2 3/4"),
        (0.999, "# ?/?", "1"),
        (0.35, "# ?/8", "3/8"),
        (0.6666666666666666, "0.00E+00", "6.67E-01"),
        (123456, "##0.0E+0", "123.5E+3"),
        (0, "0.00E+00", "0.00E+00"),
        (7, '0 "pieces"', "7 pieces"),
        (7, '"Nr. "General', "Nr. 7"),
        (7, "@", "7"),
        (1e308, "0", "1" + "0" * 308),
        (float("nan"), "0;0", "nan"),
        (float("-inf"), "0%", "-inf"),
        (True, "0.00", "TRUE"),
        ("01234", "@", "01234"),
        ("north", '0;-0;0;"Gate "@', "Gate north"),
        ("north", "0.00", "north"),
        (None, "0.00", ""),
    ],
)
def test_a_number_or_text_is_as_its_format_shows_it(value: object, code: str, text: str) -> None:
    assert shown(value, code) == text


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (datetime.timedelta(days=1, hours=12), "[h]:mm", "36:00"),
        (datetime.timedelta(days=1, hours=12), "[h]:mm:ss", "36:00:00"),
        (-datetime.timedelta(hours=1, minutes=30), "[h]:mm", "-1:30"),
        (datetime.timedelta(minutes=90, seconds=5), "[mm]:ss", "90:05"),
        (datetime.timedelta(minutes=44, seconds=59, microseconds=999_999), "[h]:mm", "0:45"),
        (1.5, "[h]:mm", "36:00"),
        (datetime.time(7, 45), "h:mm", "7:45"),
        (datetime.time(0, 5), "h:mm AM/PM", "12:05 AM"),
        (datetime.time(19, 5), "hh:mm AM/PM", "07:05 PM"),
        (datetime.time(0, 1, 2, 340_000), "mm:ss.00", "01:02.34"),
        (DAY, "yyyy-mm-dd", "2026-03-05"),
        (DAY, "d mmmm yyyy", "5 March 2026"),
        (DAY, "dddd, mmmm dd, yyyy", "Thursday, March 05, 2026"),
        (DAY, '[$-409]d" of "mmm yyyy', "5 of Mar 2026"),
        (DAY, "mmm-yy", "Mar-26"),
        (DAY, "yyyy", "2026"),
        (DAY, "mm/yyyy", "03/2026"),
        (NOON, "yyyy-mm-dd h:mm", "2026-03-05 14:07"),
        (NOON, "h:mm:ss", "14:07:09"),
        (46086, "d mmmm yyyy", "5 March 2026"),
        (1e300, "d mmmm yyyy", "1e+300"),
    ],
)
def test_dates_times_and_durations_are_as_their_format_shows_them(value: object, code: str, text: str) -> None:
    assert shown(value, code) == text


@pytest.mark.parametrize(
    "code", ["dd/mm/yyyy", "mm/dd/yy", "m/d/yyyy", "d.m.yy;@", "d-mmm-yy", "[$-407]d. mmm yy", "yyyy/mm/dd"]
)
def test_a_date_whose_parts_another_machine_writes_otherwise_is_one_of_iso_8601(code: str) -> None:
    assert shown(DAY, code) == "2026-03-05"
    assert shown(NOON, f"{code.removesuffix(';@')} hh:mm") == "2026-03-05 14:07"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("[$-407]dddd, d. mmmm yyyy", "Donnerstag, 5. März 2026"),
        ("[$-40C]ddd d mmm yyyy", "jeu 5 mars 2026"),
        ("[$-419]d mmmm yyyy", "5 марта 2026"),
        ("[$-FC19]mmmm yyyy", "март 2026"),
        ("[$-1010415]d mmmm yyyy;@", "5 marca 2026"),
        ("[$-809]d mmm yyyy", "5 Mar 2026"),
        ("[$-de-AT]dddd dd.mm.yyyy", "Donnerstag 2026-03-05"),
        ("[$-en-US]mmmm d, yyyy;@", "March 5, 2026"),
        ("[$-x-sysdate]dddd, mmmm dd, yyyy", "Thursday, March 05, 2026"),
        ("[$-F800]dddd, mmmm dd, yyyy", "Thursday, March 05, 2026"),
        ('[$-804]yyyy"年"m"月"d"日";@', "2026年3月5日"),
        ('yyyy"년" m"월" d"일" dddd', "2026년 3월 5일 Thursday"),
        ("[$-400]d mmmm yyyy", "5 March 2026"),
        ("[$-7FFFFFFF]d mmmm yyyy", "5 March 2026"),
    ],
)
def test_names_in_a_date_are_those_of_the_language_that_the_format_names(code: str, text: str) -> None:
    assert shown(DAY, code) == text


def test_a_currency_is_shown_with_whatever_language_stands_behind_it() -> None:
    assert shown(12.5, "[$€-x-euro2] 0.00") == "€ 12.50"
    assert shown(12.5, "[$CHF-de-CH] 0.00") == "CHF 12.50"
    assert shown(12.5, "0.00 [$kr-nb-NO]") == "12.50 kr"


def test_a_format_longer_than_any_is_none_and_quotation_marks_may_stay_open() -> None:
    assert shown(0.5, "0" * 300) == "0.5"
    assert shown(0.5, '0.00 "pieces') == "0.50 pieces"


def test_what_a_file_names_by_a_number_alone_has_the_format_of_the_standard() -> None:
    numbers = (1, 4, 9, 12, 38, 39, 44, 48, 49)
    assert [shown(-1234.5, BUILT_IN[number]) for number in numbers] == [
        "-1235", "-1,234.50", "-123450%", "-1234 1/2", "(1,235)", "(1,234.50)", "($1,234.50)", "-1.2E+3", "-1234.5",
    ]  # fmt: skip
