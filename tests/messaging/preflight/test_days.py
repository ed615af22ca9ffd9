"""Days and times: as people write them, against the calendar, against the records."""

from datetime import date, time
from typing import Any

import pytest

from messaging.preflight import Content, Person, found_for_person
from messaging.preflight.calendar import days_in, times_in
from messaging.preflight.plain import plain_text
from messaging.preflight.relative_words import relative_word
from tests.messaging.preflight.texts import PERSON, SENDING, at, for_person, in_text, pieces, sending


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3月15日", (None, 3, 15, None)),
        ("３月１５日", (None, 3, 15, None)),
        ("3月15日(土)", (None, 3, 15, 5)),
        ("3月15日（土）", (None, 3, 15, 5)),
        ("3月15日 (土・祝)", (None, 3, 15, 5)),
        ("3月15日土曜日", (None, 3, 15, 5)),
        ("2026年3月15日(日)", (2026, 3, 15, 6)),
        ("2026年 3月 15日", (2026, 3, 15, None)),
        ("令和8年3月15日", (2026, 3, 15, None)),
        ("令和元年5月1日", (2019, 5, 1, None)),
        ("R8年3月15日", (2026, 3, 15, None)),
        ("3/15", (None, 3, 15, None)),
        ("3/15(土)", (None, 3, 15, 5)),
        ("２０２６／３／１５", (2026, 3, 15, None)),
        ("2026-03-15", (2026, 3, 15, None)),
        ("2026.3.15", (2026, 3, 15, None)),
        ("March 15", (None, 3, 15, None)),
        ("Saturday, March 15", (None, 3, 15, 5)),
        ("Sat 15 Mar 2026", (2026, 3, 15, 5)),
        ("15th of March", (None, 3, 15, None)),
        ("Mar 15, 2026 (Sun)", (2026, 3, 15, 6)),
    ],
)
def test_a_day_is_read_however_it_is_written(text: str, expected: tuple[Any, ...]) -> None:
    for around in ("{}", "ご予約は{}です", "({})", "by {}."):
        [found] = days_in(plain_text(around.format(text)))
        assert (found.year, found.month, found.day, found.weekday) == expected
        assert around.format(text)[found.start : found.end] == text


@pytest.mark.parametrize(
    "text",
    [
        "24/7で営業", "1/100の模型", "13/45", "http://example.jp/3/15/a", "090-1234-5678", "03-1234-5678",
        "3月分の家賃", "15日以内", "3か月点検", "3月15日間", "2026.3", "5.3.1", "1/2倍", "ver 1.2.3",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_day_is_none(text: str) -> None:
    assert days_in(Content(text).prose) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15時", (15, 0)),
        ("15時30分", (15, 30)),
        ("15:30", (15, 30)),
        ("１５：３０", (15, 30)),
        ("3時半", (3, 30)),
        ("午後3時", (15, 0)),
        ("午前10時15分", (10, 15)),
        ("午後12時", (12, 0)),
        ("午前12時", (0, 0)),
        ("3:30 pm", (15, 30)),
        ("3:30PM", (15, 30)),
        ("3 p.m.", (15, 0)),
        ("10am", (10, 0)),
        ("25時", (25, 0)),
    ],
)
def test_a_time_is_read_however_it_is_written(text: str, expected: tuple[int, int]) -> None:
    for around in ("{}", "ご予約は{}です", "at {} sharp"):
        [found] = times_in(plain_text(around.format(text)))
        assert (found.hour, found.minute) == expected


@pytest.mark.parametrize(
    "text",
    ["24時間営業", "10時間", "30分ほど", "2時間30分前", "同時", "臨時", "1時点", "16:9", "12:345", "5 amps"],
)
def test_what_only_looks_like_a_time_is_none(text: str) -> None:
    assert times_in(plain_text(text)) == []


