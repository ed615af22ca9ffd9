"""A store's messages as programs list them: by what they know of them, a page at a time."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from accounts.models import Actor
from accounts.queries.paging import keys_of_page
from messaging.models import ENDINGS, OPEN, Message, State
from messaging.queries.access_history import messages_to_view
from messaging.queries.periods import id_not_after


@dataclass(frozen=True, slots=True)
class Sought:
    """Everything empty is all messages. `phone` is E.164; since: made from this moment on."""

    state: State | None = None
    phone: str = ""
    reference: str = ""
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class MessagePage:
    """The newest first, with text, dispatch, account and attempts.

    `newer` and `older` are the ids to page from, None at either end.
    """

    messages: list[Message]
    newer: int | None
    older: int | None


def message_page(
    actor: Actor, sought: Sought, *, limit: int, below: int | None = None, above: int | None = None
) -> MessagePage:
    """The newest, or those next to a message's id. Raises PermissionDenied. Three queries, one more with `since`."""
    keys = keys_of_page(
        lambda most: _found_ids(actor, sought, below=below, above=above, limit=most),
        size=limit,
        below=below,
        above=above,
    )
    found = with_attempts(messages_to_view(actor).filter(pk__in=keys.ids))
    return MessagePage(list(found.order_by("-pk")), newer=keys.newer, older=keys.older)


def with_attempts(messages: QuerySet[Message]) -> QuerySet[Message]:
    """With account and attempts. One query more, however many messages."""
    return messages.select_related(
        "text", "dispatch__author__user", "dispatch__token", "account"
    ).prefetch_related("hand_overs")


def _found_ids(
    actor: Actor, sought: Sought, *, below: int | None, above: int | None, limit: int
) -> list[int]:
    """The newest first."""
    found = _filtered(actor, sought)
    if below is not None:
        found = found.filter(pk__lt=below)
    if above is not None:
        found = found.filter(pk__gt=above)
    ids = found.order_by("-pk" if above is None else "pk").values_list("pk", flat=True)[:limit]
    return sorted(ids, reverse=True)


def _filtered(actor: Actor, sought: Sought) -> QuerySet[Message]:
    """The store is named again for each table: their indexes begin with it."""
    store_id = actor.store_id
    found = messages_to_view(actor).select_related(None)
    if sought.state is not None:
        found = _in_state(found, sought.state)
    if sought.phone:
        found = found.filter(text__store_id=store_id, text__phone=sought.phone)
    if sought.reference:
        found = found.filter(
            text__store_id=store_id,
            text__dispatch__store_id=store_id,
            text__dispatch__reference=sought.reference,
        )
    if sought.since is not None:
        found = found.filter(pk__gte=id_not_after(store_id, sought.since), created_at__gte=sought.since)
    return found


def _in_state(found: QuerySet[Message], state: State) -> QuerySet[Message]:
    """By the column that an index of that state has."""
    if state in ENDINGS:
        return found.filter(ending=state)
    return found.filter(is_open=True, state=state) if state in OPEN else found.filter(state=state)
