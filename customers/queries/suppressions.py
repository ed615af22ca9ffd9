"""Which numbers must not be texted, and why."""

from collections.abc import Collection
from dataclasses import dataclass

from accounts.models import Store
from accounts.tenancy.scope import platform_scope
from customers.models import Suppression


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
    with platform_scope("a stop binds every store of one legal entity"):
        found = Suppression.objects.filter(
            store__legal_entity_id=store.legal_entity_id,
            phone__in=phones,
            purpose__in={Suppression.Purpose.ALL.value, str(purpose)},
            lifted_at__isnull=True,
        )
        pairs = list(found.order_by("-created_at", "-id").values_list("phone", "reason"))
    return dict(pairs)


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
