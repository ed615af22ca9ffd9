"""Access to what the composers show: the permission is in the name, and a foreign id does not exist."""

from collections.abc import Collection

from django.http import Http404

from accounts.models import Actor, Membership, Permission
from accounts.queries.memberships import require
from customers.models import Customer
from customers.queries.access import customer_to_view, customers_to_view
from messaging.models import Dispatch


def customer_to_text(actor: Actor, customer_id: int) -> Customer:
    """A customer to write to. Raises PermissionDenied; Http404 for a customer of another store as for none."""
    customer = customer_to_view(actor, customer_id)
    require(actor, Permission.MESSAGES_SEND)
    return customer


def dispatch_to_cancel(membership: Membership, dispatch_id: int) -> Dispatch:
    """One's own dispatch, or anybody's with messages.view, to take back what waits. Raises as above."""
    require(membership, Permission.MESSAGES_SEND)
    return dispatch_to_view(membership, dispatch_id)


def customers_to_text(actor: Actor, customer_ids: Collection[int]) -> dict[int, Customer]:
    """Those of the ids that are the store's, by id. Raises PermissionDenied. One query; none without ids."""
    require(actor, Permission.MESSAGES_SEND)
    if not customer_ids:
        return {}
    return {customer.pk: customer for customer in customers_to_view(actor).filter(pk__in=customer_ids)}


def dispatch_to_view(membership: Membership, dispatch_id: int) -> Dispatch:
    """One's own dispatch, or anybody's with messages.view. Raises PermissionDenied; Http404 as above."""
    dispatch: Dispatch | None = (
        Dispatch.objects.filter(store_id=membership.store_id, pk=dispatch_id)
        .select_related("author__user", "token")
        .first()
    )
    if dispatch is None:
        raise Http404
    if dispatch.author_id != membership.pk:
        require(membership, Permission.MESSAGES_VIEW)
    return dispatch
