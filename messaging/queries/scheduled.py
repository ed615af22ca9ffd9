"""What goes out at a later time (予約), and what was once to: by its time, not by when it was ordered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import models
from django.db.models import Count, Min, Q, QuerySet

from accounts.models import Membership
from accounts.queries.paging import keys_of_page
from messaging.models import Dispatch, Message, MessageText
from messaging.queries.access_scheduled import scheduled_to_view
from messaging.queries.dispatches import Standing, standings_of_many

PAGE_SIZE = 30


class Span(models.TextChoices):
    """`ahead`: the next first. `past`: the last first."""

    AHEAD = "ahead"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class ScheduledDispatch:
    """`first`: of its messages the first that is no introduction; None where all were erased.

    introductions: how many of its messages go before the others' texts.
    standings: its messages by state and reason, the largest group first. replaced_by: what was prepared in its place.
    """

    dispatch: Dispatch
    standings: list[Standing]
    first: Message | None
    introductions: int
    replaced_by: int | None

    @property
    def messages(self) -> int:
        return sum(standing.messages for standing in self.standings)


@dataclass(frozen=True, slots=True)
class ScheduledPage:
    """`newer` and `older` are the ids to page from (towards the head and the end of the list), None at either end."""

    rows: list[ScheduledDispatch]
    newer: int | None
    older: int | None


class _Key(NamedTuple):
    at: datetime
    id: int


def scheduled_page(
    membership: Membership,
    span: Span,
    *,
    now: datetime,
    below: int | None = None,
    above: int | None = None,
) -> ScheduledPage:
    """One page: the head of the list, or what stands next to a dispatch's id. Raises PermissionDenied.

    Six queries, one more next to an id. An id that is not the store's counts as none.
    """
    found = scheduled_to_view(membership)
    found = found.filter(send_at__gt=now) if span is Span.AHEAD else found.filter(send_at__lte=now)
    below_key, above_key = _key_of(membership, below), _key_of(membership, above)
    keys = keys_of_page(
        lambda most: _ids(found, span, below=below_key, above=above_key, limit=most),
        size=PAGE_SIZE,
        below=below if below_key else None,
        above=above if above_key else None,
    )
    dispatches = scheduled_to_view(membership).in_bulk(keys.ids)
    return ScheduledPage(_rows([dispatches[pk] for pk in keys.ids]), newer=keys.newer, older=keys.older)


def _key_of(membership: Membership, dispatch_id: int | None) -> _Key | None:
    if dispatch_id is None:
        return None
    at = scheduled_to_view(membership).filter(pk=dispatch_id).values_list("send_at", flat=True).first()
    return _Key(at, dispatch_id) if at else None


def _ids(
    found: QuerySet[Dispatch], span: Span, *, below: _Key | None, above: _Key | None, limit: int
) -> list[int]:
    """In the order of the list; with `above` those next above it."""
    key, upwards = (above, True) if above else (below, False)
    later = (span is Span.AHEAD) != upwards
    if key is not None:
        found = found.filter(_later_than(key) if later else _earlier_than(key))
    order = ("send_at", "pk") if later else ("-send_at", "-pk")
    ids = list(found.order_by(*order).values_list("pk", flat=True)[:limit])
    return ids[::-1] if upwards else ids


def _later_than(key: _Key) -> Q:
    # The first condition is what the index is entered by.
    return Q(send_at__gte=key.at) & (Q(send_at__gt=key.at) | Q(pk__gt=key.id))


def _earlier_than(key: _Key) -> Q:
    return Q(send_at__lte=key.at) & (Q(send_at__lt=key.at) | Q(pk__lt=key.id))


def _rows(dispatches: Sequence[Dispatch]) -> list[ScheduledDispatch]:
    ids = [dispatch.pk for dispatch in dispatches]
    standings = standings_of_many(dispatches)
    firsts = _firsts(dispatches)
    introduced = MessageText.objects.filter(dispatch__in=ids, topic=MessageText.INTRODUCTION)
    introductions = dict(introduced.order_by().values_list("dispatch").annotate(Count("pk")))
    replacing = Dispatch.objects.filter(replaces__in=ids).values_list("replaces_id", "pk")
    replaced_by: dict[int | None, int] = dict(replacing)
    return [
        ScheduledDispatch(
            dispatch,
            standings[dispatch.pk],
            firsts.get(dispatch.pk),
            introductions.get(dispatch.pk, 0),
            replaced_by.get(dispatch.pk),
        )
        for dispatch in dispatches
    ]


def _firsts(dispatches: Sequence[Dispatch]) -> dict[int, Message]:
    """By dispatch, with text. One query."""
    first_ids = (
        MessageText.objects.filter(
            store_id__in={dispatch.store_id for dispatch in dispatches},
            dispatch__in=[dispatch.pk for dispatch in dispatches],
        )
        .exclude(topic=MessageText.INTRODUCTION)
        .order_by()
        .values("dispatch_id")
        .annotate(first=Min("message_id"))
        .values("first")
    )
    found = Message.objects.filter(pk__in=first_ids).select_related("text")
    return {message.dispatch_id: message for message in found}
