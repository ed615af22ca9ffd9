"""Access to lists: the permission is in the name, and a foreign id does not exist."""

from django.db.models import QuerySet

from accounts.models import Actor, Permission
from accounts.queries.memberships import require
from accounts.queries.rows import one_of
from customers.models import Customer, StaticList, StaticListEntry
from customers.queries.access import customers_to_view


def lists_to_view(actor: Actor) -> QuerySet[StaticList]:
    """All lists of the store, archived ones too. Raises PermissionDenied."""
    require(actor, Permission.CUSTOMERS_VIEW)
    found: QuerySet[StaticList] = StaticList.objects.filter(store_id=actor.store_id)
    return found


def list_to_view(actor: Actor, list_id: int) -> StaticList:
    """Raises PermissionDenied; Http404 for a list of another store as for none."""
    return one_of(lists_to_view(actor), list_id)


def list_to_edit(actor: Actor, list_id: int) -> StaticList:
    """A list that one may rename, archive, fill. Raises as above."""
    require(actor, Permission.CUSTOMERS_EDIT)
    return list_to_view(actor, list_id)


def members_of(actor: Actor, static_list: StaticList) -> QuerySet[Customer]:
    """The customers on a list of the store. Raises PermissionDenied."""
    entries = StaticListEntry.objects.filter(store_id=actor.store_id, list=static_list)
    return customers_to_view(actor).filter(pk__in=entries.values("customer_id"))
