"""Appointments of this week and the next: on site and online, some done, missed, cancelled."""

from datetime import datetime, time, timedelta
from random import Random

from django.utils import timezone

from accounts.models import Membership, Store
from customers.models import Appointment, Asset, Customer

_IN_TWO_WEEKS = 24
# The customer is reminded a day before; nothing is sent while somebody is just looking at the demo.
_NOT_SOONER = timedelta(hours=30)


def load_appointments(*, store: Store, customers: list[Customer], random: Random) -> None:
    """Nothing where the store has an appointment already."""
    if Appointment.objects.exists():
        return
    staff = list(Membership.objects.filter(store=store, is_active=True).order_by("id"))
    reachable = [customer for customer in customers if customer.mobile]
    chosen = random.sample(reachable, min(_IN_TWO_WEEKS, len(reachable)))
    assets: dict[int, Asset] = {}
    for asset in Asset.objects.filter(customer__in=chosen).order_by("-id"):
        assets[asset.customer_id] = asset
    now = timezone.now()
    monday = now.astimezone(store.zone).date() - timedelta(days=now.astimezone(store.zone).weekday())
    online = store.slug == "midori-estate"
    Appointment.objects.bulk_create(
        _appointment(
            customer,
            assets.get(customer.pk),
            random.choice(staff),
            # Two a day, from this Monday on.
            datetime.combine(
                monday + timedelta(days=position // 2),
                time(10 + position % 2 * 4 + random.randrange(3)),
                store.zone,
            ),
            now,
            random,
            online=online and random.random() < 0.6,
        )
        for position, customer in enumerate(chosen)
    )


def _appointment(
    customer: Customer,
    asset: Asset | None,
    staff: Membership,
    starts_at: datetime,
    now: datetime,
    random: Random,
    *,
    online: bool,
) -> Appointment:
    past = starts_at < now
    drawn = random.random()
    status = Appointment.Status.BOOKED
    if past:
        status = Appointment.Status.DONE if drawn < 0.8 else Appointment.Status.MISSED
    elif drawn < 0.08:
        status = Appointment.Status.CANCELLED
    meeting = random.randrange(10**9, 10**10)
    return Appointment(
        customer=customer,
        asset=asset,
        staff=staff,
        status=status,
        title="オンライン物件案内" if online else ("ご来店" if asset is None else f"{asset.label}の件"),
        starts_at=starts_at,
        minutes=random.choice((30, 60, 60, 90)),
        place="" if online else "店舗",
        meeting_url=f"https://meet.example.jp/j/{meeting}" if online else "",
        meeting_id=f"{meeting // 10**6} {meeting // 10**3 % 1000:03d} {meeting % 1000:03d}" if online else "",
        passcode=f"{random.randrange(10**6):06d}" if online else "",
        remind_hours=24 if status == Appointment.Status.BOOKED and starts_at - now > _NOT_SOONER else None,
    )
