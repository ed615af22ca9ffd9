"""What went to a number a short while ago: the same text, or many (mission.md A13)."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Max, QuerySet
from django.db.models.functions import Now

from accounts.models import Actor, ApiToken, Permission
from messaging.models import Dispatch, Message, State

# Of these it is known that nothing has reached anybody.
_NOT_GONE = (State.WITHHELD, State.CANCELLED, State.FAILED)


@dataclass(frozen=True, slots=True)
class Apart:
    """Decisions that do not count: by their forms' keys (asked again, it is the same one), or replaced by this one."""

    keys: frozenset[uuid.UUID] = frozenset()
    dispatches: frozenset[int] = frozenset()


def sent_already(
    actor: Actor, texts: Collection[tuple[str, str]], *, within: timedelta, apart: Apart
) -> dict[tuple[str, str], datetime]:
    """Of pairs of number (E.164) and text those that went, or are about to go, within this time, and when last.

    Who may not see the store's messages is told of their own only. One query.
    """
    found = _recent(actor, {phone for phone, _ in texts}, within, apart).filter(
        text__body__in={text for _, text in texts}
    )
    told = found.order_by().values_list(F("text__phone"), F("text__body")).annotate(Max("created_at"))
    wanted = set(texts)
    return {(phone, text): at for phone, text, at in told if (phone, text) in wanted}


def sent_lately(actor: Actor, phones: Collection[str], *, within: timedelta, apart: Apart) -> dict[str, int]:
    """How many messages went, or are about to go, to each number within this time. Told as above. One query."""
    found = _recent(actor, phones, within, apart).order_by().values_list(F("text__phone"))
    return dict(found.annotate(Count("pk")))


def _recent(actor: Actor, phones: Collection[str], within: timedelta, apart: Apart) -> QuerySet[Message]:
    found: QuerySet[Message] = (
        Message.objects.filter(
            text__store_id=actor.store_id, text__phone__in=phones, created_at__gt=Now() - within
        )
        .exclude(state__in=_NOT_GONE)
        .exclude(dispatch__source__in=(Dispatch.Source.NUMBER_CHECK, Dispatch.Source.TEST))
        .exclude(dispatch__key__in=apart.keys)
        .exclude(dispatch_id__in=apart.dispatches)
    )
    if actor.may(Permission.MESSAGES_VIEW):
        return found
    return (
        found.filter(dispatch__token=actor)
        if isinstance(actor, ApiToken)
        else found.filter(dispatch__author=actor)
    )
