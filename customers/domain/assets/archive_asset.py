"""An asset that was sold, scrapped or has ended: no longer due, still readable; and back, if that was a mistake."""

from django.db import transaction
from django.db.models.functions import Now

from accounts.domain.record_audit import record_audit
from accounts.models import Actor, Permission
from accounts.queries.memberships import require
from customers.models import Asset


@transaction.atomic
def archive_asset(*, actor: Actor, asset: Asset) -> bool:
    """True when it was archived now, False when it had been before. Raises PermissionDenied."""
    require(actor, Permission.CUSTOMERS_EDIT)
    moved = Asset.objects.filter(pk=asset.pk, archived_at__isnull=True).update(
        archived_at=Now(), updated_at=Now()
    )
    return _told(actor, asset, "asset.archived", moved)


@transaction.atomic
def restore_asset(*, actor: Actor, asset: Asset) -> bool:
    """True when it was brought back now, False when it was there. Raises PermissionDenied."""
    require(actor, Permission.CUSTOMERS_EDIT)
    moved = Asset.objects.filter(pk=asset.pk, archived_at__isnull=False).update(
        archived_at=None, updated_at=Now()
    )
    return _told(actor, asset, "asset.restored", moved)


def _told(actor: Actor, asset: Asset, action: str, moved: int) -> bool:
    if moved:
        record_audit(actor=actor, action=action, target=asset, details={"customer": asset.customer_id})
    return bool(moved)
