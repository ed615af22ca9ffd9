"""`send/done/<id>/`: what was sent, to how many, and live what has become of it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Membership, Permission
from accounts.web.request import StoreRequest
from customers.phone import national_form
from messaging.models import Dispatch, Message, State
from messaging.queries.access import dispatch_to_view
from messaging.queries.dispatches import all_settled, messages_of, standings_of, withheld_of
from messaging.queries.message_rows import person_shown
from messaging.queries.results import Result, result_of
from messaging.views.keeping import kept_as
from messaging.views.unsent_lines import unsent_of

# Up to so many messages are shown one by one; of more, how many stand where.
_ONE_BY_ONE = 20
# A page left open over a long outage need not ask every two seconds.
_EAGER_FOR = timedelta(minutes=2)
_SECONDS, _PATIENT_SECONDS = 2, 15


@dataclass(frozen=True, slots=True)
class SentMessage:
    """`phone` as people read it."""

    name: str
    phone: str
    result: Result


@dataclass(frozen=True, slots=True)
class ShownGroup:
    result: Result
    messages: int


@require_safe
def sent(request: StoreRequest, store_slug: str, dispatch_id: int) -> HttpResponse:
    """The page; for htmx the part of it that lives, and 204 where nothing has changed since it was `seen`."""
    dispatch = dispatch_to_view(request.membership, dispatch_id)
    live = _live(request.membership, dispatch)
    if request.htmx:
        if request.GET.get("seen") == live["mark"]:
            return HttpResponse(status=204)
        return render(request, "messaging/compose/_progress.html", live)
    return render(request, "messaging/compose/done.html", live | _fixed(request, dispatch))


def _live(membership: Membership, dispatch: Dispatch) -> dict[str, Any]:
    standings = standings_of(dispatch)
    total = sum(standing.messages for standing in standings)
    withheld = sum(s.messages for s in standings if s.example.state == State.WITHHELD)
    shown = list(messages_of(dispatch)) if total <= _ONE_BY_ONE else []
    eager = timezone.now() - dispatch.created_at < _EAGER_FOR
    ask_every = _SECONDS if eager else _PATIENT_SECONDS
    mark = ",".join(f"{s.example.state}.{s.example.reason}.{s.messages}" for s in standings)
    return {
        "mark": f"{ask_every},{mark}",
        "dispatch": dispatch,
        "total": total,
        "withheld": withheld,
        "going": total - withheld,
        "groups": [ShownGroup(result_of(s.example), s.messages) for s in standings],
        "rows": [_shown(message, membership) for message in shown],
        "settled": all_settled(standing.example for standing in standings),
        "ask_every": ask_every,
    }


def _fixed(request: StoreRequest, dispatch: Dispatch) -> dict[str, Any]:
    membership = request.membership
    customer_id = _only_customer(dispatch)
    return {
        "withheld_rows": [_shown(message, membership) for message in withheld_of(dispatch)],
        "unsent": unsent_of(request, dispatch),
        "customer_id": customer_id,
        "kept_as": kept_as(membership, customer_id=customer_id)
        if dispatch.author_id == membership.pk
        else "",
        "may_see_customers": membership.may(Permission.CUSTOMERS_VIEW),
        "may_see_messages": membership.may(Permission.MESSAGES_VIEW),
        "may_send": membership.may(Permission.MESSAGES_SEND),
    }


def _shown(message: Message, membership: Membership) -> SentMessage:
    name, _ = person_shown(message, membership)
    return SentMessage(name, national_form(message.text.phone), result_of(message))


def _only_customer(dispatch: Dispatch) -> int | None:
    """The customer from whose page it was sent."""
    if dispatch.source != Dispatch.Source.CUSTOMER_PAGE:
        return None
    message = messages_of(dispatch).first()
    return message.text.customer_id if message else None
