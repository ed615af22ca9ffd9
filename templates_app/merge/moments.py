"""Days and times as a text to a customer says them: 3月15日(土) 10:30; Sat 15 Mar, 10:30."""

from datetime import date, datetime
from functools import lru_cache

# What is so far away is said with its year: who reads "3月15日" takes it for the next one.
_DAYS_AHEAD = 300
_DAYS_BACK = 31
_JA_WEEKDAYS = "月火水木金土日"
_EN_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_EN_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


# A million texts name some hundred days.
@lru_cache(maxsize=4096)
def day_words(day: date, language: str, today: date) -> str:
    """3月15日(土), or Sat 15 Mar for any language but "ja"; with the year where it is not near `today`."""
    near = -_DAYS_BACK <= (day - today).days <= _DAYS_AHEAD
    if language == "ja":
        year = "" if near else f"{day.year}年"
        return f"{year}{day.month}月{day.day}日({_JA_WEEKDAYS[day.weekday()]})"
    year = "" if near else f" {day.year}"
    return f"{_EN_WEEKDAYS[day.weekday()]} {day.day} {_EN_MONTHS[day.month - 1]}{year}"


def time_words(moment: datetime) -> str:
    """9:05, 14:30; of the zone that the moment is given in."""
    return f"{moment.hour}:{moment.minute:02}"


def moment_words(moment: datetime, language: str, today: date) -> str:
    """Day and time; of the zone that the moment is given in."""
    between = " " if language == "ja" else ", "
    return f"{day_words(moment.date(), language, today)}{between}{time_words(moment)}"
