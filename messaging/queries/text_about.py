"""What a text in a composer is about: one of the customer's vehicles, leases, ...; or, of many, each one's own."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F, Min, Q, QuerySet

from accounts.models import Membership
from customers.models import Asset, Customer
from customers.queries.access_appointments import appointments_to_view
from customers.queries.access_assets import assets_to_view, with_dues
from customers.queries.access_due import due_kinds_to_view
from messaging.models import MessageText

# Of a fleet so many are offered.
_MOST_OFFERED = 200
_LONGEST_TOPIC: int = MessageText._meta.get_field("topic").max_length or 0
_TOPIC = re.compile(r"(?P<of>asset|appointment):(?P<id>[0-9]{1,18})(?::(?P<kind>[0-9]{1,18}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class OfferedAsset:
    """`dues`: what falls due, next first, as "name 2027-03-01"."""

    id: int
    kind: str
    label: str
    number: str
    dues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WrittenAbout:
    """Ids of rows of the store. `topic` is how a message keeps them (MessageText.topic)."""

    asset_id: int | None = None
    due_kind_id: int | None = None
    appointment_id: int | None = None

    @property
    def topic(self) -> str:
        if self.appointment_id is not None:
            return f"appointment:{self.appointment_id}"
        if self.asset_id is None:
            return ""
        whole = f"asset:{self.asset_id}" + (f":{self.due_kind_id}" if self.due_kind_id is not None else "")
        return whole if len(whole) <= _LONGEST_TOPIC else f"asset:{self.asset_id}"


def about_in(topic: str) -> WrittenAbout:
    """What a message says that it is about; nothing for a topic of another kind."""
    found = _TOPIC.fullmatch(topic)
    if found is None:
        return WrittenAbout()
    if found["of"] == "appointment":
        return WrittenAbout(appointment_id=int(found["id"]))
    return WrittenAbout(int(found["id"]), int(found["kind"]) if found["kind"] else None)


def assets_to_write_about(membership: Membership, customer: Customer) -> list[OfferedAsset]:
    """The customer's that are in use, by kind and name. Raises PermissionDenied. Two queries."""
    found = with_dues(_in_use(membership).filter(customer=customer))
    return [_offered(asset) for asset in found.order_by("kind__position", "label", "id")[:_MOST_OFFERED]]


def written_about(
    membership: Membership,
    customer: Customer,
    *,
    asset_ids: Collection[int],
    due_kind_id: int | None,
    appointment_id: int | None,
) -> WrittenAbout:
    """What of this is there and the customer's own; the rest counts as not named. Raises PermissionDenied.

    One query for each kind that is named.
    """
    asset_id = kind_id = None
    if asset_ids:
        own = assets_to_view(membership).filter(customer=customer, pk__in=asset_ids)
        asset_id = own.values_list("pk", flat=True).first()
    if due_kind_id is not None:
        kind_id = due_kinds_to_view(membership).filter(pk=due_kind_id).values_list("pk", flat=True).first()
    if appointment_id is not None:
        booked = appointments_to_view(membership).filter(customer=customer, pk=appointment_id)
        appointment_id = booked.values_list("pk", flat=True).first()
    return WrittenAbout(asset_id, kind_id, appointment_id)


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
