"""Which numbers must not be texted, and why."""

from collections.abc import Collection
from dataclasses import dataclass

from accounts.models import Store
from accounts.tenancy.statements import rows_of
from customers.models import Suppression

# A stop binds every store of one legal entity, so this looks across them (docs/tenancy.md). The oldest comes last
# and gives the reason.
_STOPPED = """
SELECT stop.phone, stop.reason FROM customers_suppression AS stop
JOIN accounts_store AS store ON store.id = stop.store_id
WHERE store.legal_entity_id = %s AND stop.phone = ANY(%s) AND stop.purpose = ANY(%s) AND stop.lifted_at IS NULL
ORDER BY stop.created_at DESC, stop.id DESC
"""


def suppressed_phones(
    *, store: Store, phones: Collection[str], purpose: str = Suppression.Purpose.ALL
) -> dict[str, str]:
    """Those of the numbers (E.164) that this store must not text, each with its Suppression.Reason value.

    Stops of all stores of the legal entity count, and only number and reason leave here. With a purpose (notice,
    reminder, promotion) its own stops and those of all messages count; without one, those of all messages.
    Of several the oldest gives the reason. One query.
    """
    if not phones:
        return {}
    purposes = [Suppression.Purpose.ALL.value, str(purpose)]
    rows = rows_of(_STOPPED, [store.legal_entity_id, list(phones), purposes])
    return {row[0]: row[1] for row in rows}


@dataclass(frozen=True, slots=True)
class StopState:
    """`own`: this store's stops in force, the newest first. `elsewhere`: what another store of the legal entity
    has stopped the number for, in words; empty where that says nothing more.
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
    stops = Suppression.objects.filter(phone=phone, lifted_at__isnull=True)
    own = list(stops.select_related("recorded_by__user").order_by("-created_at", "-id"))
    reason = suppressed_phones(store=store, phones=[phone]).get(phone)
    if reason is None or any(stop.purpose == Suppression.Purpose.ALL for stop in own):
        return StopState(own, "")
    return StopState(own, str(Suppression.Reason(reason).label))


def lifted_stops_of(phone: str, *, most: int = 10) -> list[Suppression]:
    """This store's lifted stops of a number, the newest first."""
    lifted = Suppression.objects.filter(phone=phone, lifted_at__isnull=False)
    return list(
        lifted.select_related("recorded_by__user", "lifted_by__user").order_by("-created_at", "-id")[:most]
    )
