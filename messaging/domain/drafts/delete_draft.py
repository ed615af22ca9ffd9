"""Throw a draft away, because its owner wants it so or because it was sent."""

from django.db import transaction

from accounts.domain.record_audit import record_audit
from accounts.models import Membership, Permission
from accounts.queries.memberships import require
from messaging.models import Draft


@transaction.atomic
def delete_draft(*, actor: Membership, draft: Draft) -> bool:
    """False when it was gone already. Raises PermissionDenied."""
    require(actor, Permission.MESSAGES_SEND)
    gone, _by_table = Draft.objects.filter(owner=actor, pk=draft.pk).delete()
    if gone:
        record_audit(actor=actor, action="draft.deleted", target=draft)
    return bool(gone)
