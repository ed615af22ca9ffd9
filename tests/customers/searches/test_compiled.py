"""Whatever is asked, SQL finds exactly those for whom plain Python says that it holds."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.tenancy.scope import store_scope
from customers.criteria import All, Comparison, HasAsset, Node, Not, SearchField, Shape, read, written
from customers.criteria import Any as AnyOf
from customers.models import (
    Asset,
    AssetDue,
    AssetKind,
    Attribute,
    ConsentState,
    Contact,
    DueKind,
    StaticList,
    StaticListEntry,
    Suppression,
)  # fmt: skip
from customers.queries.searches.fields import search_fields
from customers.queries.searches.found import Search, assets_found, customers_found
from tests.customers.entered import entered
from tests.customers.searches.plain import TOKYO, Judge, PlainAsset, PlainCustomer
from tests.shops import Shops

NAMES = ["山田 太郎", "サトウ花子", "山 一", "Tanaka Jiro", "やまだ はな", "田山"]
PARTS = ["山", "山田", "ヤマダ", "太郎", "さとう", "tana", "TANAKA JIRO", "サトウ花子", "x"]
TEXTS = ["Prius 白", "プリウス", "50%", "a_b", "100"]


@dataclass(frozen=True)
class Ground:
    """One store with people of all sorts: rows by id, and the same as plain values."""

    shops: Shops
    fields: dict[str, SearchField]
    today: date
    people: dict[int, PlainCustomer]
    assets: dict[int, tuple[int, PlainAsset]]


@pytest.fixture
def ground(shops: Shops) -> Iterator[Ground]:
    with store_scope(shops.sakura.pk):
        yield planted(shops, random.Random(7))


def planted(shops: Shops, draw: random.Random) -> Ground:
    today = timezone.now().astimezone(TOKYO).date()
    kinds = [AssetKind.objects.create(name=name) for name in ("車両", "賃貸")]
    dues = [DueKind.objects.create(asset_kind=kinds[0], name=name) for name in ("車検", "点検")]
    own = [_attribute(None, kind) for kind in Attribute.Kind.values]
    of_car = [_attribute(kinds[0], kind) for kind in Attribute.Kind.values]
    lists = [StaticList.objects.create(name=name) for name in ("A", "B")]
    people: dict[int, PlainCustomer] = {}
    assets: dict[int, tuple[int, PlainAsset]] = {}
    for number in range(40):
        mobile = draw.choice([None, f"+8190123{number:05}"])
        staff = draw.choice([None, shops.sakura_staff, shops.sakura_owner])
        attributes = _values(own, draw, today)
        flag = draw.random() < 0.5
        customer = entered(
            shops.sakura, draw.choice(NAMES), mobile=mobile, staff=staff, attributes=attributes, sms_flag=flag
        )
        texted = draw.choice([None, _at(today - timedelta(days=draw.choice([0, 1, 29, 30, 31, 400])), draw)])
        Contact.objects.create(customer=customer, last_texted_at=texted)
        consent = draw.choice(["none", "granted", "withdrawn"]) if mobile else "none"
        stopped = bool(mobile) and draw.random() < 0.3
        if mobile and consent != "none":
            ConsentState.objects.create(
                phone=mobile, purpose="promotion", granted=consent == "granted", given_at=timezone.now(),
                position=number,
            )  # fmt: skip
        if stopped:
            Suppression.objects.create(phone=mobile, reason=Suppression.Reason.AT_REQUEST)
        on = frozenset(one.pk for one in lists if draw.random() < 0.4)
        for one in on:
            StaticListEntry.objects.create(list_id=one, customer=customer)
        owned = []
        for _count in range(draw.choice([0, 1, 2, 3])):
            pk, plain = _asset(customer, kinds, dues, of_car, draw, today)
            owned.append(plain)
            assets[pk] = (customer.pk, plain)
        Asset.objects.create(customer=customer, kind=kinds[0], label="sold", archived_at=timezone.now())
        people[customer.pk] = PlainCustomer(
            name=customer.name, mobile=mobile and "0" + mobile[3:], sms_flag=flag,
            staff=staff.pk if staff else None, attributes=attributes, texted_at=texted, consent=consent,
            stopped=stopped, lists=on, assets=tuple(owned),
        )  # fmt: skip
    return Ground(shops, search_fields(), today, people, assets)


def _attribute(kind: AssetKind | None, of: str) -> Attribute:
    choices = ["赤", "白"] if of == "choice" else []
    made: Attribute = Attribute.objects.create(asset_kind=kind, name=of, kind=of, choices=choices)
    return made


def _at(day: date, draw: random.Random) -> datetime:
    minute = draw.choice([0, 1, 719, 1439])
    return datetime.combine(day, datetime.min.time(), tzinfo=TOKYO) + timedelta(minutes=minute)


def _values(attributes: list[Attribute], draw: random.Random, today: date) -> dict[str, Any]:
    drawn = {
        "text": draw.choice(TEXTS),
        "number": draw.choice([0, -3, 5, 0.5, 100]),
        "date": (today + timedelta(days=draw.choice([-40, -1, 0, 1, 30, 31]))).isoformat(),
        "choice": draw.choice(["赤", "白"]),
    }
    return {str(one.pk): drawn[one.kind] for one in attributes if draw.random() < 0.7}


def _asset(
    customer: Any, kinds: list[AssetKind], dues: list[DueKind], attributes: list[Attribute], draw: random.Random,
    today: date,
) -> tuple[int, PlainAsset]:  # fmt: skip
    kind = draw.choice(kinds)
    is_car = kind == kinds[0]
    values = _values(attributes, draw, today) if is_car else {}
    label, number, flag = draw.choice(TEXTS), draw.choice(["", "12-34", "AB"]), draw.random() < 0.5
    asset = Asset.objects.create(
        customer=customer, kind=kind, label=label, number=number, sms_flag=flag, attributes=values
    )
    days = {}
    for due in dues if is_car else []:
        if draw.random() < 0.7:
            days[due.pk] = today + timedelta(days=draw.choice([-40, -1, 0, 1, 30, 31]))
            AssetDue.objects.create(asset=asset, kind=due, date=days[due.pk])
    return asset.pk, PlainAsset(kind.pk, label, number, flag, values, days)


# Fields of which the ground has no values to compare.
_LEFT_OUT = {
    "customer.number", "customer.kind", "customer.landline", "customer.postal_code", "customer.address",
    "customer.email", "customer.language", "customer.notes", "customer.created_at", "contact.last_clicked_at",
    "customer.mobile_confirmed_at", "consent.notice", "consent.reminder",
}  # fmt: skip


def comparisons(ground: Ground, *of: str) -> st.SearchStrategy[Comparison]:
    fields = [one for one in ground.fields.values() if one.of in of and one.name not in _LEFT_OUT]

    # Without arguments: hypothesis would write them out with every example.
    @st.composite
    def drawn(draw: st.DrawFn) -> Comparison:
        return _drawn(draw, ground, fields)

    return drawn()


def _drawn(draw: st.DrawFn, ground: Ground, fields: list[SearchField]) -> Comparison:
    # By name: hypothesis would write out every field with each example.
    field = ground.fields[draw(st.sampled_from([one.name for one in fields]))]
    operator, shape = draw(st.sampled_from(sorted(field.operators.items())))
    day = st.sampled_from([-41, -40, -2, -1, 0, 1, 2, 30, 31]).map(
        lambda days: ground.today + timedelta(days)
    )
    number = st.sampled_from([Decimal(one) for one in ("-3", "0", "0.5", "5", "99", "100")])
    values: dict[Shape, st.SearchStrategy[Any]] = {
        Shape.NONE: st.none(),
        Shape.TEXT: st.sampled_from(PARTS if field.name == "customer.name" else [*TEXTS, "p", "%", "_", "A"]),
        Shape.DIGITS: st.sampled_from(["001", "0002", "300015"]),
        Shape.NUMBER: number,
        Shape.NUMBERS: st.tuples(number, number).map(lambda pair: tuple(sorted(pair))),
        Shape.DATE: day,
        Shape.DATES: st.tuples(day, day).map(lambda pair: tuple(sorted(pair))),
        Shape.DAYS: st.sampled_from([0, 1, 29, 30, 31, 400]),
        Shape.WORDS: st.lists(st.sampled_from(list(field.choices) or [""]), min_size=1, unique=True).map(
            tuple
        ),
        Shape.IDS: st.lists(st.sampled_from(list(field.choices) or [0]), min_size=1, unique=True).map(tuple),
    }
    return Comparison(field.name, operator, draw(values[shape]))


def nodes(leaves: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=3).map(lambda found: All(tuple(found))),
            st.lists(inner, min_size=1, max_size=3).map(lambda found: AnyOf(tuple(found))),
            inner.map(Not),
        ),
        max_leaves=4,
    )


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_customers_found_are_those_for_whom_it_holds(data: st.DataObject, ground: Ground) -> None:
    of_asset = nodes(comparisons(ground, "asset")).map(HasAsset)
    tree = data.draw(nodes(st.one_of(comparisons(ground, "customer"), of_asset)))
    judge = Judge(ground.fields, ground.today)
    wanted = {pk for pk, person in ground.people.items() if judge.holds(tree, person)}
    found = customers_found(ground.shops.sakura_staff, Search(tree, ground.fields))
    assert sorted(found.values_list("pk", flat=True)) == sorted(wanted)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_assets_found_are_those_for_which_it_holds(data: st.DataObject, ground: Ground) -> None:
    tree = data.draw(nodes(comparisons(ground, "customer", "asset")))
    judge = Judge(ground.fields, ground.today)
    wanted = {
        pk for pk, (owner, asset) in ground.assets.items() if judge.holds(tree, ground.people[owner], asset)
    }
    search = Search(tree, ground.fields, of="assets")
    found = assets_found(ground.shops.sakura_staff, search).values_list("pk", flat=True)
    owners = customers_found(ground.shops.sakura_staff, search).values_list("pk", flat=True)
    assert sorted(found) == sorted(wanted)
    assert sorted(owners) == sorted({ground.assets[pk][0] for pk in wanted})


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_a_tree_written_as_json_is_read_as_the_same_tree(data: st.DataObject, ground: Ground) -> None:
    shallow = st.lists(comparisons(ground, "customer"), min_size=1, max_size=4)
    tree = All((AnyOf(tuple(data.draw(shallow))), Not(HasAsset(data.draw(comparisons(ground, "asset"))))))
    assert read(written(tree), ground.fields) == tree
