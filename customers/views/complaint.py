"""Somebody complains: one page stops everything, keeps what was said, and helps with what to answer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.web.parked_form import unpark_form
from accounts.web.request import StoreRequest
from customers.domain.record_complaint import record_complaint
from customers.forms.complaint_form import ComplaintForm
from customers.queries.access import customer_to_stop
from customers.queries.complaint_scripts import complaint_scripts
from customers.queries.numbers import sharing_number_with


@require_http_methods(["GET", "POST"])
def complain(request: StoreRequest, store_slug: str, customer_id: int) -> HttpResponse:
    customer = customer_to_stop(request.membership, customer_id)
    request.navigation_entry = "customers:list"
    typed = request.POST if request.method == "POST" else unpark_form(request)
    form = ComplaintForm(typed, shown=customer.mobile or "")
    if request.method == "POST" and form.is_valid():
        record_complaint(actor=request.membership, **form.cleaned_data)
        messages.success(request, _("The complaint is kept, and no message goes to this number any more."))
        return redirect("customers:page", store_slug, customer.pk)
    context = {
        "form": form,
        "customer": customer,
        "sharing": sharing_number_with(customer),
        "scripts": complaint_scripts(request.membership.store),
    }
    return render(
        request, "customers/complaint.html", context, status=422 if request.method == "POST" else 200
    )
