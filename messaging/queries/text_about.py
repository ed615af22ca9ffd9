"""What a text in a composer is about: one of the customer's vehicles, leases, ...; or, of many, each one's own."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F, Min, Q, QuerySet

from accounts.models import Membership
from customers.models import Asset, Customer
from customers.queries.access_assets import assets_to_view, with_dues
from customers.queries.access_due import due_kind_to_view

# Of a fleet so many are offered.
_MOST_OFFERED = 200


@dataclass(frozen=True, slots=True)
class OfferedAsset:
    """`dues`: what falls due, next first, as "name 2027-03-01"."""

    id: int
    kind: str
    label: str
    number: str
    dues: tuple[str, ...]


def assets_to_write_about(membership: Membership, customer: Customer) -> list[OfferedAsset]:
    """The customer's that are in use, by kind and name. Raises PermissionDenied. Two queries."""
    found = with_dues(_in_use(membership).filter(customer=customer))
    return [_offered(asset) for asset in found.order_by("kind__position", "label", "id")[:_MOST_OFFERED]]


def asset_written_about(membership: Membership, customer: Customer, ids: Collection[int]) -> int | None:
    """The first of these that is the customer's; None without one. Raises PermissionDenied. One query at most."""
    if not ids:
        return None
    return assets_to_view(membership).filter(customer=customer, pk__in=ids).values_list("pk", flat=True).first()


def due_kind_written_about(membership: Membership, kind_id: int | None) -> int | None:
    """Raises PermissionDenied; Http404 for a kind of another store as for none. One query at most."""
    return due_kind_to_view(membership, kind_id).pk if kind_id is not None else None


def assets_by_customer(
    membership: Membership, ids: Collection[int], due_kind: int | None
) -> dict[int, list[int]]:
    """These assets by their customers' ids; what falls due first comes first. Raises PermissionDenied.

    One query; none without ids.
    """
    if not ids:
        return {}
    of_kind = Min("dues__date", filter=Q(dues__kind_id=due_kind))
    found = _in_use(membership).filter(pk__in=ids).annotate(falls_due=of_kind)
    by_customer: dict[int, list[int]] = {}
    in_order = found.order_by(F("falls_due").asc(nulls_last=True), "pk")
    for asset_id, customer_id in in_order.values_list("pk", "customer_id"):
        by_customer.setdefault(customer_id, []).append(asset_id)
    return by_customer


def _in_use(membership: Membership) -> QuerySet[Asset]:
    return assets_to_view(membership).filter(archived_at__isnull=True)


def _offered(asset: Asset) -> OfferedAsset:
    dues = sorted(asset.dues.all(), key=lambda due: due.date)
    return OfferedAsset(
        id=asset.pk,
        kind=asset.kind.name,
        label=asset.label,
        number=asset.number,
        dues=tuple(f"{due.kind.name} {due.date:%Y-%m-%d}" for due in dues),
    )
