"""What PostgreSQL itself refuses, whoever writes."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import Membership
from accounts.tenancy.scope import store_scope
from customers.models import Attribute, Customer, Suppression
from tests.customers.entered import entered
from tests.shops import Shops

PHONE = "+819012345678"


def refused(statement: str, *values: Any) -> str:
    """The constraint that refuses a statement."""
    with pytest.raises(IntegrityError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; {statement}", values)
    name: str = error.value.__cause__.diag.constraint_name  # type: ignore[union-attr]
    return name


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("customers_customer", "staff_id"),
        ("customers_suppression", "recorded_by_id"),
        ("customers_suppression", "lifted_by_id"),
    ],
)
def test_a_row_of_one_store_cannot_point_to_a_person_of_another(
    shops: Shops, table: str, column: str
) -> None:
    entered(shops.sakura, "山田 太郎")
    with store_scope(shops.sakura.pk):
        Suppression.objects.create(phone=PHONE, reason="complaint")
    foreign = refused(f"UPDATE {table} SET {column} = %s", shops.midori_staff.pk)
    assert foreign == f"{table}_{column}_within_store"


@pytest.mark.parametrize(
    ("column", "value", "constraint"),
    [
        ("mobile", "09012345678", "customers_customer_mobile"),
        ("mobile", "", "customers_customer_mobile"),
        ("mobile", "+819012345678\n", "customers_customer_mobile"),
        ("landline", "+0312345678", "customers_customer_landline"),
        ("name", "", "customers_customer_named"),
        ("kind", "robot", "customers_customer_choices"),
        ("language", "fr", "customers_customer_choices"),
        ("number", "K-1", "customers_customer_number"),
    ],
)
def test_a_customer_that_cannot_be_is_refused(shops: Shops, column: str, value: str, constraint: str) -> None:
    entered(shops.sakura, "先客", number="K-1")
    customer = entered(shops.sakura, "山田 太郎")
    assert (
        refused(f"UPDATE customers_customer SET {column} = %s WHERE id = %s", value, customer.pk)
        == constraint
    )


def test_a_stop_that_cannot_be_is_refused(shops: Shops) -> None:
    with store_scope(shops.sakura.pk):
        Suppression.objects.create(phone=PHONE, reason="complaint")
    change = "UPDATE customers_suppression SET "
    assert refused(change + "phone = 'x'") == "customers_suppression_phone"
    assert refused(change + "reason = 'x'") == "customers_suppression_choices"
    assert refused(change + "lifted_at = now()") == "customers_suppression_lifted"
    assert refused(change + "lift_reason = 'x'") == "customers_suppression_lifted"
    again = (
        "INSERT INTO customers_suppression (store_id, phone, purpose, reason, note, created_at, lift_reason) "
        "SELECT store_id, phone, purpose, reason, note, now(), '' FROM customers_suppression"
    )
    assert refused(again) == "customers_suppression_once"


def test_an_attribute_has_choices_exactly_when_it_is_a_choice(shops: Shops) -> None:
    with store_scope(shops.sakura.pk):
        Attribute.objects.create(name="会員ランク", kind="choice", choices=["一般"])
    assert refused("UPDATE customers_attribute SET choices = '{}'") == "customers_attribute_choices"
    assert refused("UPDATE customers_attribute SET kind = 'text'") == "customers_attribute_choices"


def test_a_person_who_is_removed_leaves_customers_without_anybody_in_charge(shops: Shops) -> None:
    customer = entered(shops.sakura, "山田 太郎", staff=shops.sakura_staff)
    with store_scope(shops.sakura.pk):
        stop = Suppression.objects.create(phone=PHONE, reason="complaint", recorded_by=shops.sakura_staff)
        Membership.objects.filter(pk=shops.sakura_staff.pk).delete()
        assert Customer.objects.values("id", "store_id", "staff_id").get() == {
            "id": customer.pk,
            "store_id": shops.sakura.pk,
            "staff_id": None,
        }
        assert Suppression.objects.values_list("id", "recorded_by_id").get() == (stop.pk, None)