def test_a_time_without_its_half_of_the_day_may_be_either() -> None:
    [three] = times_in("3時")
    assert [three.is_(time(hour)) for hour in (3, 15, 9)] == [True, True, False]
    [afternoon] = times_in("午後3時")
    assert [afternoon.is_(time(hour)) for hour in (3, 15)] == [False, True]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # 15 March 2026 is a Sunday; of a day without a year, the next one or one of the last half year may be meant.
        ("ご予約は3月15日(土)です", ["3月15日(土)"]),
        ("ご予約は3月15日(日)です", []),
        ("ご予約は2025年3月15日(土)でした", []),
        ("2026年3月15日(土)", ["2026年3月15日(土)"]),
        ("12/31(水)まで", []),
        ("12/31(木)まで", []),
        ("12/31(金)まで", ["12/31(金)"]),
        ("Saturday, March 15", ["Saturday, March 15"]),
        ("Sunday, March 15", []),
        ("3月15日(土)と3月16日(月)", ["3月15日(土)"]),
        ("3月15日（日・祝）", []),
        # A leap day comes in 2028, on a Tuesday.
        ("2月29日(火)", []),
        ("2月29日(水)", ["2月29日(水)"]),
    ],
)
def test_a_day_of_the_week_that_does_not_fit_is_said(text: str, expected: list[str]) -> None:
    assert in_text(text, "wrong_weekday") == expected


def test_the_day_of_the_week_is_reckoned_from_when_the_text_leaves() -> None:
    leaves = at("2026-12-20 09:00")
    # 15 March 2027 is a Monday; that of 2026 is more than half a year ago.
    assert in_text("3月15日(日)", "wrong_weekday", leaves_at=leaves) == ["3月15日(日)"]
    assert in_text("3月15日(月)", "wrong_weekday", leaves_at=leaves) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4月31日", ["4月31日"]),
        ("2月30日(月)", ["2月30日(月)"]),
        ("13月5日", ["13月5日"]),
        ("2025年2月29日", ["2025年2月29日"]),
        ("2月29日", []),
        ("2/30", []),
        ("2026/2/30", ["2026/2/30"]),
        ("15時75分", ["15時75分"]),
        ("15:75", ["15:75"]),
        ("25時まで", []),
        ("31時", ["31時"]),
        ("June 31", ["June 31"]),
    ],
)
def test_a_day_or_a_time_that_does_not_exist_is_said(text: str, expected: list[str]) -> None:
    assert in_text(text, "no_such_day") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # 車検 is due on 20 March, オイル交換 on 10 May; the appointment is on 15 March at 15:00.
        ("車検の期日は3月15日です", ["3月15日"]),
        ("車検満了日：2026年3月21日", ["2026年3月21日"]),
        ("車検満了日：2027年3月20日", ["2027年3月20日"]),
        ("お車の車検が3月25日に切れます", ["3月25日"]),
        ("3月25日までに車検をお受けください", ["3月25日"]),
        ("車検は3/25までです", ["3/25"]),
        ("オイル交換は3月20日が期限です", []),
        ("オイル交換の期限は6月10日です", ["6月10日"]),
        ("Your 車検 is due on March 25.", ["March 25"]),
        ("期日は4月1日です", ["4月1日"]),
        ("ご予約は3月16日15時です", ["3月16日"]),
        ("3/16(月)のご来店をお待ちしております", ["3/16(月)"]),
        ("Your appointment is on March 16 at 3 pm.", ["March 16"]),
        # Right.
        ("車検の期日は3月20日です", []),
        ("車検満了日：2026年3月20日(金)", []),
        ("ご予約は3月15日15時です", []),
        ("車検のご入庫は3月15日です", []),
        ("車検満了日3月20日までにご予約ください", []),
        ("ご予約のお車は3月20日に車検が切れます", []),
        ("オイル交換は3月15日にお待ちしております", []),
        ("初度登録は9月1日です", []),
        # About something else.
        ("車検は3月10日までにご予約ください", []),
        ("車検は2月21日から受けられます", []),
        ("3月31日までにご来店ください", []),
        ("3月10日は臨時休業です。ご予約はお電話で", []),
        ("年末年始は12月29日から1月3日まで休業します", []),
        ("先日3月1日はご来店ありがとうございました", []),
        ("前回の車検は2024年3月18日でした", []),
        ("お見積りは3月31日まで有効です", []),
        ("ご注文の品が3月5日に届きました", []),
        ("お引き渡しは3月28日を予定しています", []),
        ("ご予約を3月10日から3月15日に変更しました", []),
        ("Please visit us by March 31.", []),
        ("We are closed on March 20-22.", []),
    ],
)
def test_a_day_is_compared_with_what_it_is_said_to_be(text: str, expected: list[str]) -> None:
    assert for_person(text, "date_disagrees") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ご予約は3月15日16時です", ["16時"]),
        ("ご予約は16:00です", ["16:00"]),
        ("3月15日(日) 16:30", ["16:30"]),
        ("ご来店は午前3時", ["午前3時"]),
        ("Your appointment is at 4 pm.", ["4 pm"]),
        # Right.
        ("ご予約は3月15日15時です", []),
        ("ご予約は3時です", []),
        ("ご予約は15:00~16:00です", []),
        ("15時よりお待ちしております", []),
        ("ご予約の作業は16時頃に終わります", []),
        # About something else.
        ("18時までにご来店ください", []),
        ("営業時間は10:00~19:00です", []),
        ("ご予約の電話は10時から19時まで受け付けています", []),
        ("3月16日10時に車検のお車をお届けします", []),
        ("本日13時に部品が届きます", []),
    ],
)
def test_a_time_is_compared_with_the_appointments(text: str, expected: list[str]) -> None:
    assert for_person(text, "time_disagrees") == expected


