"""The only way from a view to a row: the permission is in the name, and a foreign id does not exist."""

from typing import TypeVar

from django.db.models import QuerySet

from accounts.models import Actor, Membership, Permission
from accounts.queries.memberships import require
from accounts.queries.rows import one_of
from customers.models import Customer, Suppression

Row = TypeVar("Row", Customer, Suppression)


def customers_to_view(actor: Actor) -> QuerySet[Customer]:
    """All customers of the store. Raises PermissionDenied."""
    require(actor, Permission.CUSTOMERS_VIEW)
    found: QuerySet[Customer] = Customer.objects.filter(store_id=actor.store_id)
    return found.select_related("staff__user")


def customer_to_view(actor: Actor, customer_id: int) -> Customer:
    """Raises PermissionDenied; Http404 for a customer of another store as for none."""
    return one_of(customers_to_view(actor), customer_id)


def customer_to_edit(actor: Actor, customer_id: int) -> Customer:
    """A customer whom one may see and change. Raises PermissionDenied; Http404 as above."""
    require(actor, Permission.CUSTOMERS_EDIT)
    return customer_to_view(actor, customer_id)


def customer_to_stop(membership: Membership, customer_id: int) -> Customer:
    """A customer whom one may see, and whose number one may stop.

    Raises PermissionDenied; Http404 also without a mobile number.
    """
    require(membership, Permission.SUPPRESSIONS_ADD)
    return one_of(customers_to_view(membership).filter(mobile__isnull=False), customer_id)


def stop_to_lift(membership: Membership, customer: Customer, suppression_id: int) -> Suppression:
    """A stop of the customer's number that this store recorded, be it lifted by now.

    Raises PermissionDenied; Http404 for a stop of another store or number as for none.
    """
    require(membership, Permission.SUPPRESSIONS_LIFT)
    stops: QuerySet[Suppression] = Suppression.objects.filter(
        store_id=membership.store_id, phone=customer.mobile or ""
    )
    return one_of(stops.select_related("recorded_by__user"), suppression_id)
