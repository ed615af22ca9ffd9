"""The list of a store's stops, and how many bind it from elsewhere."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from accounts.models import Store
from accounts.queries.paging import keys_of_page
from accounts.tenancy.statements import rows_of
from customers.models import Customer, Suppression
from customers.phone import PhoneRefused, national_form, phone_from
from customers.queries.numbers import customers_by_number
from customers.queries.suppressions import IN_FORCE, STOP_IN_FORCE

PAGE_SIZE = 50

# Numbers that only other stores of the legal entity have stopped: how many, never which store (docs/tenancy.md).
_ELSEWHERE = f"""
SELECT count(DISTINCT stop.phone) FROM customers_suppression AS stop
JOIN accounts_store AS store ON store.id = stop.store_id
WHERE store.legal_entity_id = %(entity)s AND store.id <> %(store)s AND {STOP_IN_FORCE}
"""
# The same of one number: what another store has stopped it for.
_NUMBER_ELSEWHERE = f"""
SELECT DISTINCT stop.purpose, stop.reason FROM customers_suppression AS stop
JOIN accounts_store AS store ON store.id = stop.store_id
WHERE store.legal_entity_id = %(entity)s AND store.id <> %(store)s AND {STOP_IN_FORCE}
  AND stop.phone = %(phone)s
ORDER BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class StopRow:
    """A stop and the store's customers with its number, the oldest first; nobody may be left."""

    stop: Suppression
    customers: list[Customer]

    @property
    def phone_form(self) -> str:
        return national_form(self.stop.phone)


@dataclass(frozen=True, slots=True)
class StopPage:
    """The newest first. `newer`, `older`: ids to page from."""

    rows: list[StopRow]
    newer: int | None
    older: int | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """`typed`: a number or its last digits; the others as in Suppression, `state` in_force or lifted."""

    typed: str = ""
    state: str = ""
    purpose: str = ""
    reason: str = ""


def matching_stops(stops: QuerySet[Suppression], wanted: Wanted, *, store: Store) -> QuerySet[Suppression]:
    """Those of a list that are looked for."""
    chosen = Q()
    if wanted.state:
        chosen &= IN_FORCE if wanted.state == "in_force" else ~IN_FORCE
    if wanted.purpose:
        chosen &= Q(purpose=wanted.purpose)
    if wanted.reason:
        chosen &= Q(reason=wanted.reason)
    phone, digits = number_typed(wanted.typed, store=store)
    if phone:
        chosen &= Q(phone=phone)
    elif digits:
        chosen &= Q(phone__endswith=digits)
    return stops.filter(chosen)


def number_typed(typed: str, *, store: Store) -> tuple[str, str]:
    """The number (E.164) where a whole one was typed, and the digits."""
    digits = "".join(str(int(one)) for one in typed if one.isdigit())
    try:
        return phone_from(typed, countries=store.allowed_countries).e164, digits
    except PhoneRefused:
        return "", digits


def stop_page(
    stops: QuerySet[Suppression], *, size: int = PAGE_SIZE, below: int | None = None, above: int | None = None
) -> StopPage:
    """One page, by id. Three queries."""

    def next_to(most: int) -> list[int]:
        ids = stops.values_list("pk", flat=True)
        if above is not None:
            return list(ids.filter(pk__gt=above).order_by("pk")[:most])[::-1]
        if below is not None:
            ids = ids.filter(pk__lt=below)
        return list(ids.order_by("-pk")[:most])

    keys = keys_of_page(next_to, size=size, below=below, above=above)
    found = list(stops.filter(pk__in=keys.ids).order_by("-pk"))
    holders = customers_by_number({stop.phone for stop in found})
    return StopPage(
        rows=[StopRow(stop, holders.get(stop.phone, [])) for stop in found],
        newer=keys.newer,
        older=keys.older,
    )


def stopped_elsewhere(store: Store) -> int:
    """How many numbers other stores of the legal entity have stopped: they bind this store too."""
    ((count,),) = rows_of(_ELSEWHERE, {"entity": store.legal_entity_id, "store": store.pk})
    return int(count)


def stopped_elsewhere_for(store: Store, phone: str) -> list[tuple[str, str]]:
    """What other stores of the legal entity have stopped this number (E.164) for: purpose and reason in words."""
    rows = rows_of(_NUMBER_ELSEWHERE, {"entity": store.legal_entity_id, "store": store.pk, "phone": phone})
    return [
        (str(Suppression.Purpose(purpose).label), str(Suppression.Reason(reason).label))
        for purpose, reason in rows
    ]