def test_without_records_nothing_can_disagree() -> None:
    assert (
        list(found_for_person(Content("ご予約は3月16日16時、車検の期日は3月1日です"), SENDING, Person()))
        == []
    )


def test_what_a_merge_field_brought_is_right() -> None:
    text = "車検の期日は3月25日です"
    merged = Content(text, ((7, 12, "期日"),))
    assert pieces(text, found_for_person(merged, SENDING, PERSON), "date_disagrees") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("明日10時にお待ちしております", ["明日"]),
        ("本日、明後日", ["本日", "明後日"]),
        ("今週中にご来店ください", ["今週"]),
        ("先ほどお電話しました", ["先ほど"]),
        ("See you tomorrow!", ["tomorrow"]),
        ("明日香様、お品物が届きました", []),
        ("日本日程表", []),
        ("今日は、さくら自動車です", []),
        ("3月15日にお待ちしております", []),
    ],
)
def test_relative_words_are_said_in_a_text_for_another_day(text: str, expected: list[str]) -> None:
    assert in_text(text, "relative_word") == []
    assert in_text(text, "relative_word", leaves_at=at("2026-03-02 18:00")) == []
    assert in_text(text, "relative_word", leaves_at=at("2026-03-14 09:00")) == expected


def test_it_is_said_which_day_the_word_will_mean() -> None:
    later = sending(leaves_at=at("2026-03-14 09:00"))
    [found] = relative_word(Content("明日です"), later)
    assert found.said == {"word": "明日", "leaves": date(2026, 3, 14), "means": date(2026, 3, 15)}


def test_of_a_text_of_nothing_but_days_and_times_the_first_twenty_are_looked_at() -> None:
    text = "3月1日12時" * 100
    content = Content(text)
    assert (len(content.days), len(content.times)) == (20, 20)
    assert (len(days_in(text)), len(times_in(text))) == (100, 100)
    last = (content.days[-1], content.times[-1])
    assert [mention.start for mention in last] == [19 * 7, 19 * 7 + 4]


@pytest.mark.parametrize(
    ("text", "around", "meant"),
    [
        # Tomorrow, and not also that of the next year, a day more than a year away.
        ("11月24日(水)", date(2026, 11, 23), [date(2026, 11, 24)]),
        ("11月23日", date(2026, 11, 23), [date(2026, 11, 23)]),
        # Three days ago: a visit that was, or what falls due within the year.
        ("11月20日", date(2026, 11, 23), [date(2026, 11, 20), date(2027, 11, 20)]),
        # Seven months ahead, or five back.
        ("6月24日", date(2026, 11, 23), [date(2026, 6, 24), date(2027, 6, 24)]),
        ("2月29日", date(2026, 11, 23), [date(2028, 2, 29)]),
        ("2025年11月24日", date(2026, 11, 23), [date(2025, 11, 24)]),
    ],
)
def test_a_day_without_a_year_is_that_of_the_coming_half_year_where_there_is_one(
    text: str, around: date, meant: list[date]
) -> None:
    [found] = days_in(text)
    assert found.candidates(around) == meant
