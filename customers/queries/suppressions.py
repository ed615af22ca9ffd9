"""Which numbers must not be texted, and why."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.db.models.functions import Now

from accounts.models import Store
from accounts.tenancy.statements import rows_of
from customers.models import Suppression

# What holds now, as a condition on stops: neither lifted nor a pause that is over.
IN_FORCE = Q(lifted_at__isnull=True) & (Q(ends_at__isnull=True) | Q(ends_at__gt=Now()))
# The same in a statement that calls them so.
STOP_IN_FORCE = "stop.lifted_at IS NULL AND (stop.ends_at IS NULL OR stop.ends_at > now())"

# A stop binds every store of one legal entity, so this looks across them (docs/tenancy.md). What comes last counts:
# a stop before a pause, a longer pause before a shorter one, the oldest stop of several.
_STANDING = f"""
SELECT stop.phone, stop.reason, stop.ends_at FROM customers_suppression AS stop
JOIN accounts_store AS store ON store.id = stop.store_id
WHERE store.legal_entity_id = %s AND stop.phone = ANY(%s) AND stop.purpose = ANY(%s) AND {STOP_IN_FORCE}
ORDER BY stop.ends_at ASC NULLS LAST, stop.created_at DESC, stop.id DESC
"""

_OF_NUMBER = f"""
SELECT stop.purpose, stop.reason, stop.ends_at FROM customers_suppression AS stop
JOIN accounts_store AS store ON store.id = stop.store_id
WHERE store.legal_entity_id = %s AND stop.phone = %s AND {STOP_IN_FORCE}
ORDER BY stop.ends_at ASC NULLS LAST, stop.created_at DESC, stop.id DESC
"""


@dataclass(frozen=True, slots=True)
class StandingStop:
    """`reason`: a Suppression.Reason value. `ends_at`: of a pause, when it ends; None for a stop."""

    reason: str
    ends_at: datetime | None

    @property
    def is_pause(self) -> bool:
        return self.ends_at is not None


def standing_stops(
    *, store: Store, phones: Collection[str], purpose: str = Suppression.Purpose.ALL
) -> dict[str, StandingStop]:
    """What keeps this store from texting these numbers (E.164) now, by number; those that are free are left out.

    Stops of all stores of the legal entity count, and only number, reason and end leave here. With a purpose (notice,
    reminder, promotion) its own stops and those of all messages count; without one, those of all messages.
    Of several a stop goes before a pause, and the oldest stop gives the reason. One query.
    """
    if not phones:
        return {}
    purposes = [Suppression.Purpose.ALL.value, str(purpose)]
    rows = rows_of(_STANDING, [store.legal_entity_id, list(phones), purposes])
    return {phone: StandingStop(reason, ends_at) for phone, reason, ends_at in rows}


def standing_of_number(*, store: Store, phone: str) -> dict[str, StandingStop]:
    """What keeps this store from texting one number (E.164), by Suppression.Purpose value. As above; one query."""
    rows = rows_of(_OF_NUMBER, [store.legal_entity_id, phone])
    return {purpose: StandingStop(reason, ends_at) for purpose, reason, ends_at in rows}


def suppressed_phones(
    *, store: Store, phones: Collection[str], purpose: str = Suppression.Purpose.ALL
) -> dict[str, str]:
    """Those of the numbers (E.164) that this store must not text now, each with its Suppression.Reason value.

    Pauses are among them. As standing_stops.
    """
    standing = standing_stops(store=store, phones=phones, purpose=purpose)
    return {phone: stop.reason for phone, stop in standing.items()}


@dataclass(frozen=True, slots=True)
class StopState:
    """`own`: this store's stops and pauses in force, the newest first. `elsewhere`: what another store of the legal
    entity has stopped the number for, in words; empty where that says nothing more.
    """

    own: list[Suppression]
    elsewhere: str

    @property
    def in_force(self) -> bool:
        """Whether no message at all may go."""
        return bool(self.elsewhere) or any(stop.purpose == Suppression.Purpose.ALL for stop in self.own)


def stop_state(*, store: Store, phone: str | None) -> StopState:
    """How it stands with a number that a page shows."""
    if not phone:
        return StopState([], "")
    stops = Suppression.objects.filter(IN_FORCE, phone=phone)
    own = list(stops.select_related("recorded_by__user").order_by("-created_at", "-id"))
    reason = suppressed_phones(store=store, phones=[phone]).get(phone)
    if reason is None or any(stop.purpose == Suppression.Purpose.ALL for stop in own):
        return StopState(own, "")
    return StopState(own, str(Suppression.Reason(reason).label))


def ended_stops_of(phone: str, *, most: int = 10) -> list[Suppression]:
    """This store's stops of a number that hold no more, lifted or over, the newest first."""
    lifted = Suppression.objects.filter(~IN_FORCE, phone=phone)
    return list(
        lifted.select_related("recorded_by__user", "lifted_by__user").order_by("-created_at", "-id")[:most]
    )
