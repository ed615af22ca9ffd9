"""An import is stopped."""

from django.db import transaction
from django.utils import timezone

from accounts.domain.record_audit import record_audit
from accounts.models import Actor, Permission
from accounts.queries.memberships import require
from customers.domain.imports.open_import import COUNTERS, forget_taken, without_sample
from customers.models import Import


def cancel_import(*, actor: Actor, spreadsheet: Import) -> bool:
    """False where there is nothing to stop any more. What was taken in stays; its worker notices at its next chunk.

    Raises PermissionDenied.
    """
    require(actor, Permission.CUSTOMERS_IMPORT)
    with transaction.atomic():
        # Waits for the chunk that is being written.
        held: Import = Import.objects.select_for_update(of=("self",)).get(pk=spreadsheet.pk)
        if held.status not in {Import.Status.DRAFT, Import.Status.QUEUED, Import.Status.RUNNING}:
            return False
        held.status, held.finished_at, held.lease_until = Import.Status.CANCELLED, timezone.now(), None
        if not held.dry_run:
            held.layout = without_sample(held.layout)
        held.save(update_fields=["status", "finished_at", "lease_until", "layout"])
        forget_taken(held)
        record_audit(
            actor=actor,
            action="import.cancelled",
            target=held,
            details={counter: getattr(held, counter) for counter in COUNTERS},
        )
    return True
