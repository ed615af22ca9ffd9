"""One line of the list of what is scheduled: what can be done with it, and where it cannot, why."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Membership, Permission
from customers.phone import national_form
from messaging.domain.cancel import can_be_cancelled
from messaging.models import Dispatch, State
from messaging.queries.dispatches import Standing
from messaging.queries.message_rows import person_shown
from messaging.queries.scheduled import ScheduledDispatch
from messaging.views.standings import ShownGroup, shown_group
from messaging.views.taking_back import cancel_obstacle

_BEGINNING = 40
# A composer has them again; whatever a program or the house itself made is theirs to make anew.
_BY_COMPOSER = (Dispatch.Source.CUSTOMER_PAGE, Dispatch.Source.QUICK_SEND)


@dataclass(frozen=True, slots=True)
class ShownScheduled:
    """`others`: how many messages there are beside the first, whose name and number are shown, and introductions.

    waiting: how many can be taken back; cancel_obstacle, edit_obstacle: why it cannot be, empty where it can.
    edit_url: the composer with all of it. is_off: nothing of it goes any more, so "edit" is "prepare again".
    """

    row: ScheduledDispatch
    name: str
    phone: str
    customer_id: int | None
    others: int
    beginning: str
    groups: list[ShownGroup]
    cancelled_at: datetime | None
    waiting: int
    cancel_obstacle: str
    edit_obstacle: str
    edit_url: str
    is_off: bool


def shown_scheduled(membership: Membership, row: ScheduledDispatch) -> ShownScheduled:
    waiting = sum(one.messages for one in row.standings if can_be_cancelled(one.example))
    name, phone, customer_id, body = _first(membership, row)
    words = " ".join(body.split())
    edit_obstacle = _edit_obstacle(membership, row)
    return ShownScheduled(
        row=row,
        name=name,
        phone=phone,
        customer_id=customer_id,
        others=max(row.messages - row.introductions - 1, 0),
        beginning=words if len(words) <= _BEGINNING else f"{words[:_BEGINNING]}…",
        groups=[shown_group(membership, row.dispatch, standing) for standing in row.standings],
        cancelled_at=max(_cancelled_at(row), default=None),
        waiting=waiting,
        cancel_obstacle="" if waiting else _cancel_obstacle(membership, row),
        edit_obstacle=edit_obstacle,
        edit_url="" if edit_obstacle else _edit_url(membership, row),
        is_off=not waiting,
    )


def _edit_url(membership: Membership, row: ScheduledDispatch) -> str:
    slug, dispatch = membership.store.slug, row.dispatch
    customer_id = row.first.text.customer_id if row.first else None
    from_page = dispatch.source == Dispatch.Source.CUSTOMER_PAGE and customer_id is not None
    composer = (
        reverse("send:customer", args=[slug, customer_id])
        if from_page
        else reverse("send:quick", args=[slug])
    )
    return f"{composer}?replace={dispatch.pk}"


def _first(membership: Membership, row: ScheduledDispatch) -> tuple[str, str, int | None, str]:
    if row.first is None:
        return "", _("(erased)"), None, row.dispatch.body
    name, customer_id = person_shown(row.first, membership)
    return name, national_form(row.first.text.phone) or _("(erased)"), customer_id, row.first.text.body


def _cancelled_at(row: ScheduledDispatch) -> list[datetime]:
    examples = [one.example for one in row.standings if one.example.state == State.CANCELLED]
    return [message.closed_at for message in examples if message.closed_at]


def _cancel_obstacle(membership: Membership, row: ScheduledDispatch) -> str:
    if not row.standings:
        return _("Nothing is left of it.")
    return cancel_obstacle(membership, row.standings[0].example)


def _edit_obstacle(membership: Membership, row: ScheduledDispatch) -> str:
    """`replaces` needs that nothing of it has left (domain/replace.py)."""
    if not membership.may(Permission.MESSAGES_SEND):
        return _("You do not have the permission to send messages.")
    if row.replaced_by is not None:
        return _("It was prepared again already.")
    if row.dispatch.source not in _BY_COMPOSER:
        return _("It was not written in a composer: cancel it, and write anew.")
    if not all(_has_stayed(standing) for standing in row.standings):
        return _("Something of it has left already.")
    return ""


def _has_stayed(standing: Standing) -> bool:
    state = standing.example.state
    return can_be_cancelled(standing.example) or state in (State.WITHHELD, State.CANCELLED)
