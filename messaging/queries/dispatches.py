"""One decision to send, and where its messages stand."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, QuerySet

from messaging.models import ENDINGS, Dispatch, Message
from messaging.queries.message_rows import is_settled


@dataclass(frozen=True, slots=True)
class Standing:
    """How many messages of a dispatch stand alike; `example` is one of them."""

    example: Message
    messages: int


def dispatch_with_key(key: uuid.UUID) -> Dispatch | None:
    """What this store has sent with a form of this one-time key."""
    found: Dispatch | None = Dispatch.objects.select_related("author__user", "token").filter(key=key).first()
    return found


def messages_of(dispatch: Dispatch) -> QuerySet[Message]:
    """In the order in which they were asked for, with their texts."""
    # By the text's columns: its unique index finds a dispatch's messages, the state table has none for it.
    rows: QuerySet[Message] = Message.objects.filter(
        text__store_id=dispatch.store_id, text__dispatch_id=dispatch.pk
    )
    return rows.select_related("text").order_by("id")


def not_arrived_of(dispatch: Dispatch) -> QuerySet[Message]:
    """Whoever did not get it, or may not have got it, as far as is known; each with its reason."""
    return messages_of(dispatch).filter(ending__in=ENDINGS)


def standings_of(dispatch: Dispatch) -> list[Standing]:
    """The messages by state and reason, the largest group first. Two queries."""
    return standings_of_many([dispatch])[dispatch.pk]


def standings_of_many(dispatches: Sequence[Dispatch]) -> dict[int, list[Standing]]:
    """The same of each, by its id. Two queries, however many dispatches."""
    groups = list(
        Message.objects.filter(
            text__store_id__in={dispatch.store_id for dispatch in dispatches},
            text__dispatch_id__in=[dispatch.pk for dispatch in dispatches],
        )
        .values("text__dispatch_id", "state", "reason")
        .annotate(messages=Count("id"), example=Max("id"))
        .order_by("-messages", "state", "reason")
    )
    examples = Message.objects.in_bulk([group["example"] for group in groups])
    found: dict[int, list[Standing]] = {dispatch.pk: [] for dispatch in dispatches}
    for group in groups:
        standing = Standing(examples[group["example"]], group["messages"])
        found[group["text__dispatch_id"]].append(standing)
    return found


def all_settled(messages: Iterable[Message]) -> bool:
    """Nothing more is expected to happen by itself."""
    return all(map(is_settled, messages))
