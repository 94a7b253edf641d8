"""Rules of repetition are said in words, and what they count is counted."""

import pytest

from index.parse.mail.recurrence import repeats


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=WEEKLY;BYDAY=MO,WE", "every week on Monday, Wednesday"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "every month on the last Friday"),
        ("FREQ=MONTHLY;INTERVAL=3;BYDAY=2TU,+4TU", "every 3 months on the second Tuesday, the fourth Tuesday"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE;BYSETPOS=-1", "every month on the last of Monday, Tuesday, Wednesday"),
        ("FREQ=MONTHLY;BYMONTHDAY=15,-1", "every month on day 15, the last day"),
        ("FREQ=YEARLY;BYMONTH=3,13;BYDAY=1SU;COUNT=4", "every year on the first Sunday in March, 4 times"),
        ("freq=daily", "every day"),
        ("FREQ=SECONDLY", ""),
        ("BYDAY=MO", ""),
        ("", ""),
    ],
)
def test_a_rule_is_said_in_words(rule: str, words: str) -> None:
    assert repeats(rule) == words


def test_the_last_day_stands_behind_the_days() -> None:
    assert repeats("FREQ=WEEKLY;BYDAY=SA;UNTIL=20260601", "2026-06-01") == "every week on Saturday until 2026-06-01"
