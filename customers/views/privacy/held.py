"""`privacy/`: everything held on one number, to be shown, handed over, erased."""

from django.http import FileResponse, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Permission
from accounts.queries.memberships import require
from accounts.web.request import StoreRequest
from customers.domain.privacy.export_person import export_person, held_on
from customers.forms.privacy.number_form import NumberForm
from customers.phone import national_form
from customers.queries.access_privacy import customer_to_erase, holders_to_erase
from customers.queries.privacy.people import whom_to_find
from customers.views.privacy.shown import shown_sources


@never_cache
@require_http_methods(["GET", "POST"])
def privacy(request: StoreRequest, store_slug: str) -> HttpResponse:
    """The search; with a `number` (any form) what was found. Posted, so that no number stands in a log."""
    membership = request.membership
    require(membership, Permission.PRIVACY_ERASE)
    typed = request.POST if request.method == "POST" else None
    form = NumberForm(typed, countries=membership.store.allowed_countries)
    if not form.is_valid():
        return render(
            request, "customers/privacy/held.html", {"form": form}, status=422 if form.errors else 200
        )
    return _found(request, form, form.cleaned_data["number"])


@never_cache
@require_GET
def of_customer(request: StoreRequest, store_slug: str, customer_id: int) -> HttpResponse:
    """From the customer's page: what is held on the record's number."""
    customer = customer_to_erase(request.membership, customer_id)
    phone = customer.mobile or customer.landline
    if not phone:
        return redirect("privacy:delete_customer", store_slug, customer.pk)
    form = NumberForm(
        QueryDict(urlencode({"number": national_form(phone)})),
        countries=request.membership.store.allowed_countries,
    )
    return _found(request, form, phone)


def _found(request: StoreRequest, form: NumberForm, phone: str) -> HttpResponse:
    membership = request.membership
    holders = holders_to_erase(membership, phone)
    whom = whom_to_find(phone, holders)
    context = {
        "form": form,
        "phone": phone,
        "phone_form": national_form(phone),
        "further": [national_form(one) for one in whom.phones if one != phone],
        "holders": holders,
        "found": shown_sources(held_on(whom), membership.store.zone),
    }
    return render(request, "customers/privacy/held.html", context)


@require_POST
def export(request: StoreRequest, store_slug: str) -> HttpResponseBase:
    """Everything held on the number as a ZIP."""
    membership = request.membership
    require(membership, Permission.PRIVACY_ERASE)
    form = NumberForm(request.POST, countries=membership.store.allowed_countries)
    if not form.is_valid():
        return render(request, "customers/privacy/held.html", {"form": form}, status=422)
    phone = form.cleaned_data["number"]
    whom = whom_to_find(phone, holders_to_erase(membership, phone))
    today = timezone.now().astimezone(membership.store.zone)
    return FileResponse(
        export_person(actor=membership, phone=phone, whom=whom),
        as_attachment=True,
        filename=f"{store_slug}-person-{today:%Y%m%d-%H%M}.zip",
        content_type="application/zip",
        headers={"Cache-Control": "no-store"},
    )
