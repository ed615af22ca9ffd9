"""Access to due dates: the permission is in the name, and a foreign id does not exist."""

from django.db.models import QuerySet

from accounts.models import Actor, Permission
from accounts.queries.memberships import require
from accounts.queries.rows import one_of
from customers.criteria.due_window import DueWindow
from customers.models import Asset, AssetDue, Customer, DueKind
from customers.queries.access import customers_to_view


def due_kinds_to_view(actor: Actor) -> QuerySet[DueKind]:
    """What falls due in the store, in its order. Raises PermissionDenied."""
    require(actor, Permission.CUSTOMERS_VIEW)
    found: QuerySet[DueKind] = DueKind.objects.filter(store_id=actor.store_id)
    return found.select_related("asset_kind").order_by("asset_kind__position", "position", "id")


def due_kind_to_view(actor: Actor, kind_id: int) -> DueKind:
    """Raises PermissionDenied; Http404 for a kind of another store as for none."""
    return one_of(due_kinds_to_view(actor), kind_id)


def dues_to_view(actor: Actor, window: DueWindow) -> QuerySet[AssetDue]:
    """The dates in the window, of assets that are not archived. Raises PermissionDenied.

    All equal but date and asset: the index (store, kind, date, asset) carries `order_by("date", "asset_id")`.
    """
    require(actor, Permission.CUSTOMERS_VIEW)
    dues: QuerySet[AssetDue] = AssetDue.objects.filter(
        store_id=actor.store_id, kind_id=window.kind_id, asset__archived_at__isnull=True
    )
    if window.since is not None:
        dues = dues.filter(date__gte=window.since)
    if window.until is not None:
        dues = dues.filter(date__lte=window.until)
    return dues


def customers_due(actor: Actor, window: DueWindow) -> QuerySet[Customer]:
    """The customers whose assets these are, each once. Raises PermissionDenied."""
    assets = Asset.objects.filter(
        store_id=actor.store_id, pk__in=dues_to_view(actor, window).values("asset_id")
    )
    return customers_to_view(actor).filter(pk__in=assets.values("customer_id"))
