"""What each demo store wants to know of its customers beyond our own fields."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

# A day that the demo's dates lie around, so that the same seed gives the same people on any day.
_DAY = date(2026, 10, 1)


@dataclass(frozen=True, slots=True)
class Field:
    """An attribute as Attribute holds it, and how a value is drawn (None for nothing known)."""

    name: str
    kind: str
    draw: Callable[[Random], Any]
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trade:
    number_form: str
    fields: tuple[Field, ...]


def _choice(name: str, *choices: str) -> Field:
    return Field(name, "choice", lambda random: random.choice([None, *choices]), choices)


def _date(name: str) -> Field:
    return Field(name, "date", lambda random: (_DAY + timedelta(days=random.randrange(700))).isoformat())


GARAGE = Trade(
    "{:05d}",
    (
        _choice("会員ランク", "一般", "シルバー", "ゴールド"),
        Field("年間走行距離(km)", "number", lambda random: random.randrange(3, 25) * 1000),
        _date("免許証の更新日"),
        Field(
            "来店のきっかけ",
            "text",
            lambda random: random.choice([None, "看板", "ご紹介", "ホームページ", "折込チラシ"]),
        ),
    ),
)

ESTATE_AGENT = Trade(
    "M-{:04d}",
    (
        _choice("希望の間取り", "1K", "1LDK", "2LDK", "3LDK", "戸建て"),
        Field("家賃の上限(円)", "number", lambda random: random.randrange(12, 40) * 5000),
        _date("入居希望日"),
        _choice("ペット", "なし", "犬", "猫"),
    ),
)

TRADES = {"sakura-auto": GARAGE, "midori-estate": ESTATE_AGENT}
