"""`send/drafts/`: one's own drafts, to go on with or to delete."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.web.request import StoreRequest
from messaging.domain.drafts.delete_draft import delete_draft as delete
from messaging.queries.access_drafts import draft_to_open
from messaging.queries.drafts import own_drafts


@require_safe
def drafts(request: StoreRequest, store_slug: str) -> HttpResponse:
    request.navigation_entry = "send:quick"
    return render(request, "messaging/drafts/list.html", {"drafts": own_drafts(request.membership)})


@require_POST
def delete_draft(request: StoreRequest, store_slug: str, draft_id: int) -> HttpResponse:
    delete(actor=request.membership, draft=draft_to_open(request.membership, draft_id))
    messages.success(request, _("The draft is deleted."))
    return redirect("send:drafts", store_slug)
