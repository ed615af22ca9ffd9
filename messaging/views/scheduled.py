"""`messages/scheduled/`: what goes out at a later time (予約一覧), and taking it back until it leaves."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Permission
from accounts.web.addresses import id_named, kept_query
from accounts.web.request import StoreRequest
from messaging.queries.access import dispatch_to_cancel
from messaging.queries.scheduled import Span, scheduled_page
from messaging.views.history import zone_words
from messaging.views.shown_scheduled import shown_scheduled
from messaging.views.taking_back import cancel_and_tell

_IN_ADDRESS = ("span", "below", "above")


@require_safe
def scheduled(request: StoreRequest, store_slug: str) -> HttpResponse:
    membership = request.membership
    request.navigation_entry = "messages:scheduled"
    span = _span(request)
    page = scheduled_page(
        membership,
        span,
        now=timezone.now(),
        below=id_named(request.GET, "below"),
        above=id_named(request.GET, "above"),
    )
    context: dict[str, Any] = {
        "is_past": span is Span.PAST,
        "rows": [shown_scheduled(membership, row) for row in page.rows],
        "newer": _address(request, "above", page.newer),
        "older": _address(request, "below", page.older),
        "query": urlencode(kept_query(request.GET, _IN_ADDRESS)),
        "zone": zone_words(membership.store),
        "may_send": membership.may(Permission.MESSAGES_SEND),
    }
    return render(request, "messaging/scheduled/page.html", context)


@require_POST
def cancel_scheduled(request: StoreRequest, store_slug: str, dispatch_id: int) -> HttpResponse:
    """Back to the same page of the list."""
    cancel_and_tell(request, dispatch_to_cancel(request.membership, dispatch_id))
    address = reverse("messages:scheduled", args=[store_slug])
    query = urlencode(kept_query(request.GET, _IN_ADDRESS))
    return redirect(f"{address}?{query}" if query else address)


def _span(request: StoreRequest) -> Span:
    return Span.PAST if request.GET.get("span") == Span.PAST else Span.AHEAD


def _address(request: StoreRequest, end: str, dispatch_id: int | None) -> str:
    if dispatch_id is None:
        return ""
    return f"?{urlencode({**kept_query(request.GET, ('span',)), end: dispatch_id})}"
