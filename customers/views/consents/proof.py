"""`consents/proof/`: what the ledger holds on one number, on a page, as PDF and as CSV.

Numbers come by POST: an address would carry them into logs.
"""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.domain.record_audit import record_audit
from accounts.web.request import StoreRequest
from customers.domain.consents.write_proof import proof_as_csv, proof_as_pdf
from customers.forms.consents.number_form import NumberForm
from customers.phone import masked_form, national_form
from customers.queries.access_consents import links_to_prove, records_to_prove
from customers.queries.consent_ledger import Proof, proof_of


@require_http_methods(["GET", "POST"])
def proof(request: StoreRequest, store_slug: str) -> HttpResponse:
    links_to_prove(request.membership)
    form = NumberForm(request.POST if request.method == "POST" else None, store=request.membership.store)
    found = _found(request, form) if form.is_bound and form.is_valid() else None
    context = {
        "form": form,
        "proof": found,
        "phone_form": national_form(found.phone) if found else "",
    }
    return render(request, "customers/consents/proof.html", context, status=422 if form.errors else 200)


@require_POST
def proof_pdf(request: StoreRequest, store_slug: str) -> HttpResponse:
    return _file(request, store_slug, "pdf", "application/pdf", proof_as_pdf)


@require_POST
def proof_csv(request: StoreRequest, store_slug: str) -> HttpResponse:
    return _file(request, store_slug, "csv", "text/csv; charset=utf-8", proof_as_csv)


def _found(request: StoreRequest, form: NumberForm) -> Proof:
    membership = request.membership
    return proof_of(form.cleaned_data["phone"], links_to_prove(membership), records_to_prove(membership))


def _file(
    request: StoreRequest, store_slug: str, ending: str, kind: str, written: Callable[..., bytes]
) -> HttpResponse:
    membership = request.membership
    links_to_prove(membership)
    form = NumberForm(request.POST, store=membership.store)
    if not form.is_valid():
        return redirect("consents:proof", store_slug)
    found, now = _found(request, form), timezone.now()
    body = written(found, store=membership.store, now=now)
    record_audit(
        actor=membership,
        action="consents.exported",
        target=membership.store,
        details={"phone": masked_form(found.phone), "form": ending, "entries": len(found.rows)},
    )
    # The last four digits tell papers apart; a file's name travels further than the paper.
    name = f"{store_slug}-consent-{found.phone[-4:]}-{now.astimezone(membership.store.zone):%Y%m%d-%H%M}.{ending}"
    return HttpResponse(
        body,
        content_type=kind,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )
