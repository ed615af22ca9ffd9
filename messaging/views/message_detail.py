"""`messages/<id>/`: one message in the history, and taking it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import Permission
from accounts.web.request import StoreRequest
from messaging.domain.cancel import cancel_message
from messaging.queries.access_history import message_to_cancel, message_to_view
from messaging.views.chosen_message import chosen_message
from messaging.views.history import history_answer

# The lower half of the page, as static/js/history.js and the rows' links name it.
_PART = "message"


@require_GET
def message_detail(request: StoreRequest, store_slug: str, message_id: int) -> HttpResponse:
    """The history with the message opened; for htmx only the message. A direct address works as well."""
    message = message_to_view(request.membership, message_id)
    if request.htmx.target == _PART and not request.htmx.history_restore_request:
        shown = chosen_message(request.membership, message)
        answer = render(
            request, "messaging/history/message.html", {"shown": shown, "row_query": _query(request)}
        )
    else:
        answer = history_answer(request, chosen=message)
    # A browser that goes back must not take the part for the page.
    patch_vary_headers(answer, ["HX-Request", "HX-Target"])
    return answer


@require_POST
def cancel(request: StoreRequest, store_slug: str, message_id: int) -> HttpResponse:
    """Take a waiting message back. Says so when it was too late; nothing else changes."""
    message = message_to_cancel(request.membership, message_id)
    if cancel_message(actor=request.membership, message=message):
        messages.success(
            request, _("The message was cancelled before it left. Nothing reaches the customer.")
        )
    else:
        messages.warning(
            request,
            _("The message could not be cancelled any more: it had already left or ended. See its result."),
        )
    if not request.membership.may(Permission.MESSAGES_VIEW):
        return redirect("send:done", store_slug, message.dispatch_id)
    address = reverse("messages:detail", args=[store_slug, message_id])
    query = _query(request)
    return redirect(f"{address}?{query}#message" if query else f"{address}#message")


def _query(request: StoreRequest) -> str:
    return request.GET.urlencode()
