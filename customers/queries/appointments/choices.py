"""What an appointment's form offers."""

from django.db.models import Q

from accounts.models import Actor, Permission
from accounts.queries.memberships import require
from customers.models import Asset, Customer


def assets_to_choose(actor: Actor, customer: Customer, *, current_id: int | None) -> list[Asset]:
    """The customer's assets in use by name, and the one that is chosen now though archived. Raises PermissionDenied."""
    require(actor, Permission.CUSTOMERS_VIEW)
    own = Asset.objects.filter(store_id=actor.store_id, customer=customer)
    return list(own.filter(Q(archived_at__isnull=True) | Q(pk=current_id)).order_by("label", "id"))
