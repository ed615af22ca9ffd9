"""A send and a person, as the rules' tables take them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from messaging.preflight import (
    Booked,
    Content,
    Due,
    Finding,
    Person,
    Sending,
    found_for_person,
    found_in_text,
)


def at(written: str) -> datetime:
    """Of the store's zone, as the rules have times."""
    return datetime.fromisoformat(written)


# A Monday.
NOW = at("2026-03-02 10:00")
SENDING = Sending(
    purpose="notice",
    shop_names=("さくら自動車", "さくら自動車株式会社"),
    now=NOW,
    leaves_at=NOW,
    telephones=frozenset({"0312345678"}),
    own_hosts=frozenset({"sms.example.jp"}),
)
PERSON = Person(
    names=("田中 一郎", "たなか いちろう"),
    dues=(
        Due("車検", "プリウス 白", date(2026, 3, 20)),
        Due("オイル交換", "プリウス 白", date(2026, 5, 10)),
    ),
    booked=(Booked(at("2026-03-15 15:00"), 60),),
    other_days=frozenset({date(2026, 9, 1)}),
    amounts=(("家賃", Decimal(80000)), ("修理代金", Decimal("12345"))),
)


def sending(**changes: Any) -> Sending:
    return replace(SENDING, **changes)


def pieces(text: str, findings: Iterable[Finding], code: str) -> list[str]:
    """The characters that findings of this code mean, in order."""
    return [text[start:end] for one in findings if one.code == code for start, end in one.spans]


def in_text(text: str, code: str, **changes: Any) -> list[str]:
    return pieces(text, found_in_text(Content(text), sending(**changes)), code)


def for_person(text: str, code: str, person: Person = PERSON) -> list[str]:
    return pieces(text, found_for_person(Content(text), SENDING, person), code)
