from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from templates_app.merge.moments import day_words, moment_words, time_words

TODAY = date(2026, 11, 23)
TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.mark.parametrize(
    ("day", "japanese", "english"),
    [
        (date(2026, 11, 23), "11月23日(月)", "Mon 23 Nov"),
        (date(2026, 10, 23), "10月23日(金)", "Fri 23 Oct"),
        # Longer ago than a month, or further than 300 days: with its year.
        (date(2026, 10, 22), "2026年10月22日(木)", "Thu 22 Oct 2026"),
        (TODAY + timedelta(days=300), "9月19日(日)", "Sun 19 Sep"),
        (TODAY + timedelta(days=301), "2027年9月20日(月)", "Mon 20 Sep 2027"),
        (date(2028, 2, 29), "2028年2月29日(火)", "Tue 29 Feb 2028"),
    ],
)
def test_a_day_is_said_as_a_text_to_a_customer_says_it(day: date, japanese: str, english: str) -> None:
    assert (day_words(day, "ja", TODAY), day_words(day, "en", TODAY)) == (japanese, english)


@pytest.mark.parametrize(
    ("hour", "minute", "words"), [(0, 0, "0:00"), (9, 5, "9:05"), (10, 30, "10:30"), (23, 59, "23:59")]
)
def test_a_time_has_two_digits_for_minutes_only(hour: int, minute: int, words: str) -> None:
    assert time_words(datetime(2026, 11, 23, hour, minute, tzinfo=TOKYO)) == words


def test_a_moment_is_day_and_time() -> None:
    moment = datetime(2027, 3, 13, 10, 30, tzinfo=TOKYO)
    assert moment_words(moment, "ja", TODAY) == "3月13日(土) 10:30"
    assert moment_words(moment, "en", TODAY) == "Sat 13 Mar, 10:30"
