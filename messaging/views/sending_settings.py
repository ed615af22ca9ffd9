"""`settings/sending/`: how messages are checked, introduced and linked."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Permission
from accounts.queries.memberships import require
from accounts.web.parked_form import unpark_form
from accounts.web.request import StoreRequest
from messaging.domain.define_sending import choices_in_force, define_sending
from messaging.forms.sending_form import SendingForm


@require_http_methods(["GET", "POST"])
def sending_settings(request: StoreRequest, store_slug: str) -> HttpResponse:
    """One form; saved as a whole."""
    require(request.membership, Permission.SENDING_DEFINE)
    is_posted = request.method == "POST"
    typed = request.POST if is_posted else unpark_form(request)
    form = SendingForm(typed, choices=choices_in_force(request.membership.store))
    if is_posted and form.is_valid():
        try:
            is_changed = define_sending(actor=request.membership, choices=form.choices)
        except ValidationError as refused:
            form.show_refusal(refused)
        else:
            messages.success(request, _("Saved.") if is_changed else _("Nothing was changed."))
            return redirect("sending:settings", store_slug)
    return render(
        request, "messaging/sending_settings.html", {"form": form}, status=422 if is_posted else 200
    )
