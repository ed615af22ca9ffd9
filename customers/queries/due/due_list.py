"""Due lists (車検一覧 and the like): page after page by the index, with what was last sent to each number."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Actor, Store
from customers.criteria.due_window import DueWindow
from customers.models import Asset, AssetDue, Customer
from customers.queries.access_due import dues_to_view
from customers.queries.suppressions import suppressed_phones
from customers.registries.last_reminders import LastReminder, last_reminders

PAGE_SIZE = 50
# Counting on takes longer than showing fifty.
COUNT_UP_TO = 10_000
_CHUNK = 1000

# A place in the list: (date, asset's id).
Place = tuple[date, int]


@dataclass(frozen=True, slots=True)
class DueRow:
    """`days_left` is negative where it is overdue. `stopped`: the customer's number is not texted."""

    due: AssetDue
    days_left: int
    stopped: bool
    last: LastReminder | None

    @property
    def asset(self) -> Asset:
        found: Asset = self.due.asset
        return found

    @property
    def customer(self) -> Customer:
        found: Customer = self.asset.customer
        return found


@dataclass(frozen=True, slots=True)
class DuePage:
    """`count` is exact up to COUNT_UP_TO, beyond it `more` is set. `before` and `after` are places to page from."""

    rows: list[DueRow]
    count: int
    more: bool
    before: Place | None
    after: Place | None


def today_of(store: Store) -> date:
    """The day of the store's calendar."""
    return timezone.now().astimezone(store.zone).date()


def due_page(
    actor: Actor,
    window: DueWindow,
    *,
    before: Place | None = None,
    after: Place | None = None,
    size: int = PAGE_SIZE,
) -> DuePage:
    """One page by date and asset: the first, or the one before or after a place. Raises PermissionDenied."""
    dues = dues_to_view(actor, window)
    counted = dues[: COUNT_UP_TO + 1].count()
    found = _next_to(dues, before=before, after=after, most=size + 1)
    more, backwards = len(found) > size, before is not None
    found = found[:size][::-1] if backwards else found[:size]
    has_before = more if backwards else after is not None
    has_after = backwards or more
    return DuePage(
        rows=_rows(actor, found),
        count=min(counted, COUNT_UP_TO),
        more=counted > COUNT_UP_TO,
        before=_place(found[0]) if found and has_before else None,
        after=_place(found[-1]) if found and has_after else None,
    )


def due_chunks(actor: Actor, window: DueWindow, *, most: int | None = None) -> Iterator[list[DueRow]]:
    """All of them in order, up to a thousand at a time: never many in memory."""
    dues, place, read = dues_to_view(actor, window), None, 0
    while most is None or read < most:
        found = _next_to(dues, after=place, most=_CHUNK if most is None else min(_CHUNK, most - read))
        if not found:
            return
        yield _rows(actor, found)
        place, read = _place(found[-1]), read + len(found)


def _next_to(
    dues: QuerySet[AssetDue], *, before: Place | None = None, after: Place | None = None, most: int
) -> list[AssetDue]:
    """The nearest first: upwards in the list where it is `before`."""
    ordered = dues.order_by("-date", "-asset_id") if before else dues.order_by("date", "asset_id")
    if before is not None:
        day, asset = before
        # With a plain bound on the date that the index can start from.
        ordered = ordered.filter(Q(date__lte=day) & (Q(date__lt=day) | Q(asset_id__lt=asset)))
    if after is not None:
        day, asset = after
        ordered = ordered.filter(Q(date__gte=day) & (Q(date__gt=day) | Q(asset_id__gt=asset)))
    return list(ordered.select_related("asset__customer", "kind")[:most])


def _place(due: AssetDue) -> Place:
    return due.date, due.asset_id


def _rows(actor: Actor, dues: list[AssetDue]) -> list[DueRow]:
    today = today_of(actor.store)
    phones = {due.asset.customer.mobile for due in dues if due.asset.customer.mobile}
    stopped = suppressed_phones(store=actor.store, phones=phones)
    last = last_reminders(actor, phones)
    return [
        DueRow(
            due,
            (due.date - today).days,
            due.asset.customer.mobile in stopped,
            last.get(due.asset.customer.mobile or ""),
        )
        for due in dues
    ]


def last_sent(row: DueRow, store: Store) -> datetime | None:
    """When the last message to the number was ordered, by the store's clock."""
    return row.last.at.astimezone(store.zone) if row.last else None
