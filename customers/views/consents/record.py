"""What a customer said about messages, written down on a page of its own."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Permission
from accounts.web.parked_form import unpark_form
from accounts.web.request import StoreRequest
from accounts.web.uploads import FileTooLarge, file_in, takes_file
from customers.domain.consents.append import record_consents
from customers.domain.keep_upload import keep_upload
from customers.forms.consents.record_form import MOST_EVIDENCE, RecordForm
from customers.models import Customer
from customers.queries.access_consents import customer_to_hear, wordings_to_show
from customers.queries.consent_ledger import standings_of
from customers.queries.numbers import sharing_number_with


@takes_file(most=MOST_EVIDENCE)
@require_http_methods(["GET", "POST"])
def record(request: StoreRequest, store_slug: str, customer_id: int) -> HttpResponse:
    customer = customer_to_hear(request.membership, customer_id)
    request.navigation_entry = "customers:list"
    form = _form(request, customer)
    if request.method == "POST" and form.is_valid():
        _keep(request, form)
        messages.success(request, _("It stands in the consent ledger."))
        return redirect("customers:page", store_slug, customer.pk)
    context = {
        "form": form,
        "customer": customer,
        "sharing": sharing_number_with(customer),
        "standings": standings_of(customer.mobile or ""),
        "wordings": list(wordings_to_show(request.membership)[:20]),
        "may_word": request.membership.may(Permission.SIGN_UP_MANAGE),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "customers/consents/record.html", context, status=status)


def _form(request: StoreRequest, customer: Customer) -> RecordForm:
    if request.method != "POST":
        return RecordForm(unpark_form(request), membership=request.membership, customer=customer)
    form = RecordForm(request.POST, request.FILES, membership=request.membership, customer=customer)
    try:
        file_in(request, "evidence")
    except FileTooLarge as refused:
        form.add_error(
            "evidence", _("The file is larger than %(most)s MB.") % {"most": refused.most // 1_000_000}
        )
    return form


def _keep(request: StoreRequest, form: RecordForm) -> None:
    """The file and the entries, or neither."""
    file = form.cleaned_data["evidence"]
    with transaction.atomic():
        kept = (
            keep_upload(
                actor=request.membership, name=file.name or "", pieces=file.chunks(), most=MOST_EVIDENCE
            )
            if file
            else None
        )
        record_consents(actor=request.membership, given=form.given(kept))
