"""A change of many SMS flags as it was made, and the way back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.web.request import StoreRequest
from customers.domain.change_flags import Undone, undo_flags
from customers.models import BulkChange
from customers.queries.access_assets import flag_change_to_undo
from customers.queries.flags import still_changed


@require_http_methods(["GET", "POST"])
def flag_change(request: StoreRequest, store_slug: str, change_id: int) -> HttpResponse:
    change = flag_change_to_undo(request.membership, change_id)
    if request.method == "POST":
        try:
            undone = undo_flags(actor=request.membership, change=change)
        except ValidationError as refused:
            messages.info(request, refused.messages[0])
        else:
            messages.success(request, _told(undone))
        return redirect("customers:flag_change", store_slug, change.pk)
    still = 0 if change.undone_at else still_changed(change)
    context = {
        "change": change,
        "of_customers": change.of == BulkChange.Of.CUSTOMERS,
        "changed_form": f"{change.changed:,}",
        "before": not change.flag,
        "still": still,
        "still_form": f"{still:,}",
        "left": change.changed - still,
        "left_form": f"{change.changed - still:,}",
    }
    return render(request, "customers/flags/change.html", context)


def _told(undone: Undone) -> str:
    told = _("Taken back on %(back)s records.") % {"back": f"{undone.back:,}"}
    if undone.left:
        told += " " + _("%(left)s were changed since, or are gone, and stay as they are.") % {
            "left": f"{undone.left:,}"
        }
    return told
