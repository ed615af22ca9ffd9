"""What is on record of the people that texts go to, as the preflight compares it with the texts."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models.functions import Now

from accounts.models import Store
from customers.models import Appointment, Asset, AssetDue, Attribute, Customer
from messaging.preflight import Booked, Due, Person, plain_amount

# Appointments that a text may be about: those to come, and that of today.
_SINCE, _UNTIL = timedelta(days=1), timedelta(days=400)


@dataclass(frozen=True, slots=True)
class About:
    """A customer, and what of theirs a text is about; None where it does not say."""

    customer_id: int
    asset_id: int | None = None
    appointment_id: int | None = None


@dataclass
class _Customer:
    names: tuple[str, ...]
    days: set[date] = field(default_factory=set)
    amounts: list[tuple[str, Decimal]] = field(default_factory=list)
    dues: list[tuple[int, Due]] = field(default_factory=list)
    booked: list[tuple[int, Booked]] = field(default_factory=list)


def people_on_record(*, store: Store, sought: Collection[About]) -> dict[About, Person]:
    """Of those who are on record. The same five queries for any number of people."""
    if not sought:
        return {}
    ids = {one.customer_id for one in sought}
    definitions = {str(row.pk): row for row in Attribute.objects.filter(kind__in=("number", "date"))}
    found: dict[int, _Customer] = {}
    rows = Customer.objects.filter(pk__in=ids).values_list("pk", "name", "kana", "company_name", "attributes")
    for customer_id, name, kana, company, attributes in rows:
        customer = _Customer(tuple(filter(None, (name, kana, company))))
        _take_attributes(customer, attributes, definitions)
        found[customer_id] = customer
    _take_assets(found, definitions)
    appointments = Appointment.objects.filter(
        customer_id__in=list(found),
        status=Appointment.Status.BOOKED,
        starts_at__gt=Now() - _SINCE,
        starts_at__lt=Now() + _UNTIL,
    ).order_by("starts_at", "pk")
    for appointment_id, customer_id, starts_at, minutes in appointments.values_list(
        "pk", "customer_id", "starts_at", "minutes"
    ):
        booked = Booked(starts_at.astimezone(store.zone).replace(tzinfo=None), minutes)
        found[customer_id].booked.append((appointment_id, booked))
    return {one: _person(found[one.customer_id], one) for one in sought if one.customer_id in found}


def _take_assets(found: Mapping[int, _Customer], definitions: Mapping[str, Attribute]) -> None:
    assets = Asset.objects.filter(customer_id__in=list(found), archived_at__isnull=True)
    owners: dict[int, tuple[int, str]] = {}
    for asset_id, customer_id, label, attributes in assets.values_list(
        "pk", "customer_id", "label", "attributes"
    ):
        owners[asset_id] = (customer_id, label)
        _take_attributes(found[customer_id], attributes, definitions)
    dues = AssetDue.objects.filter(asset_id__in=list(owners)).order_by("date", "pk")
    for asset_id, kind, on in dues.values_list("asset_id", "kind__name", "date"):
        customer_id, label = owners[asset_id]
        found[customer_id].dues.append((asset_id, Due(kind, label, on)))


def _take_attributes(
    customer: _Customer, attributes: Mapping[str, Any] | None, definitions: Mapping[str, Attribute]
) -> None:
    for key, value in (attributes or {}).items():
        definition = definitions.get(key)
        if definition is None or value in (None, ""):
            continue
        if definition.kind == Attribute.Kind.DATE:
            customer.days.update(_days([str(value)]))
        else:
            amount = plain_amount(str(value))
            if amount is not None:
                customer.amounts.append((definition.name, amount))


def _days(written: Iterable[str]) -> list[date]:
    days = []
    for text in written:
        try:
            days.append(date.fromisoformat(text))
        except ValueError:
            # An import may have left words there.
            continue
    return days


def _person(customer: _Customer, about: About) -> Person:
    by_asset: dict[bool, list[Due]] = defaultdict(list)
    for asset_id, due in customer.dues:
        by_asset[about.asset_id in (None, asset_id)].append(due)
    by_appointment: dict[bool, list[Booked]] = defaultdict(list)
    for appointment_id, booked in customer.booked:
        by_appointment[about.appointment_id in (None, appointment_id)].append(booked)
    others = {due.on for due in by_asset[False]} | {one.starts.date() for one in by_appointment[False]}
    return Person(
        names=customer.names,
        dues=tuple(by_asset[True]),
        booked=tuple(by_appointment[True]),
        other_days=frozenset(others | customer.days),
        amounts=tuple(customer.amounts),
    )
