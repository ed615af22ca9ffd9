"""A new version of an account's prices, and taking back one that is not in force yet."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.web.parked_form import unpark_form
from accounts.web.request import StoreRequest
from messaging.domain.set_prices import set_prices, withdraw_prices
from messaging.forms.price_form import PriceForm
from messaging.queries.access_prices import account_to_price
from messaging.queries.price_versions import price_versions
from messaging.queries.senders import CARRIER_NAMES


@require_http_methods(["GET", "POST"])
def new_prices(request: StoreRequest, store_slug: str, account_id: int) -> HttpResponse:
    """Begins with the newest version: what changes is what somebody types."""
    account = account_to_price(request.membership, account_id)
    is_sent = request.method == "POST"
    versions = price_versions([account]).get(account.pk, [])
    form = PriceForm(
        request.POST if is_sent else unpark_form(request), before=versions[0].prices if versions else None
    )
    if is_sent and form.is_valid():
        try:
            table = set_prices(actor=request.membership, account=account, prices=form.prices)
        except ValidationError as refused:
            form.show_refusal(refused)
        else:
            words = _("The prices hold from %(day)s on.") % {"day": table.valid_from.isoformat()}
            messages.success(request, words)
            return redirect("sending:prices", store_slug)
    context = {"account": account, "form": form, "carriers": list(CARRIER_NAMES.values())}
    return render(request, "messaging/prices/form.html", context, status=422 if is_sent else 200)


@require_POST
def withdraw(request: StoreRequest, store_slug: str, account_id: int) -> HttpResponse:
    """The version from the day that the form names."""
    account = account_to_price(request.membership, account_id)
    try:
        day = date.fromisoformat(request.POST.get("valid_from", ""))
    except ValueError:
        raise Http404 from None
    try:
        taken_back = withdraw_prices(actor=request.membership, account=account, valid_from=day)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        words = (
            _("The prices from %(day)s on are taken back.")
            if taken_back
            else _("They were taken back already.")
        )
        messages.success(request, words % {"day": day.isoformat()})
    return redirect("sending:prices", store_slug)
