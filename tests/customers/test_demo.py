from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Membership
from accounts.tenancy.scope import store_scope
from customers.demo.belongings import load_demo_belongings
from customers.demo.draw import drawn_people
from customers.demo.people import load_demo_customers
from customers.models import (
    Appointment,
    Asset,
    AssetDue,
    AssetKind,
    Attribute,
    ConsentRecord,
    ConsentState,
    Customer,
    Segment,
    StaticList,
    StaticListEntry,
    Suppression,
)
from customers.phone import phone_from, telephone_from
from customers.queries.searches.found import customers_found
from customers.queries.searches.saved import search_of
from tests.conftest import SignIn
from tests.customers.pages import names_listed
from tests.shops import Shops

FATES = ["900", "901", "902", "903", "905"]


def test_the_demos_people_are_plausible_and_only_those_for_the_fates_have_a_fate() -> None:
    people = drawn_people(count=300, seed=1)
    mobiles = [person.mobile for person in people if person.mobile]
    landlines = [person.landline for person in people if person.landline]
    assert [phone_from(mobile).e164 for mobile in mobiles] == mobiles
    assert [telephone_from(landline).e164 for landline in landlines] == landlines
    assert [mobile[-3:] for mobile in mobiles if mobile[-3:] >= "900"] == FATES
    shared = [number for number, people in Counter(mobiles).items() if people > 1]
    companies = [person for person in people if person.company_name]
    assert len(people) == 300
    assert 3 <= len(shared) <= 40
    assert 5 <= len(companies) <= 40
    assert 5 <= len(people) - len(mobiles) <= 50


def test_the_same_seed_gives_the_same_people_and_stores_share_some_of_them() -> None:
    assert drawn_people(count=100, seed=1) == drawn_people(count=100, seed=1)
    first, second = (set(drawn_people(count=300, seed=seed)) for seed in (1, 2))
    assert 30 <= len(first & second) <= 40
    assert len(drawn_people(count=3, seed=1)) == 3


@pytest.mark.usefixtures("in_english")
def test_a_demo_store_is_filled_once_and_its_customers_are_found(shops: Shops, sign_in: SignIn) -> None:
    for store, seed in ((shops.sakura, 1), (shops.midori, 2)):
        with store_scope(store.pk):
            assert load_demo_customers(store=store, count=80, seed=seed) == 80
            assert load_demo_customers(store=store, count=80, seed=seed) == 0
            assert (Customer.objects.count(), Suppression.objects.count()) == (80, 2)
            names = {attribute.pk: attribute.name for attribute in Attribute.objects.all()}
            used = {names[int(pk)] for customer in Customer.objects.all() for pk in customer.attributes}
            assert used == set(names.values())
    client = sign_in(shops.sakura_staff)
    assert names_listed(client.get("/stores/sakura-auto/customers/", {"q": "てすと"})) == [
        "テスト 海外拒否",
        "テスト 拒否",
        "テスト 圏外",
        "テスト 遅延",
        "テスト 不在",
    ]
    with store_scope(shops.sakura.pk):
        customer_ids = list(Customer.objects.order_by("id").values_list("id", flat=True)[:5])
    for customer_id in customer_ids:
        page = client.get(f"/stores/sakura-auto/customers/{customer_id}/")
        assert "デモ用：" in page.content.decode()


def test_a_demo_store_has_assets_appointments_consents_lists_and_searches_loaded_once(shops: Shops) -> None:
    today = timezone.now().astimezone(shops.sakura.zone).date()
    for store, kind, seed in ((shops.sakura, "車両", 1), (shops.midori, "賃貸契約", 2)):
        with store_scope(store.pk):
            load_demo_customers(store=store, count=80, seed=seed)
            load_demo_belongings(store=store, seed=seed)
            held = counts()
            load_demo_belongings(store=store, seed=seed)
            assert counts() == held
            assert [one.name for one in AssetKind.objects.all()] == [kind]
            days = [(due.date - today).days for due in AssetDue.objects.all()]
            assert -31 <= min(days) < 31
            assert 300 < max(days) <= 731
            assert 40 <= held["Asset"] <= 240
            assert 20 <= ConsentState.objects.filter(purpose="promotion", granted=True).count() <= 60
            assert ConsentState.objects.filter(granted=False).exists()
            # Nobody is reminded just because the demo was opened.
            soon = Appointment.objects.filter(starts_at__lt=timezone.now() + timedelta(hours=24))
            assert not soon.filter(remind_hours__isnull=False).exists()
            owner = Membership.objects.get(store=store, role="owner")
            found = [customers_found(owner, search_of(segment)).count() for segment in Segment.objects.all()]
            assert all(0 < number < 80 for number in found)
            assert StaticList.objects.filter(is_default=True).count() == 1


def counts() -> dict[str, int]:
    models = (Asset, AssetDue, AssetKind, Appointment, ConsentRecord, Segment, StaticList, StaticListEntry)
    return {model.__name__: model.objects.count() for model in models}
