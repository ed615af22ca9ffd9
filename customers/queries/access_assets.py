"""Getters of assets, of their kinds, and of changes of many flags: the permission is in the name."""

from typing import TypeVar

from django.db.models import Prefetch, QuerySet

from accounts.models import Actor, Membership, Permission
from accounts.queries.memberships import require
from accounts.queries.rows import one_of
from customers.models import Asset, AssetDue, AssetKind, BulkChange

Row = TypeVar("Row", Asset, AssetKind, BulkChange)


def assets_to_view(actor: Actor) -> QuerySet[Asset]:
    """All assets of the store, with customer and kind. Raises PermissionDenied."""
    require(actor, Permission.CUSTOMERS_VIEW)
    found: QuerySet[Asset] = Asset.objects.filter(store_id=actor.store_id)
    return found.select_related("customer", "kind")


def asset_to_view(actor: Actor, asset_id: int) -> Asset:
    """Raises PermissionDenied; Http404 for another store's as for none."""
    return one_of(assets_to_view(actor), asset_id)


def asset_to_answer(actor: Actor, asset_id: int) -> Asset:
    """The same, with its due dates and their kinds at hand, in the kinds' order."""
    return one_of(with_dues(assets_to_view(actor)), asset_id)


def with_dues(assets: QuerySet[Asset]) -> QuerySet[Asset]:
    """Due dates and their kinds at hand, in the kinds' order."""
    dues = AssetDue.objects.select_related("kind").order_by("kind__position", "kind_id")
    return assets.prefetch_related(Prefetch("dues", dues))


def asset_to_edit(actor: Actor, asset_id: int) -> Asset:
    """An asset that one may see and change. Raises as above."""
    require(actor, Permission.CUSTOMERS_EDIT)
    return asset_to_view(actor, asset_id)


def asset_of_customer_to_edit(membership: Membership, customer_id: int, asset_id: int) -> Asset:
    """The same; Http404 also for an asset of another customer."""
    require(membership, Permission.CUSTOMERS_EDIT)
    return one_of(assets_to_view(membership).filter(customer_id=customer_id), asset_id)


def kind_to_use(actor: Actor, kind_id: int) -> AssetKind:
    """A kind of which one may make an asset. Raises as above."""
    require(actor, Permission.CUSTOMERS_EDIT)
    kinds: QuerySet[AssetKind] = AssetKind.objects.filter(store_id=actor.store_id)
    return one_of(kinds, kind_id)


def flag_change_to_undo(membership: Membership, change_id: int) -> BulkChange:
    """A change of many flags, without its ids. Raises as above."""
    require(membership, Permission.CUSTOMERS_BULK)
    changes: QuerySet[BulkChange] = BulkChange.objects.filter(store_id=membership.store_id)
    return one_of(changes.defer("changed_ids").select_related("made_by__user", "undone_by__user"), change_id)
