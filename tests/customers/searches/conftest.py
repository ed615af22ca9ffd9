"""A garage with three customers, their vehicles, and what falls due."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import Store
from accounts.tenancy.scope import store_scope
from customers.models import Asset, AssetDue, AssetKind, Attribute, Customer, DueKind
from tests.customers.entered import entered
from tests.shops import Shops

MOBILE = "+819012345678"


@dataclass(frozen=True)
class Garage:
    """`taro` has a minivan due in 20 days, `hanako` a minivan due in 90 and a truck due in 20, `jiro` nothing."""

    store: Store
    rank: Attribute
    body: Attribute
    vehicle: AssetKind
    inspection: DueKind
    taro: Customer
    hanako: Customer
    jiro: Customer
    today: date


@pytest.fixture
def garage(shops: Shops) -> Garage:
    return garage_of(shops.sakura)


def garage_of(store: Store) -> Garage:
    today = timezone.now().astimezone(store.zone).date()
    with store_scope(store.pk):
        rank = Attribute.objects.create(name="会員ランク", kind="choice", choices=["ゴールド", "一般"])
        vehicle = AssetKind.objects.create(name="車両")
        body = Attribute.objects.create(
            asset_kind=vehicle, name="車種", kind="choice", choices=["ミニバン", "トラック"]
        )
        inspection = DueKind.objects.create(asset_kind=vehicle, name="車検")
        gold = {str(rank.pk): "ゴールド"}
        taro = entered(
            store, "山田 太郎", kana="ヤマダ タロウ", mobile=MOBILE, attributes=gold, sms_flag=True
        )
        hanako = entered(store, "佐藤 花子", kana="サトウ ハナコ", mobile="+819012345679", number="=1+1")
        jiro = entered(store, "鈴木 次郎", kana="スズキ ジロウ")
        for owner, label, kind, days in (
            (taro, "アルファード", "ミニバン", 20),
            (hanako, "セレナ", "ミニバン", 90),
            (hanako, "エルフ", "トラック", 20),
        ):
            asset = Asset.objects.create(
                customer=owner, kind=vehicle, label=label, attributes={str(body.pk): kind}
            )
            AssetDue.objects.create(asset=asset, kind=inspection, date=today + timedelta(days=days))
    return Garage(store, rank, body, vehicle, inspection, taro, hanako, jiro, today)


def minivan_due_soon(garage: Garage) -> dict[str, object]:
    """A minivan whose own inspection is due within 60 days."""
    return {
        "asset": {
            "all": [
                {"field": f"asset.attribute.{garage.body.pk}", "operator": "any_of", "value": ["ミニバン"]},
                {"field": f"due.{garage.inspection.pk}", "operator": "within_next_days", "value": 60},
            ]
        }
    }
