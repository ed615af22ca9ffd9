"""Access to drafts: one's own only; anybody else's does not exist."""

from django.db.models import QuerySet

from accounts.models import Membership, Permission
from accounts.queries.memberships import require
from accounts.queries.rows import one_of
from messaging.models import Draft


def drafts_to_open(membership: Membership) -> QuerySet[Draft]:
    """One's own with their customers. Raises PermissionDenied."""
    require(membership, Permission.MESSAGES_SEND)
    found: QuerySet[Draft] = Draft.objects.filter(store_id=membership.store_id, owner=membership)
    return found.select_related("customer")


def draft_to_open(membership: Membership, draft_id: int) -> Draft:
    """Raises PermissionDenied; Http404 for a colleague's as for none."""
    return one_of(drafts_to_open(membership), draft_id)


def draft_still_there(membership: Membership, draft_id: int | None) -> Draft | None:
    """One's own with this id; None where it was deleted meanwhile, or none is named. Raises PermissionDenied."""
    return drafts_to_open(membership).filter(pk=draft_id).first() if draft_id is not None else None
