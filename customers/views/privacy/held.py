"""`privacy/`: everything held on one number, to be shown, handed over, erased."""

from typing import Any

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.models import Permission
from accounts.queries.memberships import require
from accounts.web.request import StoreRequest
from customers.domain.privacy.export_person import export_person, held_on
from customers.forms.privacy.number_form import NumberForm
from customers.phone import national_digits, national_form
from customers.queries.access_privacy import customer_to_erase, holders_to_erase
from customers.queries.privacy.people import whom_to_find
from customers.views.privacy.shown import shown_sources


@never_cache
@require_GET
def privacy(request: StoreRequest, store_slug: str) -> HttpResponse:
    """The search; with `?number=` (any form) what was found."""
    membership = request.membership
    require(membership, Permission.PRIVACY_ERASE)
    typed = request.GET if "number" in request.GET else None
    form = NumberForm(typed, countries=membership.store.allowed_countries)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        phone = form.cleaned_data["number"]
        holders = holders_to_erase(membership, phone)
        context |= {
            "phone": phone,
            "phone_form": national_form(phone),
            "holders": holders,
            "found": shown_sources(held_on(whom_to_find(phone, holders)), membership.store.zone),
        }
    return render(request, "customers/privacy/held.html", context, status=422 if form.errors else 200)


@require_GET
def of_customer(request: StoreRequest, store_slug: str, customer_id: int) -> HttpResponse:
    """From the customer's page: to what is held on the record's number."""
    customer = customer_to_erase(request.membership, customer_id)
    phone = customer.mobile or customer.landline
    if not phone:
        return redirect("privacy:delete_customer", store_slug, customer.pk)
    return redirect(f"{reverse('privacy:search', args=[store_slug])}?number={national_digits(phone)}")


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
