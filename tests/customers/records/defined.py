"""A store's definitions as tests make them, and what is looked after."""

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from accounts.models import AuditEntry, Membership, Store
from accounts.tenancy.scope import store_scope
from customers.domain.assets.save_asset import AssetValues, save_asset
from customers.models import Asset, AssetDue, AssetKind, Attribute, Customer, DueKind


@dataclass(frozen=True)
class Vehicles:
    """A kind with an attribute of each sort and two due dates."""

    kind: AssetKind
    model: Attribute
    doors: Attribute
    bought: Attribute
    colour: Attribute
    inspection: DueKind
    oil: DueKind


def attribute(store: Store, name: str, kind: str = "text", **fields: Any) -> Attribute:
    with store_scope(store.pk):
        made: Attribute = Attribute.objects.create(name=name, kind=kind, **fields)
    return made


def vehicles(store: Store, name: str = "車両") -> Vehicles:
    with store_scope(store.pk):
        kind = AssetKind.objects.create(name=name)
        dues = [
            DueKind.objects.create(asset_kind=kind, name=due, position=position)
            for position, due in enumerate(("車検", "オイル交換"))
        ]
    of = {"asset_kind": kind}
    return Vehicles(
        kind,
        attribute(store, "車種", **of),
        attribute(store, "ドア数", "number", position=1, **of),
        attribute(store, "購入日", "date", position=2, **of),
        attribute(store, "色", "choice", position=3, choices=["白", "黒"], **of),
        *dues,
    )


def vehicle(
    actor: Membership, customer: Customer, kind: AssetKind, label: str = "プリウス", **values: Any
) -> Asset:
    with store_scope(actor.store_id):
        return save_asset(
            actor=actor,
            customer=customer,
            asset=None,
            values=cast(AssetValues, {"kind": kind, "label": label} | values),
        )


def dues_kept(store: Store, asset: Asset) -> dict[str, date]:
    with store_scope(store.pk):
        return dict(AssetDue.objects.filter(asset=asset).values_list("kind__name", "date"))


def audited(store: Store, *prefixes: str) -> list[tuple[str, dict[str, Any]]]:
    """Actions that begin so with their details, the oldest first."""
    with store_scope(store.pk):
        lines = AuditEntry.objects.order_by("id").values_list("action", "details")
        return [(action, details) for action, details in lines if action.startswith(prefixes)]
