"""Getters of what a store has defined, for those who may define it."""

from typing import TypeVar

from django.db.models import QuerySet

from accounts.models import Membership, Permission
from accounts.queries.memberships import require
from accounts.queries.rows import one_of
from customers.models import AssetKind, Attribute, DueKind

Definition = TypeVar("Definition", Attribute, AssetKind, DueKind)


def attribute_to_define(membership: Membership, attribute_id: int) -> Attribute:
    """Raises PermissionDenied; Http404 for another store's as for none. So the two below."""
    require(membership, Permission.CUSTOMERS_DEFINE)
    attributes: QuerySet[Attribute] = Attribute.objects.filter(store_id=membership.store_id)
    return one_of(attributes.select_related("asset_kind"), attribute_id)


def kind_to_define(membership: Membership, kind_id: int) -> AssetKind:
    require(membership, Permission.CUSTOMERS_DEFINE)
    kinds: QuerySet[AssetKind] = AssetKind.objects.filter(store_id=membership.store_id)
    return one_of(kinds, kind_id)


def due_kind_to_define(membership: Membership, due_kind_id: int) -> DueKind:
    require(membership, Permission.CUSTOMERS_DEFINE)
    due_kinds: QuerySet[DueKind] = DueKind.objects.filter(store_id=membership.store_id)
    return one_of(due_kinds.select_related("asset_kind"), due_kind_id)
