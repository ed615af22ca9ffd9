"""The order in which definitions are shown and asked for."""

from collections.abc import Sequence

from django.db import transaction

from accounts.domain.record_audit import record_audit
from accounts.models import Actor, Permission
from accounts.queries.memberships import require
from customers.models import AssetKind, Attribute, DueKind

Definition = Attribute | AssetKind | DueKind


def next_position(known: Sequence[Definition]) -> int:
    """Behind all that are there."""
    return max((row.position for row in known), default=-1) + 1


def move_definition(*, actor: Actor, row: Definition, up: bool) -> bool:
    """One place up or down among those beside it; False where it stands at the end already.

    Raises PermissionDenied.
    """
    require(actor, Permission.CUSTOMERS_DEFINE)
    with transaction.atomic():
        order = _siblings(row)
        at = next((place for place, one in enumerate(order) if one.pk == row.pk), None)
        to = None if at is None else at + (-1 if up else 1)
        if at is None or to is None or not 0 <= to < len(order):
            return False
        order[at], order[to] = order[to], order[at]
        for place, one in enumerate(order):
            one.position = place
        type(row).objects.bulk_update(order, ["position"])
        record_audit(actor=actor, action="definition.moved", target=row, details={"name": row.name, "up": up})
    return True


def _siblings(row: Definition) -> list[Definition]:
    """Those beside it in their order, locked."""
    rows = type(row).objects.select_for_update(of=("self",))
    if not isinstance(row, AssetKind):
        rows = rows.filter(asset_kind_id=row.asset_kind_id)
    return list(rows.order_by("position", "id"))
