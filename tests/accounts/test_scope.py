"""Belt 2: without a store's scope nothing of a store exists, and no other store's ever does."""

import threading

import pytest
from django.db import models

from accounts.models import AuditEntry
from accounts.tenancy.scope import (
    ScopeMismatch,
    ScopeMissing,
    current_store_id,
    platform_scope,
    store_scope,
)
from customers.models import Customer
from tests.shops import Shops

PHONE = "+819012345678"


@pytest.fixture
def two_customers(shops: Shops) -> tuple[Customer, Customer]:
    """One in each store, with the same name and number."""
    made = []
    for store in (shops.sakura, shops.midori):
        with store_scope(store.pk):
            made.append(Customer.objects.create(name="山田 太郎", mobile=PHONE))
    return made[0], made[1]


@pytest.mark.parametrize(
    "touch",
    [
        lambda: Customer.objects.exists(),
        lambda: Customer.objects.count(),
        lambda: list(Customer.objects.exclude(name="")),
        lambda: Customer.objects.explain(),
        lambda: Customer.objects.filter(pk=1).update(name="x"),
        lambda: Customer.objects.filter(pk=1).delete(),
        lambda: Customer.objects.create(name="x"),
        lambda: Customer.objects.bulk_create([Customer(name="x")]),
        lambda: Customer._base_manager.first(),
        lambda: models.Exists(Customer.objects.all()),
        lambda: Customer(pk=1).refresh_from_db(),
    ],
)
@pytest.mark.django_db
def test_nothing_of_a_store_can_be_touched_without_saying_for_which(touch: object) -> None:
    with pytest.raises(ScopeMissing):
        touch()  # type: ignore[operator]


def test_a_store_sees_its_own_rows_only(shops: Shops, two_customers: tuple[Customer, Customer]) -> None:
    for store, own in zip((shops.sakura, shops.midori), two_customers, strict=True):
        with store_scope(store.pk):
            assert list(Customer.objects.filter(mobile=PHONE)) == [own]
            assert list(Customer._base_manager.all()) == [own]


def test_another_stores_row_can_be_neither_written_nor_refreshed_nor_deleted(
    shops: Shops, two_customers: tuple[Customer, Customer]
) -> None:
    _, foreign = two_customers
    foreign.name = "taken over"
    with store_scope(shops.sakura.pk):
        with pytest.raises(ScopeMismatch):
            foreign.save()
        with pytest.raises(ScopeMismatch):
            Customer.objects.bulk_create([Customer(store=shops.midori, name="smuggled")])
        with pytest.raises(Customer.DoesNotExist):
            foreign.refresh_from_db()
        assert Customer.objects.filter(pk=foreign.pk).update(name="x") == 0
        assert Customer.objects.filter(pk=foreign.pk).delete()[0] == 0
    with store_scope(shops.midori.pk):
        assert Customer.objects.get(pk=foreign.pk).name == "山田 太郎"


def test_the_platform_sees_every_stores_rows_and_says_why(two_customers: tuple[Customer, Customer]) -> None:
    with platform_scope("a test of both stores"):
        assert set(Customer.objects.filter(mobile=PHONE)) == set(two_customers)
        with pytest.raises(ScopeMissing):
            current_store_id()
    with pytest.raises(ValueError, match="reason"), platform_scope("  "):
        pass


def test_none_never_means_everything() -> None:
    with pytest.raises(TypeError), store_scope(None):  # type: ignore[arg-type]
        pass


def test_a_scope_ends_where_it_ended_even_after_an_error_and_is_not_inherited_by_a_thread(
    shops: Shops,
) -> None:
    found: list[type[BaseException] | None] = []

    def in_a_thread() -> None:
        try:
            current_store_id()
        except ScopeMissing as error:
            found.append(type(error))

    with store_scope(shops.sakura.pk):
        with pytest.raises(RuntimeError), store_scope(shops.midori.pk):
            raise RuntimeError("in the inner scope")
        assert current_store_id() == shops.sakura.pk
        thread = threading.Thread(target=in_a_thread)
        thread.start()
        thread.join()
    assert found == [ScopeMissing]
    with pytest.raises(ScopeMissing):
        AuditEntry.objects.exists()
