"""What stands in texts to the customers of a test's shop."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from accounts.models import Store
from accounts.tenancy.scope import store_scope
from customers.models import Appointment, Asset, AssetDue, AssetKind, Attribute, Customer, DueKind
from templates_app.queries.values import values_for
from templates_app.registries.merge_fields import Subject


def values_of(store: Store, fields: Sequence[str], *subjects: Subject) -> list[dict[str, str]]:
    """The values of these fields, as a page of the store gets them; what else came along is left out."""
    with store_scope(store.pk):
        found = values_for(store=store, fields=fields, subjects=subjects)
    return [{field: values[field] for field in fields if field in values} for values in found]


def kind_of(store: Store, name: str = "車両", dues: Sequence[str] = ()) -> AssetKind:
    with store_scope(store.pk):
        kind: AssetKind = AssetKind.objects.create(name=name)
        for due in dues:
            DueKind.objects.create(asset_kind=kind, name=due)
    return kind


def attribute_of(
    store: Store, name: str, kind: str = "text", of: AssetKind | None = None, **fields: Any
) -> Attribute:
    with store_scope(store.pk):
        made: Attribute = Attribute.objects.create(name=name, kind=kind, asset_kind=of, **fields)
    return made


def asset_of(
    customer: Customer,
    kind: AssetKind,
    label: str = "プリウス 白",
    dues: dict[str, date] | None = None,
    **fields: Any,
) -> Asset:
    with store_scope(customer.store_id):
        asset: Asset = Asset.objects.create(customer=customer, kind=kind, label=label, **fields)
        for name, day in (dues or {}).items():
            due_kind = DueKind.objects.get(asset_kind=kind, name=name)
            AssetDue.objects.create(asset=asset, kind=due_kind, date=day)
    return asset


def booked(customer: Customer, starts_at: datetime, **fields: Any) -> Appointment:
    with store_scope(customer.store_id):
        made: Appointment = Appointment.objects.create(customer=customer, starts_at=starts_at, **fields)
    return made
