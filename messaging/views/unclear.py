"""`messages/unclear/`: messages of which nobody knows whether they left, and what staff decide about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.models import Permission
from accounts.queries.memberships import require
from accounts.web.addresses import id_in
from accounts.web.request import StoreRequest
from messaging.domain.decide import MOST_DECIDED, Decision, decide_unclear
from messaging.domain.waits import UNCLEAR_ASKED_FOR
from messaging.forms.decision_form import DecisionForm
from messaging.models import Dispatch
from messaging.queries.access import dispatch_to_view
from messaging.queries.unclear import (
    UnclearMessage,
    UnclearPage,
    unclear_count,
    unclear_of_dispatch,
    unclear_page,
    unclear_to_decide,
)
from messaging.views.history import zone_words

# Of those that are about to be decided, so many stand there by name.
_NAMED = 20
_REFUSED = 422


@require_GET
def unclear(request: StoreRequest, store_slug: str) -> HttpResponse:
    """All of the store, or of one send (`dispatch`). Raises PermissionDenied; Http404 for a foreign send."""
    return _listed(request, _asked_dispatch(request))


@require_POST
def decide(request: StoreRequest, store_slug: str) -> HttpResponse:
    """First what it means and for how many, then (`certain`) the decision. Whole sends by `all_of`."""
    require(request.membership, Permission.MESSAGES_SEND)
    dispatch = _asked_dispatch(request)
    data = request.POST.copy()
    if data.get("all_of") and dispatch is not None:
        found = unclear_of_dispatch(
            request.membership, dispatch, asked_for=UNCLEAR_ASKED_FOR, limit=MOST_DECIDED
        )
        data.setlist("mark", [one.mark for one in found])
    form = DecisionForm(data)
    if not form.is_valid():
        return _listed(request, dispatch, form)
    still = unclear_to_decide(request.membership, form.shown, asked_for=UNCLEAR_ASKED_FOR)
    if request.POST.get("certain") != "yes" and still:
        return _asked(request, form, still)
    moved = decide_unclear(actor=request.membership, decision=form.decided, shown=form.shown.items())
    _tell(request, form.decided, moved, overtaken=len(form.shown) - moved)
    return redirect(_address(request, dispatch))


@dataclass(frozen=True, slots=True)
class _Links:
    newer: str
    older: str


def _listed(
    request: StoreRequest, dispatch: Dispatch | None, refused: DecisionForm | None = None
) -> HttpResponse:
    membership = request.membership
    at = id_in(request.GET.get("at", ""))
    below = at + 1 if at is not None else id_in(request.GET.get("below", ""))
    page = unclear_page(
        membership,
        asked_for=UNCLEAR_ASKED_FOR,
        dispatch=dispatch,
        below=below,
        above=id_in(request.GET.get("above", "")),
    )
    context: dict[str, Any] = {
        "page": page,
        "dispatch": dispatch,
        "refused": refused,
        "marked": [f"{pk}.{attempts}" for pk, attempts in refused.shown.items()] if refused else [],
        "links": _links(request, dispatch, page),
        "zone": zone_words(membership.store),
        "may_decide": membership.may(Permission.MESSAGES_SEND),
        "most": f"{MOST_DECIDED:,}",
    }
    if dispatch is not None:
        context["decided_at_once"] = min(unclear_count(membership, dispatch), MOST_DECIDED)
    return render(request, "messaging/unclear/page.html", context, status=_REFUSED if refused else 200)


def _asked(request: StoreRequest, form: DecisionForm, still: Sequence[UnclearMessage]) -> HttpResponse:
    context = {
        "decision": form.decided.value,
        "count": len(still),
        "marks": [one.mark for one in still],
        "named": still[:_NAMED],
        "further": max(len(still) - _NAMED, 0),
        "still_asked": sum(one.asked_until is not None for one in still),
        "overtaken": len(form.shown) - len(still),
        "dispatch_id": request.POST.get("dispatch", ""),
        "back": _address(request, _asked_dispatch(request)),
    }
    return render(request, "messaging/unclear/confirm.html", context)


def _tell(request: StoreRequest, decision: Decision, moved: int, *, overtaken: int) -> None:
    if moved:
        messages.success(request, _words(decision, moved))
    if overtaken:
        messages.warning(
            request,
            ngettext(
                "%(count)s message was left as it is: its result has come in, or it has been decided.",
                "%(count)s messages were left as they are: their results have come in, or they have been decided.",
                overtaken,
            )
            % {"count": f"{overtaken:,}"},
        )


def _words(decision: Decision, moved: int) -> str:
    match decision:
        case Decision.ARRIVED:
            words = ngettext(
                "%(count)s message now counts as sent. A late report still changes its result.",
                "%(count)s messages now count as sent. Late reports still change their results.",
                moved,
            )
        case Decision.AGAIN:
            words = ngettext(
                "%(count)s message is sent once more; see the send history.",
                "%(count)s messages are sent once more; see the send history.",
                moved,
            )
        case Decision.CLOSE:
            words = ngettext(
                "%(count)s message is closed and will not be sent again.",
                "%(count)s messages are closed and will not be sent again.",
                moved,
            )
    return words % {"count": f"{moved:,}"}


def _asked_dispatch(request: StoreRequest) -> Dispatch | None:
    """Of the address, or of the form."""
    given = id_in(request.GET.get("dispatch", "") or request.POST.get("dispatch", ""))
    return None if given is None else dispatch_to_view(request.membership, given)


def _address(request: StoreRequest, dispatch: Dispatch | None, **further: int) -> str:
    asked = ({"dispatch": dispatch.pk} if dispatch else {}) | further
    path = reverse("messages:unclear", args=[request.membership.store.slug])
    return f"{path}?{urlencode(asked)}" if asked else path


def _links(request: StoreRequest, dispatch: Dispatch | None, page: UnclearPage) -> _Links:
    return _Links(
        newer="" if page.newer is None else _address(request, dispatch, above=page.newer),
        older="" if page.older is None else _address(request, dispatch, below=page.older),
    )
