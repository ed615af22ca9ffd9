"""The list of customers, page after page, as fast for a million as for a thousand."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet

from accounts.models import Store
from customers.models import Customer
from customers.queries.numbers import sharers_by_number
from customers.queries.search import find_order, matching
from customers.queries.suppressions import suppressed_phones

PAGE_SIZE = 50
# Counting a million rows takes longer than showing fifty.
COUNT_UP_TO = 1000


@dataclass(frozen=True, slots=True)
class ListRow:
    """`sharers`: customers with this mobile number, itself among them. `stopped`: its number is not texted."""

    customer: Customer
    sharers: int
    stopped: bool


@dataclass(frozen=True, slots=True)
class CustomerList:
    """`count` is exact up to COUNT_UP_TO, beyond it `more` is set. `before` and `after` are customers' ids."""

    rows: list[ListRow]
    count: int
    more: bool
    before: int | None
    after: int | None

    @property
    def count_form(self) -> str:
        return f"{self.count:,}"


def customer_list(
    customers: QuerySet[Customer],
    *,
    store: Store,
    typed: str = "",
    before: int | None = None,
    after: int | None = None,
) -> CustomerList:
    """One page by kana (or name, where there is none): the first, or the one before or after a customer."""
    searched = bool(typed.strip())
    found = matching(customers, typed) if searched else customers
    order = find_order(typed) if searched else F("sort_key")
    counted = found[: COUNT_UP_TO + 1].count()
    page, is_first, is_last = _page(found, order=order, before=before, after=after)
    return CustomerList(
        rows=_rows(page, store),
        count=min(counted, COUNT_UP_TO),
        more=counted > COUNT_UP_TO,
        before=None if is_first or not page else page[0].pk,
        after=None if is_last or not page else page[-1].pk,
    )


def _page(
    found: QuerySet[Customer], *, order: Any, before: int | None, after: int | None
) -> tuple[list[Customer], bool, bool]:
    """The page, and whether it is the first and the last. An anchor that is gone gives the first page."""
    anchor = _anchor(before if before is not None else after)
    backwards = anchor is not None and before is not None
    ordered = found.order_by(order.desc(), "-id") if backwards else found.order_by(order.asc(), "id")
    if anchor is not None:
        ordered = ordered.filter(_beyond(*anchor, backwards=backwards))
    page = list(ordered[: PAGE_SIZE + 1])
    ended = len(page) <= PAGE_SIZE
    page = page[:PAGE_SIZE]
    if backwards:
        return page[::-1], ended, False
    return page, anchor is None, ended


def _anchor(customer_id: int | None) -> tuple[str, int] | None:
    """Addresses name the anchor by id: a name in them would end up in logs."""
    if customer_id is None:
        return None
    return Customer.objects.filter(pk=customer_id).values_list("sort_key", "id").first()


def _beyond(key: str, pk: int, *, backwards: bool) -> Q:
    """(sort_key, id) beyond the anchor's, with a plain bound on sort_key that the index can start from."""
    if backwards:
        return Q(sort_key__lte=key) & (Q(sort_key__lt=key) | Q(pk__lt=pk))
    return Q(sort_key__gte=key) & (Q(sort_key__gt=key) | Q(pk__gt=pk))


def _rows(page: list[Customer], store: Store) -> list[ListRow]:
    numbers = {customer.mobile for customer in page if customer.mobile}
    sharers = sharers_by_number(numbers)
    stopped = suppressed_phones(store=store, phones=numbers)
    return [
        ListRow(customer, sharers.get(customer.mobile or "", 1), customer.mobile in stopped)
        for customer in page
    ]
