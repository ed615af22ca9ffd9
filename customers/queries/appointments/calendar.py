"""The calendar: the appointments of a day or a week, and one customer's."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Actor, Store
from customers.models import Appointment, Customer
from customers.queries.access_appointments import appointments_to_view

# More of one day would be no calendar; what is beyond is said.
MOST_OF_A_PAGE = 500
_LONGEST = timedelta(minutes=1440)


@dataclass(frozen=True, slots=True)
class Slot:
    """`overlaps`: its staff has another appointment at the same time. `is_past`: it has ended."""

    appointment: Appointment
    starts: datetime
    ends: datetime
    overlaps: bool
    is_past: bool


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    is_today: bool
    slots: list[Slot] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Calendar:
    """`days` in order, empty ones too. `more`: not all of them are shown."""

    days: list[Day]
    count: int
    more: bool


def today_of(store: Store) -> date:
    return timezone.now().astimezone(store.zone).date()


def day_start(store: Store, day: date) -> datetime:
    """Midnight in the store's zone."""
    return datetime.combine(day, time.min, tzinfo=store.zone)


def calendar(actor: Actor, first: date, *, days: int, staff_id: int | None = None) -> Calendar:
    """So many days from `first` on; of one person's with staff_id. Raises PermissionDenied. One query."""
    store = actor.store
    found = appointments_to_view(actor).filter(
        starts_at__gte=day_start(store, first), starts_at__lt=day_start(store, first + timedelta(days=days))
    )
    if staff_id is not None:
        found = found.filter(staff_id=staff_id)
    rows = list(found.order_by("starts_at", "id")[: MOST_OF_A_PAGE + 1])
    shown = rows[:MOST_OF_A_PAGE]
    today = today_of(store)
    whole = [Day(day, day == today) for day in (first + timedelta(days=n) for n in range(days))]
    by_date = {day.date: day for day in whole}
    for slot in slots_of(shown, store):
        by_date[slot.starts.date()].slots.append(slot)
    return Calendar(whole, len(shown), len(rows) > MOST_OF_A_PAGE)


def slots_of(appointments: Sequence[Appointment], store: Store) -> list[Slot]:
    """Each with its times by the store's clock, and whether it overlaps another of these of the same staff."""
    now, overlapping = timezone.now(), _overlapping(appointments)
    return [
        Slot(
            appointment=one,
            starts=one.starts_at.astimezone(store.zone),
            ends=ends_at(one).astimezone(store.zone),
            overlaps=one.pk in overlapping,
            is_past=ends_at(one) <= now,
        )
        for one in appointments
    ]


def ends_at(appointment: Appointment) -> datetime:
    return appointment.starts_at + timedelta(minutes=appointment.minutes)


def clashing(actor: Actor, appointment: Appointment) -> list[Appointment]:
    """The other booked appointments of the same staff at the same time, the earliest first. One query."""
    if appointment.staff_id is None or appointment.status != Appointment.Status.BOOKED:
        return []
    ends = ends_at(appointment)
    near = appointments_to_view(actor).filter(
        staff_id=appointment.staff_id,
        status=Appointment.Status.BOOKED,
        starts_at__gt=appointment.starts_at - _LONGEST,
        starts_at__lt=ends,
    )
    others = near.exclude(pk=appointment.pk).order_by("starts_at", "id")[:20]
    return [one for one in others if ends_at(one) > appointment.starts_at]


@dataclass(frozen=True, slots=True)
class CustomersAppointments:
    """`ahead`: the next ones first; `past`: the last ones first, and whatever is booked no more."""

    ahead: list[Slot]
    past: list[Slot]


def appointments_of(actor: Actor, customer: Customer, *, most: int = 5) -> CustomersAppointments:
    """What is booked from now on, and what was. Raises PermissionDenied. Two queries."""
    own, now = appointments_to_view(actor).filter(customer=customer), timezone.now()
    coming = own.filter(starts_at__gte=now - _LONGEST, status=Appointment.Status.BOOKED)
    ahead = [one for one in coming.order_by("starts_at", "id")[: most + 5] if ends_at(one) > now][:most]
    over = Q(starts_at__lt=now) | ~Q(status=Appointment.Status.BOOKED)
    past = own.filter(over).exclude(pk__in=[one.pk for one in ahead])
    return CustomersAppointments(
        slots_of(ahead, actor.store),
        slots_of(list(past.order_by("-starts_at", "-id")[:most]), actor.store),
    )


def in_period(
    actor: Actor, *, since: datetime | None, until: datetime | None, customer_id: int | None
) -> QuerySet[Appointment]:
    """From `since` on and before `until`. Raises PermissionDenied."""
    found = appointments_to_view(actor)
    if since is not None:
        found = found.filter(starts_at__gte=since)
    if until is not None:
        found = found.filter(starts_at__lt=until)
    return found if customer_id is None else found.filter(customer_id=customer_id)


def _overlapping(appointments: Sequence[Appointment]) -> Collection[int]:
    """Ids of the booked ones that share staff and time with another; `appointments` are in order of their start."""
    open_until: dict[int, tuple[datetime, int]] = {}
    found: set[int] = set()
    for one in appointments:
        if one.staff_id is None or one.status != Appointment.Status.BOOKED:
            continue
        until, other = open_until.get(one.staff_id, (one.starts_at, one.pk))
        if until > one.starts_at:
            found |= {other, one.pk}
        if ends_at(one) >= until:
            open_until[one.staff_id] = (ends_at(one), one.pk)
    return found
