"""However many people: the same number of queries."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Store
from accounts.tenancy.scope import store_scope
from templates_app.queries.compiling import compilations
from templates_app.queries.fields import fields_of
from templates_app.queries.values import values_for
from templates_app.registries.merge_fields import Subject
from tests.customers.entered import entered
from tests.shops import Shops
from tests.templates_app.values.people import asset_of, attribute_of, booked, kind_of


def queries_of(store: Store, read: Callable[[], Any]) -> int:
    with store_scope(store.pk), CaptureQueriesContext(connection) as queries:
        read()
    return len(queries)


def subjects_of(shops: Shops, count: int) -> list[Subject]:
    kind = kind_of(shops.sakura, "車両", ["車検"])
    attribute_of(shops.sakura, "ランク")
    attribute_of(shops.sakura, "メーカー", of=kind)
    subjects = []
    for at in range(count):
        customer = entered(shops.sakura, f"山田 {at}", staff=shops.sakura_staff)
        asset = asset_of(customer, kind, dues={"車検": date(2031, 3, 15)})
        appointment = booked(customer, datetime(2031, 3, 15, 1, tzinfo=UTC))
        subjects += [
            Subject(customer.pk, name="別の人", asset_id=asset.pk),
            Subject(customer.pk, asset_id=asset.pk, appointment_id=appointment.pk),
            Subject(customer.pk),
        ]
    return subjects


def test_every_field_of_one_and_of_twenty_people_takes_as_many_queries(shops: Shops) -> None:
    subjects = subjects_of(shops, 20)
    with store_scope(shops.sakura.pk):
        fields = [field.name for field in fields_of(shops.sakura)]

    def read(some: list[Subject]) -> int:
        return queries_of(shops.sakura, lambda: values_for(store=shops.sakura, fields=fields, subjects=some))

    assert read(subjects[:3]) == read(subjects)


def test_a_batch_of_bodies_takes_as_many_queries_as_one_and_plain_ones_none(shops: Shops) -> None:
    bodies = [f"[[氏名]]様{at}" for at in range(20)]
    one = queries_of(shops.sakura, lambda: compilations(shops.sakura, bodies[:1]))
    assert queries_of(shops.sakura, lambda: compilations(shops.sakura, bodies)) == one
    assert queries_of(shops.sakura, lambda: compilations(shops.sakura, ["こんにちは", "またどうぞ"])) == 0


def test_values_without_a_field_take_no_query(shops: Shops) -> None:
    assert (
        queries_of(shops.sakura, lambda: values_for(store=shops.sakura, fields=(), subjects=[Subject(1)]))
        == 0
    )
