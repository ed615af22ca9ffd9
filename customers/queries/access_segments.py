"""Access to saved searches: the permission is in the name, and a foreign id does not exist."""

from django.db.models import QuerySet

from accounts.models import Actor, Permission
from accounts.queries.memberships import require
from accounts.queries.rows import one_of
from customers.models import Segment


def segments_to_view(actor: Actor) -> QuerySet[Segment]:
    """The store's saved searches, archived ones too. Raises PermissionDenied."""
    require(actor, Permission.CUSTOMERS_VIEW)
    found: QuerySet[Segment] = Segment.objects.filter(store_id=actor.store_id)
    return found.select_related("made_by__user")


def segment_to_view(actor: Actor, segment_id: int) -> Segment:
    """Raises PermissionDenied; Http404 for one of another store as for none."""
    return one_of(segments_to_view(actor), segment_id)


def segment_to_edit(actor: Actor, segment_id: int) -> Segment:
    """One that one may rename, change and archive. Raises as above."""
    require(actor, Permission.CUSTOMERS_EDIT)
    return segment_to_view(actor, segment_id)
