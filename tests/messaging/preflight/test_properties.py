"""Whatever stands in a text, the rules answer, and mean characters of it."""

from datetime import date, datetime
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from messaging.preflight import (
    Booked,
    Content,
    Due,
    Person,
    found_for_person,
    found_in_text,
    speaks_of_records,
)
from messaging.preflight.plain import plain_text
from messaging.preflight.rules import PERSON_RULES, TEXT_RULES
from tests.messaging.preflight.texts import PERSON, at, sending

# What the rules look for, cut up and thrown together.
SHARDS = st.sampled_from(
    [
        "3月15日", "(土)", "（祝）", "2026年", "令和元年", "0000年", "99月99日", "3/15", "2026-02-30",
        "25時", "61分", "午後", "3:30", "pm", "12:345", "まで", "から", "~", "〜", "March", "Sat,", "15th",
        "車検", "期日", "満了", "予約", "お待ち", "営業", "前回", "¥", "1,234", "万", "千", "円", ",",
        "家賃", "様", "さん", "殿", "田中", "佐藤", "タナカ", "・", "Dear", "Mr.", "Smith",
        "https://bit.ly/a", "http://", "www.example.jp", "h", "t", "t", "p", "s", ":", "/", "/", "[[", "]]",
        "［［", "【【", "】】", "{name}", "%%", "<名>", "○○", "××", "0312345678", "+81", "-", "(", ")",
        "#", "セール", "10%", "引", "ぜひ", "ご来店", "本日", "明日", "today", "〜", "髙", "😀", "�",
        '\x00', '\u3000', "か゛", "٣月١٥日", "²³", "①", "",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.lists(st.one_of(SHARDS, st.text(max_size=3)), max_size=25).map("".join),
    st.lists(st.one_of(SHARDS, st.characters()), max_size=40).map("\n".join),
    st.text(max_size=80),
)
DAYS = st.dates()
PEOPLE = st.builds(
    Person,
    names=st.lists(
        st.one_of(st.sampled_from(["田中 一郎", "Smith", "タナカ", " "]), st.text(max_size=6)), max_size=3
    ).map(tuple),
    dues=st.lists(
        st.builds(Due, st.sampled_from(["車検", "期日", "日", ""]), st.just("車"), DAYS), max_size=3
    ).map(tuple),
    booked=st.lists(
        st.builds(Booked, st.datetimes(max_value=at("9000-01-01")), st.integers(5, 1440)), max_size=2
    ).map(tuple),
    other_days=st.frozensets(DAYS, max_size=2),
    amounts=st.lists(
        st.tuples(st.sampled_from(["家賃", "", "円"]), st.decimals(allow_nan=False, allow_infinity=False)),
        max_size=2,
    ).map(tuple),
)
MOMENTS = st.datetimes(min_value=at("2000-01-01"), max_value=at("2100-01-01"))


@settings(max_examples=150, deadline=None)
@given(TEXTS, PEOPLE, MOMENTS, MOMENTS, st.sampled_from(["notice", "reminder", "promotion"]), st.booleans())
def test_every_rule_answers_and_means_characters_of_the_text(
    text: str, person: Person, now: datetime, leaves_at: datetime, purpose: str, tracks: bool
) -> None:
    send = sending(now=now, leaves_at=leaves_at, purpose=purpose, tracks_links=tracks, newline_weight=2)
    content = Content(text)
    found = found_in_text(content, send) + found_for_person(content, send, person)
    assert all(0 <= start < end <= len(text) for one in found for start, end in one.spans)
    assert all(
        isinstance(value, str | int | date | datetime | Decimal)
        for one in found
        for value in one.said.values()
    )


@settings(max_examples=80, deadline=None)
@given(TEXTS)
def test_a_plain_text_has_everything_in_its_place(text: str) -> None:
    plain = plain_text(text)
    assert len(plain) == len(text)
    assert plain_text(plain) == plain


@settings(max_examples=80, deadline=None)
@given(TEXTS)
def test_where_nothing_speaks_of_records_nothing_disagrees_with_them(text: str) -> None:
    content = Content(text)
    if not speaks_of_records(content):
        assert found_for_person(content, sending(), PERSON) == []


@settings(max_examples=80, deadline=None)
@given(TEXTS)
def test_what_merge_fields_brought_agrees_with_the_records(text: str) -> None:
    whole = Content(text, ((0, len(text), "氏名"),))
    assert found_for_person(whole, sending(), PERSON) == []


def test_each_rule_has_a_name_and_says_what_it_looks_for() -> None:
    assert all(rule.__doc__ for rule in (*TEXT_RULES, *PERSON_RULES))
