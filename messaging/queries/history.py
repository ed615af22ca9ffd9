"""The history of a store: its messages, the newest first, looked through by what a shop remembers of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accounts.models import Membership, Permission
from accounts.tenancy.scope import store_scope
from customers.models import Customer
from messaging.models import Message, Purpose
from messaging.queries.access_history import messages_to_export, messages_to_view
from messaging.queries.message_rows import HistoryRows, history_rows
from messaging.queries.periods import id_after, id_not_after
from messaging.queries.state_groups import REASONS, STATES, StateGroup

PAGE_SIZE = 50
_CHUNK = 1000


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """What to look for; everything empty is the whole history.

    since: from this moment on; until: before this one. customer_ids: () fits nobody, None anybody.
    """

    group: StateGroup | None = None
    purpose: Purpose | None = None
    author_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    phone: str = ""
    customer_ids: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """`newer` and `older` are the ids to page from, None at either end."""

    rows: HistoryRows
    newer: int | None
    older: int | None


def history_page(
    membership: Membership,
    wanted: HistoryFilter,
    *,
    below: int | None = None,
    above: int | None = None,
) -> HistoryPage:
    """One page: the newest, or the one next to a message's id. Two queries, two more with a period."""
    ids = _found_ids(membership, wanted, below=below, above=above, limit=PAGE_SIZE + 1)
    more, upwards = len(ids) > PAGE_SIZE, above is not None
    ids = ids[-PAGE_SIZE:] if upwards else ids[:PAGE_SIZE]
    has_newer = more if upwards else below is not None
    has_older = upwards or more
    rows = history_rows(messages_to_view(membership).filter(pk__in=ids), membership)
    return HistoryPage(
        rows=rows,
        newer=rows[0].id if rows and has_newer else None,
        older=rows[-1].id if rows and has_older else None,
    )


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
    # A few ordered looks into the index by state, merged: `state IN (...)` would have to read and sort them all.
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
    return [found.filter(state=state) for state in STATES[group]]


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
    if wanted.customer_ids is not None:
        by_text["text__customer_id__in"] = wanted.customer_ids
    if by_text:
        found = found.filter(text__store_id=store_id, **by_text)
    if wanted.since is not None:
        found = found.filter(pk__gte=id_not_after(store_id, wanted.since), created_at__gte=wanted.since)
    if wanted.until is not None:
        found = found.filter(pk__lt=id_after(store_id, wanted.until), created_at__lt=wanted.until)
    return found
