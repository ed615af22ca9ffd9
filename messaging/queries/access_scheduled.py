"""The only way from a page to what is scheduled: the permission is in the name, a foreign id does not exist."""

from django.db.models import QuerySet

from accounts.models import Membership, Permission
from accounts.queries.memberships import require
from messaging.models import Dispatch


def scheduled_to_view(membership: Membership) -> QuerySet[Dispatch]:
    """Whatever somebody gave a time to, gone by now or not, with its author. Raises PermissionDenied."""
    require(membership, Permission.MESSAGES_VIEW)
    found: QuerySet[Dispatch] = Dispatch.objects.filter(store_id=membership.store_id, send_at__isnull=False)
    return found.select_related("author__user", "token")
