"""Which imports can still be changed, and how a dry run is undone."""

from typing import Any

from accounts.models import Actor, Permission
from accounts.queries.memberships import require
from accounts.tenancy.statements import changed_by
from customers.models import Import, ImportFault

COUNTERS = ("rows", "created", "updated", "unchanged", "duplicates", "rejected", "consents")


class NotStartable(Exception):
    """The import is under way, or has ended for real."""

    def __init__(self, status: str) -> None:
        super().__init__(status)
        self.status = status


def is_open(spreadsheet: Import) -> bool:
    """A draft, or a dry run that has ended in whatever way."""
    ended = spreadsheet.status in {Import.Status.FINISHED, Import.Status.FAILED, Import.Status.CANCELLED}
    return spreadsheet.status == Import.Status.DRAFT or (ended and spreadsheet.dry_run)


def open_import(actor: Actor | None, spreadsheet: Import) -> Import:
    """The row, locked; call it in a transaction. Raises PermissionDenied, NotStartable."""
    if actor is not None:
        require(actor, Permission.CUSTOMERS_IMPORT)
    held: Import = Import.objects.select_for_update(of=("self",)).get(pk=spreadsheet.pk)
    if not is_open(held):
        raise NotStartable(held.status)
    return held


def forget_dry_run(held: Import) -> None:
    """Counters, faults and position as before it; saves nothing."""
    ImportFault.objects.filter(owner=held).delete()
    forget_taken(held)
    for counter in COUNTERS:
        setattr(held, counter, 0)
    held.position, held.attempts, held.progress, held.failure = 0, 0, 0.0, {}
    held.started_at = held.finished_at = held.lease_until = None


def forget_taken(held: Import) -> None:
    changed_by(
        "DELETE FROM customers_importtaken WHERE store_id = %s AND owner_id = %s", [held.store_id, held.pk]
    )


def without_sample(layout: dict[str, Any]) -> dict[str, Any]:
    """The layout without people in it."""
    return {name: value for name, value in layout.items() if name != "sample"}
