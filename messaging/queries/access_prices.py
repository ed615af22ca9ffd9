"""Access to prices: the permission is in the name, and a foreign account does not exist."""

from django.db.models import Q, QuerySet

from accounts.models import Actor, Permission
from accounts.queries.memberships import require
from accounts.queries.rows import one_of
from messaging.models import GatewayAccount


def accounts_whose_prices_to_view(actor: Actor) -> QuerySet[GatewayAccount]:
    """The accounts through which the store may send, its first choice first. Raises PermissionDenied."""
    require(actor, Permission.MESSAGES_SEND)
    granted = GatewayAccount.objects.filter(grants__store_id=actor.store_id)
    return granted.order_by("grants__position", "id")


def accounts_to_price(actor: Actor) -> QuerySet[GatewayAccount]:
    """Those of them whose contract is the store's own legal entity's. Raises PermissionDenied."""
    require(actor, Permission.PRICES_DEFINE)
    own = Q(legal_entity_id=actor.store.legal_entity_id)
    return accounts_whose_prices_to_view(actor).filter(own)


def account_to_price(actor: Actor, account_id: int) -> GatewayAccount:
    """One of these. Raises PermissionDenied; Http404 for another entity's, or the installation's, as for none."""
    return one_of(accounts_to_price(actor), account_id)
