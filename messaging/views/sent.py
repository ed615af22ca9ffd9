"""`send/done/<id>/`: what was sent, to how many, and live what has become of it; taking back what waits."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Membership, Permission
from accounts.web.request import StoreRequest
from customers.phone import national_form
from messaging.domain.cancel import can_be_cancelled
from messaging.domain.waits import UNCLEAR_ASKED_FOR
from messaging.models import ENDINGS, Dispatch, Message, MessageText, State
from messaging.queries.access import dispatch_to_cancel, dispatch_to_view
from messaging.queries.dispatches import Standing, all_settled, messages_of, not_arrived_of, standings_of
from messaging.queries.message_rows import person_shown
from messaging.queries.replacements import line_of
from messaging.queries.results import Result, result_of
from messaging.queries.shown_today import history_url
from messaging.queries.unclear import still_asked
from messaging.views.keeping import kept_as
from messaging.views.standings import shown_group
from messaging.views.taking_back import cancel_and_tell
from messaging.views.unsent_lines import unsent_of

# Up to so many messages are shown one by one; of more, how many stand where, and so many who did not get it.
_ONE_BY_ONE = 20
_NOT_ARRIVED = 100
# A page left open over a long outage need not ask every two seconds.
_EAGER_FOR = timedelta(minutes=2)
_SECONDS, _PATIENT_SECONDS = 2, 15
# While all of it waits for its own time, little happens.
_SECONDS_AHEAD, _AHEAD = 60, timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class SentMessage:
    """`phone` as people read it; `id` for who may open it in the history, else None.

    is_asked: it is unclear, and the provider is still asked by itself.
    """

    id: int | None
    name: str
    phone: str
    result: Result
    advice: str | Promise
    is_asked: bool


@require_safe
def sent(request: StoreRequest, store_slug: str, dispatch_id: int) -> HttpResponse:
    """The page; for htmx the part of it that lives, and 204 where nothing has changed since it was `seen`."""
    dispatch = dispatch_to_view(request.membership, dispatch_id)
    if dispatch.source == Dispatch.Source.CUSTOMER_PAGE:
        request.navigation_entry = "customers:list"
    live = _live(request.membership, dispatch)
    if request.htmx:
        if request.GET.get("seen") == live["mark"]:
            return HttpResponse(status=204)
        return render(request, "messaging/compose/_progress.html", live)
    return render(request, "messaging/compose/done.html", live | _fixed(request, dispatch))


@require_POST
def cancel_sent(request: StoreRequest, store_slug: str, dispatch_id: int) -> HttpResponse:
    """Take back what has not left yet, and say how many that were."""
    dispatch = dispatch_to_cancel(request.membership, dispatch_id)
    cancel_and_tell(request, dispatch)
    return redirect("send:done", store_slug, dispatch.pk)


def _live(membership: Membership, dispatch: Dispatch) -> dict[str, Any]:
    standings = standings_of(dispatch)
    total = sum(standing.messages for standing in standings)
    withheld, unclear, cancelled = (
        _in_state(standings, state) for state in (State.WITHHELD, State.UNKNOWN, State.CANCELLED)
    )
    asked = still_asked(messages_of(dispatch), asked_for=UNCLEAR_ASKED_FOR) if unclear else frozenset()
    not_arrived = _in_state(standings, *ENDINGS)
    ask_every = _ask_every(dispatch)
    mark = ",".join(f"{s.example.state}.{s.example.reason}.{s.messages}" for s in standings)
    found = messages_of(dispatch) if total <= _ONE_BY_ONE else not_arrived_of(dispatch)[:_NOT_ARRIVED]
    return {
        "mark": f"{ask_every},{mark}" + (f",asked.{len(asked)}" if asked else ""),
        "dispatch": dispatch,
        "total": total,
        "withheld": withheld,
        "going": total - withheld,
        "is_ahead": dispatch.send_at is not None and dispatch.send_at > timezone.now(),
        "all_cancelled": total > 0 and cancelled == total,
        "unclear": unclear,
        "asked": len(asked),
        "decide_url": _decide_url(membership, dispatch) if unclear else "",
        "cancellable": _cancellable(membership, standings),
        "groups": [shown_group(membership, dispatch, standing) for standing in standings],
        "rows": [_shown(message, membership, asked) for message in found],
        "one_by_one": total <= _ONE_BY_ONE,
        "further": max(not_arrived - _NOT_ARRIVED, 0),
        "settled": all_settled(standing.example for standing in standings) and not asked,
        "ask_every": ask_every,
    }


def _ask_every(dispatch: Dispatch) -> int:
    """Seconds. From its own time on, a scheduled send is followed like one that was just ordered."""
    now = timezone.now()
    begins = max(dispatch.send_at or dispatch.created_at, dispatch.created_at)
    if begins - now > _AHEAD:
        return _SECONDS_AHEAD
    return _SECONDS if now - begins < _EAGER_FOR else _PATIENT_SECONDS


def _in_state(standings: list[Standing], *states: State) -> int:
    return sum(standing.messages for standing in standings if standing.example.state in states)


def _decide_url(membership: Membership, dispatch: Dispatch) -> str:
    """Where staff decide about what is unclear of it; empty for who may not."""
    if not (membership.may(Permission.MESSAGES_SEND) and membership.may(Permission.MESSAGES_VIEW)):
        return ""
    return f"{reverse('messages:unclear', args=[membership.store.slug])}?dispatch={dispatch.pk}"


def _cancellable(membership: Membership, standings: list[Standing]) -> int:
    if not membership.may(Permission.MESSAGES_SEND):
        return 0
    return sum(standing.messages for standing in standings if can_be_cancelled(standing.example))


def _fixed(request: StoreRequest, dispatch: Dispatch) -> dict[str, Any]:
    membership = request.membership
    customer_id = _only_customer(dispatch)
    return {
        "unsent": unsent_of(request, dispatch),
        "line": line_of(dispatch),
        "text": _text(dispatch),
        "customer_id": customer_id,
        "kept_as": kept_as(membership, customer_id=customer_id)
        if dispatch.author_id == membership.pk
        else "",
        "may_see_customers": membership.may(Permission.CUSTOMERS_VIEW),
        "may_send": membership.may(Permission.MESSAGES_SEND),
        "history_url": history_url(membership.store, dispatch=str(dispatch.pk))
        if membership.may(Permission.MESSAGES_VIEW)
        else "",
    }


def _shown(message: Message, membership: Membership, asked: frozenset[int]) -> SentMessage:
    name, customer_id = person_shown(message, membership)
    result = result_of(message)
    message_id = message.pk if membership.may(Permission.MESSAGES_VIEW) else None
    return SentMessage(
        message_id,
        name,
        national_form(message.text.phone),
        result,
        result.advice_for(customer_id, in_list=True),
        is_asked=message.pk in asked,
    )


def _text(dispatch: Dispatch) -> str:
    """Exactly what the one person got; of several what all of their texts were made from."""
    texts = [
        message.text
        for message in messages_of(dispatch)[:3]
        if message.text.topic != MessageText.INTRODUCTION
    ]
    return texts[0].body if len(texts) == 1 else dispatch.body


def _only_customer(dispatch: Dispatch) -> int | None:
    """The customer from whose page it was sent."""
    if dispatch.source != Dispatch.Source.CUSTOMER_PAGE:
        return None
    message = messages_of(dispatch).first()
    return message.text.customer_id if message else None
