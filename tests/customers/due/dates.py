"""Assets with due dates, as tests enter them."""

from datetime import date
from typing import Any

from accounts.models import Store
from accounts.tenancy.scope import store_scope
from customers.models import Asset, AssetDue, AssetKind, Customer, DueKind


def due_kind(store: Store, name: str = "車検", *, asset_kind: str = "車両") -> DueKind:
    with store_scope(store.pk):
        kind, _made = AssetKind.objects.get_or_create(store=store, name=asset_kind)
        made: DueKind = DueKind.objects.get_or_create(asset_kind=kind, name=name)[0]
    return made


def asset_due(customer: Customer, kind: DueKind, on: date, label: str = "プリウス", **fields: Any) -> Asset:
    """A new asset of the customer with one date."""
    with store_scope(customer.store_id):
        asset: Asset = Asset.objects.create(
            customer=customer, kind_id=kind.asset_kind_id, label=label, **fields
        )
        AssetDue.objects.create(asset=asset, kind=kind, date=on)
    return asset
