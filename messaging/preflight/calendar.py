"""Days and times as people write them: 3月15日(土), 3/15, 2026-03-15, March 15; 15時30分, 午後3時, 3:30 pm."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

_JA_WEEKDAYS = "月火水木金土日"
_EN_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_WEEKDAY = (
    rf"(?:[ ]*[(\[【<「][ ]*(?P<ja>[{_JA_WEEKDAYS}])(?:曜日?)?(?:[ ・･,、/.]?(?:祝日?|休日?|振休))?[ ]*[)\]】>」]"
    rf"|[ ]*(?P<ja_word>[{_JA_WEEKDAYS}])曜日?"
    r"|[ ]*\([ ]*(?P<en>mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?[ ]*\))?"
)
_IN_JAPANESE = re.compile(
    r"(?<![\d.])(?:(?:(?P<year>\d{4})|(?:令和|R)[ ]?(?P<reiwa>\d{1,2}|元))年[ ]*)?"
    r"(?P<month>\d{1,2})[ ]*月[ ]*(?P<day>\d{1,2})[ ]*日(?![間数])" + _WEEKDAY,
    re.ASCII | re.IGNORECASE,
)
_IN_DIGITS = re.compile(
    r"(?<![\d/.\-])(?:(?P<year>(?:19|20)\d\d)(?P<sign>[/.\-]))?(?P<month>\d{1,2})(?(sign)(?P=sign)|/)(?P<day>\d{1,2})"
    r"(?![\d/\-%倍]|\.\d)" + _WEEKDAY,
    re.ASCII | re.IGNORECASE,
)
_EN_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_EN_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_EN_BEFORE = (
    r"\b(?:(?P<before>mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?[ ]+(?:the[ ]+)?)?"
)
_EN_YEAR = r"(?:,?[ ]+(?P<year>(?:19|20)\d\d))?\b"
_IN_ENGLISH = (
    re.compile(
        _EN_BEFORE + _EN_MONTH + r"[ ]+" + _EN_DAY + r"(?![\d:])" + _EN_YEAR + _WEEKDAY,
        re.ASCII | re.IGNORECASE,
    ),
    re.compile(
        _EN_BEFORE + _EN_DAY + r"[ ]+(?:of[ ]+)?" + _EN_MONTH + _EN_YEAR + _WEEKDAY, re.ASCII | re.IGNORECASE
    ),
)
# What is rare in a Japanese text is looked for first, by what it cannot do without.
_YEAR = re.compile(r"(?:19|20)\d\d[.\-]")
_LATIN_WORD = re.compile("[A-Za-z]{3}")
_TIME_BEGINS = re.compile(r"\d ?時|\d:\d|\d ?[apAP]\.?[mM]")
_TIME = re.compile(
    r"(?<![\d:/.\-])(?:(?P<half>午前|午後|朝|夕方|夜|am|pm)[ ]*)?(?P<hour>\d{1,2})"
    r"(?:[ ]*時(?![間点期代々節給計差])(?:[ ]*(?P<minute>\d{1,2})[ ]*分(?![間前後以程ほくぐ])|(?P<thirty>半))?"
    r"|:(?P<colon>\d\d)(?![\d:%]))"
    r"(?:[ ]*(?P<after>am|pm|a\.m\.|p\.m\.)(?![a-z]))?"
    r"|(?<![\d:/.\-])(?P<alone>\d{1,2})[ ]*(?P<alone_half>am|pm|a\.m\.|p\.m\.)(?![a-z])",
    re.ASCII | re.IGNORECASE,
)
# A day without a year is the one of the coming half year, where there is one; else one of the half year before or
# after that: of a day that has passed, either may be meant.
_HALF_A_YEAR = 183
_LOOKS_AHEAD = 366
_REIWA_BEGAN = 2019
_NOON = 12
_LATEST_HOUR = 30  # 深夜26時
_MINUTES = 60


@dataclass(frozen=True, slots=True)
class DayMention:
    """A day in a text; `year`, `weekday` (0 is Monday) as far as they are written."""

    start: int
    end: int
    year: int | None
    month: int
    day: int
    weekday: int | None = None

    @property
    def exists(self) -> bool:
        """Whether a calendar has it; 2月29日 without a year is in some."""
        return self._in(self.year or 2024) is not None

    def is_(self, day: date) -> bool:
        return (self.month, self.day) == (day.month, day.day) and self.year in (None, day.year)

    def candidates(self, around: date) -> list[date]:
        """The days that may be meant by somebody who reads it at this time; empty where there is none."""
        if self.year is not None:
            found = self._in(self.year)
            return [found] if found else []
        days = [day for step in range(-1, 9) if (day := self._in(around.year + step))]
        distances = [(day, day.toordinal() - around.toordinal()) for day in days]
        coming = [day for day, distance in distances if 0 <= distance <= _HALF_A_YEAR]
        near = [day for day, distance in distances if -_HALF_A_YEAR <= distance <= _LOOKS_AHEAD]
        # 2月29日 comes once in four years.
        return coming or near or [day for day, distance in distances if distance > 0][:1]

    def days_from(self, day: date) -> int:
        """How far the nearest day that may be meant is from this one."""
        return min((abs(one.toordinal() - day.toordinal()) for one in self.candidates(day)), default=0)

    def _in(self, year: int) -> date | None:
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time of day; `hour` as written up to 30 (25時 is one in the morning). `half_unsaid`: 3時 may mean 15時."""

    start: int
    end: int
    hour: int
    minute: int
    half_unsaid: bool = False

    @property
    def exists(self) -> bool:
        return self.hour <= _LATEST_HOUR and self.minute < _MINUTES

    def is_(self, moment: time) -> bool:
        if self.minute != moment.minute:
            return False
        return self.hour % 24 == moment.hour or (self.half_unsaid and self.hour + _NOON == moment.hour)


