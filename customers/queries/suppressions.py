"""Which numbers must not be texted, and why."""

from collections.abc import Collection

from django.db.models import QuerySet

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


def stops_of(phone: str) -> QuerySet[Suppression]:
    """This store's own stops in force for a number, the newest first."""
    found: QuerySet[Suppression] = (
        Suppression.objects.filter(phone=phone, lifted_at__isnull=True)
        .select_related("recorded_by__user")
        .order_by("-created_at", "-id")
    )
    return found


def lifted_stops_of(phone: str, *, most: int = 10) -> list[Suppression]:
    """This store's lifted stops of a number, the newest first."""
    lifted = Suppression.objects.filter(phone=phone, lifted_at__isnull=False)
    return list(lifted.select_related("recorded_by__user", "lifted_by__user").order_by("-created_at", "-id")[:most])
