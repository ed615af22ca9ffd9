"""The history of a store: its messages, the newest first, looked through by what a shop remembers of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import Membership, Permission
from accounts.queries.paging import keys_of_page
from accounts.tenancy.scope import store_scope
from customers.models import Customer
from messaging.models import ENDINGS, OPEN, Message, Purpose, State
from messaging.queries.access_history import messages_to_export, messages_to_view
from messaging.queries.message_rows import HistoryRows, history_rows
from messaging.queries.periods import id_after, id_not_after
from messaging.queries.state_groups import OTHER_REASONS, REASONS, STATES, StateGroup

PAGE_SIZE = 50
MOST_COUNTED = 1000
_CHUNK = 1000


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """What to look for; everything empty is the whole history.

    since: from this moment on; until: before this one. customer_ids: () fits nobody, None anybody; message_ids are
    found beside those of the customers.
    """

    group: StateGroup | None = None
    purpose: Purpose | None = None
    author_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    phone: str = ""
    customer_ids: tuple[int, ...] | None = None
    message_ids: tuple[int, ...] = ()
    dispatch_id: int | None = None

    @property
    def names_somebody(self) -> bool:
        """An index leads to the few messages that are meant."""
        return bool(self.phone) or self.customer_ids is not None or self.dispatch_id is not None


@dataclass(frozen=True, slots=True)
class Found:
    """How many messages fit; None where counting would cost more than the page. `more`: than MOST_COUNTED."""

    count: int | None
    more: bool = False


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """`newer` and `older` are the ids to page from, None at either end."""

    rows: HistoryRows
    newer: int | None
    older: int | None
    found: Found


def history_page(
    membership: Membership,
    wanted: HistoryFilter,
    *,
    below: int | None = None,
    above: int | None = None,
) -> HistoryPage:
    """One page: the newest, or the one next to a message's id. Two or three queries, two more with a period."""
    keys = keys_of_page(
        lambda most: _found_ids(membership, wanted, below=below, above=above, limit=most),
        size=PAGE_SIZE,
        below=below,
        above=above,
    )
    rows = history_rows(messages_to_view(membership).filter(pk__in=keys.ids), membership)
    is_all = below is None and above is None and keys.older is None
    return HistoryPage(
        rows=rows,
        newer=keys.newer,
        older=keys.older,
        found=_found(membership, wanted, len(rows), is_all=is_all),
    )


def _found(membership: Membership, wanted: HistoryFilter, on_page: int, *, is_all: bool) -> Found:
    """A page without neighbours says it by itself; else it is counted where an index leads to few."""
    if is_all:
        return Found(on_page)
    if not wanted.names_somebody:
        return Found(None)
    ids = _found_ids(membership, wanted, below=None, above=None, limit=MOST_COUNTED + 1)
    return Found(min(len(ids), MOST_COUNTED), more=len(ids) > MOST_COUNTED)


def history_chunks(
    membership: Membership, wanted: HistoryFilter, *, size: int = _CHUNK
) -> Iterator[list[Message]]:
    """The whole filtered history, `size` messages at a time, the newest first; what comes later is left out.

    For streamed answers: each chunk opens the store's scope for itself, and none is open between two.
    """
    below: int | None = None
    while True:
        with store_scope(membership.store_id):
            ids = _found_ids(membership, wanted, below=below, above=None, limit=size)
            if not ids:
                return
            found = messages_to_export(membership).filter(pk__in=ids).order_by("-pk")
            chunk = list(found.prefetch_related("hand_overs"))
        yield chunk
        below = ids[-1]


def newest_for_customer(membership: Membership, customer: Customer, limit: int) -> HistoryRows:
    """The customer's newest messages; none for somebody who may not see messages. One query."""
    if not membership.may(Permission.MESSAGES_VIEW):
        return HistoryRows()
    found = messages_to_view(membership).filter(text__store_id=membership.store_id, text__customer=customer)
    # Ordered by the column of the index that finds them.
    return history_rows(found.order_by("-text__message_id")[:limit], membership)


def newest_of_store(membership: Membership, limit: int) -> HistoryRows:
    """The store's newest messages; none for somebody who may not see messages. One query."""
    if not membership.may(Permission.MESSAGES_VIEW):
        return HistoryRows()
    return history_rows(messages_to_view(membership).order_by("-pk")[:limit], membership)


def rows_with_ids(membership: Membership, ids: Iterable[int]) -> HistoryRows:
    """Those of the ids that are the store's messages. Raises PermissionDenied. One query."""
    return history_rows(messages_to_view(membership).filter(pk__in=list(ids)), membership)


def _found_ids(
    membership: Membership, wanted: HistoryFilter, *, below: int | None, above: int | None, limit: int
) -> list[int]:
    """Ids that fit, the newest first; with `above` those next above it. One query, two more with a period."""
    found = _filtered(membership, wanted)
    if below is not None:
        found = found.filter(pk__lt=below)
    if above is not None:
        found = found.filter(pk__gt=above)
    order = "pk" if above is not None else "-pk"
    # A few ordered looks into the indexes by result, merged: `ending IN (...)` would have to read and sort them all.
    branches = [
        one.order_by(order).values_list("pk", flat=True)[:limit] for one in _by_state(found, wanted.group)
    ]
    merged = branches[0] if len(branches) == 1 else branches[0].union(*branches[1:], all=True).order_by(order)
    return sorted(merged[:limit], reverse=True)


def _by_state(found: QuerySet[Message], group: StateGroup | None) -> Sequence[QuerySet[Message]]:
    if group is None:
        return [found]
    if group in REASONS:
        found = found.filter(reason__in=REASONS[group])
    if group in OTHER_REASONS:
        found = found.exclude(reason__in=OTHER_REASONS[group])
    states = STATES[group]
    under_way = [state for state in states if state in OPEN]
    branches = [found.filter(is_open=True, state__in=under_way)] if under_way else []
    branches += [found.filter(ending=state) for state in states if state in ENDINGS]
    return branches + [found.filter(state=state) for state in states if state == State.DELIVERED]


def _filtered(membership: Membership, wanted: HistoryFilter) -> QuerySet[Message]:
    """The store is named again for each table: their indexes begin with it."""
    store_id = membership.store_id
    found = messages_to_view(membership).select_related(None)
    by_text: dict[str, Any] = {}
    if wanted.purpose is not None:
        by_text |= {"text__dispatch__store_id": store_id, "text__dispatch__purpose": wanted.purpose}
    if wanted.author_id is not None:
        by_text |= {"text__dispatch__store_id": store_id, "text__dispatch__author_id": wanted.author_id}
    if wanted.phone:
        by_text["text__phone"] = wanted.phone
    if wanted.dispatch_id is not None:
        by_text["text__dispatch_id"] = wanted.dispatch_id
    people = Q()
    if wanted.customer_ids is not None:
        # Both by the text's columns: an index each, and one walk over both.
        people = Q(text__customer_id__in=wanted.customer_ids) | Q(text__message_id__in=wanted.message_ids)
    if by_text or people:
        found = found.filter(people, text__store_id=store_id, **by_text)
    if wanted.since is not None:
        found = found.filter(pk__gte=id_not_after(store_id, wanted.since), created_at__gte=wanted.since)
    if wanted.until is not None:
        found = found.filter(pk__lt=id_after(store_id, wanted.until), created_at__lt=wanted.until)
    return found
