"""Access for what is held on a person, and how long: the permission is in the name."""

from accounts.models import Actor, Membership, Permission
from accounts.queries.memberships import require
from customers.models import Customer
from customers.queries.access import customer_to_view
from customers.queries.privacy.people import holders_of


def holders_to_erase(actor: Actor, phone: str) -> list[Customer]:
    """The store's customers with this number, by one who may export and erase them. Raises PermissionDenied."""
    require(actor, Permission.PRIVACY_ERASE)
    require(actor, Permission.CUSTOMERS_VIEW)
    return holders_of(phone)


def customer_to_erase(membership: Membership, customer_id: int) -> Customer:
    """Raises PermissionDenied; Http404 for a customer of another store as for none."""
    require(membership, Permission.PRIVACY_ERASE)
    return customer_to_view(membership, customer_id)
