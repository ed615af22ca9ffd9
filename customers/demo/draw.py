"""The demo's people, drawn by a seed: the same seed gives the same people."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from random import Random

from customers.demo.names import (
    BUILDINGS,
    COMPANIES,
    FAMILY_NAMES,
    GIVEN_NAMES,
    NOTES,
    TOWNS,
    VISITORS,
)

# So many people are customers of every demo store, with the same number: what could leak is there to be seen.
IN_EVERY_STORE = 30
_SEED_OF_ALL = "customers of every store"

# The simulator decides by the last three digits (docs of the simulator; its page lists all of them).
_FATES = [
    ("900", "圏外", "ケンガイ", "デモ用：この番号へのSMSは「圏外・電源OFF」になります。"),
    ("901", "拒否", "キョヒ", "デモ用：この番号へのSMSは「受信拒否」になります。"),
    ("902", "不在", "フザイ", "デモ用：この番号は使われていません（番号なし）。"),
    ("903", "海外拒否", "カイガイキョヒ", "デモ用：海外からのSMSを拒否している番号です。"),
    ("905", "遅延", "チエン", "デモ用：SMSは届きますが、結果の通知が遅れて届きます。"),
]


@dataclass(frozen=True, slots=True)
class Person:
    """One demo customer. Numbers are E.164 or None."""

    name: str
    kana: str
    mobile: str | None
    landline: str | None = None
    company_name: str = ""
    postal_code: str = ""
    address: str = ""
    email: str = ""
    language: str = "ja"
    notes: str = ""
    sms_flag: bool = False


def drawn_people(*, count: int, seed: int) -> list[Person]:
    """`count` people: those for the simulator's fates, those of every store, then the seed's own."""
    people = _with_fates()
    people += islice(_people(Random(_SEED_OF_ALL)), IN_EVERY_STORE)  # noqa: S311
    people += islice(_people(Random(seed)), max(0, count - len(people)))  # noqa: S311
    return people[:count]


def _with_fates() -> list[Person]:
    return [
        Person(f"テスト {name}", f"テスト {kana}", f"+819012340{ending}", notes=note, sms_flag=True)
        for ending, name, kana, note in _FATES
    ]


def _people(random: Random) -> Iterator[Person]:
    """Households and companies without end."""
    while True:
        drawn = random.random()
        if drawn < 0.06:
            yield _company(random)
        elif drawn < 0.08:
            name, kana = random.choice(VISITORS)
            yield replace(_person(random), name=name, kana=kana, language="en", email="")
        elif drawn < 0.15:
            yield replace(_person(random), mobile=None, landline=_landline(random, random.choice(TOWNS)[1]))
        elif drawn < 0.20:
            yield from _household(random)
        else:
            yield _person(random)


def _person(random: Random) -> Person:
    family, family_kana, mail = random.choice(FAMILY_NAMES)
    given, given_kana = random.choice(GIVEN_NAMES)
    half, area, town = random.choice(TOWNS)
    building = random.choice(BUILDINGS)
    block = f"{random.randrange(1, 7)}-{random.randrange(1, 25)}-{random.randrange(1, 20)}"
    room = f" {building}{random.randrange(101, 510)}" if building else ""
    return Person(
        name=f"{family} {given}",
        kana=f"{family_kana} {given_kana}",
        mobile=_mobile(random),
        landline=_landline(random, area) if random.random() < 0.25 else None,
        postal_code=f"{half}-{random.randrange(1, 100):04d}",
        address=f"{town}{block}{room}",
        email=f"{mail}{random.randrange(10, 9999)}@example.jp" if random.random() < 0.4 else "",
        notes=random.choice(NOTES),
        sms_flag=random.random() < 0.6,
    )


def _household(random: Random) -> Iterator[Person]:
    """Two of one family with one number and one address."""
    first = _person(random)
    given, given_kana = random.choice([name for name in GIVEN_NAMES if name[0] != first.name.split()[1]])
    yield first
    yield replace(
        first,
        name=f"{first.name.split()[0]} {given}",
        kana=f"{first.kana.split()[0]} {given_kana}",
        email="",
        notes="",
    )


def _company(random: Random) -> Person:
    """A company with the person to speak to."""
    name, kana = random.choice(COMPANIES)
    contact = _person(random)
    return replace(contact, company_name=name, kana=kana, landline=_landline(random, random.choice(TOWNS)[1]))


def _mobile(random: Random) -> str:
    """Valid, and none that the simulator has a fate for (900 to 999)."""
    start = f"+81{random.choice([70, 80, 90])}{random.randrange(1000, 10000)}"
    return f"{start}{random.randrange(10)}{random.randrange(900):03d}"


def _landline(random: Random, area: str) -> str:
    """A fixed line of an area, e.g. 048-2xx-xxxx or 03-5xxx-xxxx."""
    rest = 9 - len(area.removeprefix("0"))
    return (
        f"+81{area.removeprefix('0')}{random.choice('2345')}{random.randrange(10 ** (rest - 1)):0{rest - 1}d}"
    )
