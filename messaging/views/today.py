"""`messages/today/`: the first page's figures again, for a page that stays open."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.web.request import StoreRequest
from messaging.domain.waits import UNCLEAR_ASKED_FOR
from messaging.queries.shown_today import shown_today


@require_GET
def today(request: StoreRequest, store_slug: str) -> HttpResponse:
    """The panel anew; 204 while it shows what the page has (`seen`). Raises PermissionDenied."""
    shown = shown_today(request.membership, asked_for=UNCLEAR_ASKED_FOR)
    if request.GET.get("seen") == shown.seen:
        return HttpResponse(status=204)
    return render(request, "messaging/panels/today.html", {"panel": {"today": shown}})
