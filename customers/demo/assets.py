"""Vehicles of the garage's customers, leases of the estate agent's, with what falls due for each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from accounts.models import Store
from customers.models import Asset, AssetDue, AssetKind, Attribute, Customer, DueKind

_MODELS = [
    ("プリウス", "トヨタ"), ("アクア", "トヨタ"), ("シエンタ", "トヨタ"), ("ヤリス", "トヨタ"), ("フィット", "ホンダ"),
    ("N-BOX", "ホンダ"), ("フリード", "ホンダ"), ("ノート", "日産"), ("セレナ", "日産"), ("サクラ", "日産"),
    ("タント", "ダイハツ"), ("ムーヴ", "ダイハツ"), ("ワゴンR", "スズキ"), ("スペーシア", "スズキ"),
    ("CX-5", "マツダ"), ("フォレスター", "スバル"), ("デリカD:5", "三菱"),
]  # fmt: skip
_COLOURS = ("白", "黒", "銀", "青", "赤", "その他")
_PLATES = ("川口", "大宮", "春日部", "足立")
_BUILDINGS = ("コーポ若葉", "グリーンハイツ", "メゾン花水木", "サンライズ西口", "菊名パークホームズ")


@dataclass(frozen=True, slots=True)
class Described:
    """A kind of asset. `attributes`: name, kind, choices; `drawn` gives label, number and their values in this order.
    `dues`: what falls due, and how many days ahead at most. `share` of the customers have at least one, up to `most`.
    """

    name: str
    attributes: tuple[tuple[str, str, tuple[str, ...]], ...]
    dues: tuple[tuple[str, int], ...]
    share: float
    most: int
    drawn: Callable[[Random], tuple[str, str, list[Any]]]


def _vehicle(random: Random) -> tuple[str, str, list[Any]]:
    model, maker = random.choice(_MODELS)
    colour = random.choice(_COLOURS)
    number = (
        f"{random.choice(_PLATES)} {random.choice(['300', '500', '580'])} "
        f"{random.choice('さすせそたちつてとなにぬね')} {random.randrange(10, 100)}-{random.randrange(10, 100)}"
    )
    label = model if colour == "その他" else f"{model} {colour}"
    return label, number, [f"{maker} {model}", colour, random.randrange(3, 140) * 1000]


def _lease(random: Random) -> tuple[str, str, list[Any]]:
    building, room = random.choice(_BUILDINGS), random.randrange(1, 6) * 100 + random.randrange(1, 9)
    layout = random.choice(("1K", "1LDK", "2LDK", "3LDK"))
    rent = random.randrange(11, 38) * 5000
    return f"{building} {room}", f"L-{random.randrange(10000, 99999)}", [building, layout, rent]


VEHICLES = Described(
    "車両",
    (
        ("車種", "text", ()),
        ("色", "choice", _COLOURS),
        ("走行距離(km)", "number", ()),
    ),
    (("車検", 730), ("12か月点検", 365), ("オイル交換", 180)),
    share=0.85,
    most=3,
    drawn=_vehicle,
)

LEASES = Described(
    "賃貸契約",
    (
        ("物件名", "text", ()),
        ("間取り", "choice", ("1K", "1LDK", "2LDK", "3LDK")),
        ("家賃(円)", "number", ()),
    ),
    (("更新", 730), ("火災保険の満期", 730)),
    share=0.6,
    most=1,
    drawn=_lease,
)

KINDS = {"sakura-auto": VEHICLES, "midori-estate": LEASES}


def load_assets(*, store: Store, customers: list[Customer], random: Random) -> None:
    """Nothing where the store has a kind of asset already."""
    if AssetKind.objects.exists():
        return
    described = KINDS.get(store.slug, VEHICLES)
    kind = AssetKind.objects.create(name=described.name)
    attributes = Attribute.objects.bulk_create(
        Attribute(asset_kind=kind, name=name, kind=of, choices=list(choices), position=position)
        for position, (name, of, choices) in enumerate(described.attributes)
    )
    due_kinds = DueKind.objects.bulk_create(
        DueKind(asset_kind=kind, name=name, position=position)
        for position, (name, _furthest) in enumerate(described.dues)
    )
    assets = Asset.objects.bulk_create(
        _asset(customer, kind, attributes, described, random)
        for customer in customers
        for _ in range(_how_many(described, random))
    )
    today = timezone.now().astimezone(store.zone).date()
    AssetDue.objects.bulk_create(
        AssetDue(asset=asset, kind=due_kind, date=_day(today, furthest, random))
        for asset in assets
        for due_kind, (_name, furthest) in zip(due_kinds, described.dues, strict=True)
    )


def _how_many(described: Described, random: Random) -> int:
    """One for most, more for few."""
    if random.random() >= described.share:
        return 0
    return min(described.most, random.choices((1, 2, 3), (80, 15, 5))[0])


def _asset(
    customer: Customer, kind: AssetKind, attributes: list[Attribute], described: Described, random: Random
) -> Asset:
    label, number, values = described.drawn(random)
    return Asset(
        customer=customer,
        kind=kind,
        label=label,
        number=number,
        attributes={str(one.pk): value for one, value in zip(attributes, values, strict=True)},
        sms_flag=customer.sms_flag and random.random() < 0.9,
    )


def _day(today: date, furthest: int, random: Random) -> date:
    """A month ago up to so many days ahead."""
    return today + timedelta(days=random.randrange(-30, furthest))