def days_in(prose: str) -> list[DayMention]:
    """In order; the text is plain (`plain_text`)."""
    found = []
    if "月" in prose:
        found += [mention for match in _IN_JAPANESE.finditer(prose) for mention in _day(match)]
    if "/" in prose or _YEAR.search(prose):
        found += [mention for match in _IN_DIGITS.finditer(prose) for mention in _day_in_digits(match)]
    if _LATIN_WORD.search(prose) and _names_a_month(prose.lower()):
        found += [
            mention for words in _IN_ENGLISH for match in words.finditer(prose) for mention in _day(match)
        ]
    return _apart(sorted(found, key=lambda mention: (mention.start, -mention.end)))


def _names_a_month(lower: str) -> bool:
    return any(month in lower for month in _MONTHS)


def _apart(mentions: list[DayMention]) -> list[DayMention]:
    """Of two readings of the same characters the first and longer."""
    kept: list[DayMention] = []
    for mention in mentions:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _day(match: re.Match[str]) -> Iterator[DayMention]:
    said = match.groupdict()
    year = int(said["year"]) if said["year"] else _reiwa(said.get("reiwa"))
    if year == 0:
        return
    month = said["month"].lower()
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3]) + 1
    yield DayMention(match.start(), match.end(), year, number, int(said["day"]), _weekday(said))


def _day_in_digits(match: re.Match[str]) -> Iterator[DayMention]:
    """1/2 and 24/7 may be anything: only what a calendar has, or says it is a day, is one."""
    for mention in _day(match):
        says_so = mention.year is not None or mention.weekday is not None
        if mention.exists or (says_so and mention.month <= len(_MONTHS)):
            yield mention


def _reiwa(written: str | None) -> int | None:
    if not written:
        return None
    return _REIWA_BEGAN if written == "元" else _REIWA_BEGAN - 1 + int(written)


def _weekday(said: dict[str, str | None]) -> int | None:
    japanese = said.get("ja") or said.get("ja_word")
    if japanese:
        return _JA_WEEKDAYS.index(japanese)
    english = said.get("en") or said.get("before")
    return _EN_WEEKDAYS.index(english[:3].lower()) if english else None


def times_in(prose: str) -> list[TimeMention]:
    """In order; the text is plain (`plain_text`)."""
    if not _TIME_BEGINS.search(prose):
        return []
    return [_time(match) for match in _TIME.finditer(prose)]


def _time(match: re.Match[str]) -> TimeMention:
    said = match.groupdict()
    if said["alone"]:
        hour, minute, half = int(said["alone"]), 0, said["alone_half"]
    else:
        hour = int(said["hour"])
        minute = 30 if said["thirty"] else int(said["minute"] or said["colon"] or 0)
        half = said["half"] or said["after"]
    half = half.lower().replace(".", "") if half else ""
    if half in {"午後", "夕方", "夜", "pm"} and hour < _NOON:
        hour += _NOON
    elif half in {"午前", "am"} and hour == _NOON:
        hour = 0
    return TimeMention(match.start(), match.end(), hour, minute, half_unsaid=not half and hour <= _NOON)
