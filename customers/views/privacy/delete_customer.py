"""`privacy/customers/{id}/delete/`: one record that was entered wrongly or twice; the number's history stays."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.web.request import StoreRequest
from customers.domain.delete_customer import delete_customer as delete
from customers.forms.privacy.typed_word import TypedWordForm
from customers.models import Customer
from customers.queries.access_privacy import customer_to_erase
from customers.queries.privacy.records import belongings_of


@require_http_methods(["GET", "POST"])
def delete_customer(request: StoreRequest, store_slug: str, customer_id: int) -> HttpResponse:
    customer = customer_to_erase(request.membership, customer_id)
    form = _form(request, customer)
    if request.method == "POST" and form.is_valid():
        delete(actor=request.membership, customer=customer)
        messages.success(request, _("The record is deleted."))
        return redirect("customers:list", store_slug)
    context = {"customer": customer, "form": form, "belongings": belongings_of(customer)}
    status = 422 if request.method == "POST" else 200
    return render(request, "customers/privacy/delete_customer.html", context, status=status)


def _form(request: StoreRequest, customer: Customer) -> TypedWordForm:
    """The last four digits, where there are any."""
    data = request.POST if request.method == "POST" else None
    phone = customer.mobile or customer.landline
    if phone:
        label = _("Type the last four digits of the number %(number)s")
        form = customer.mobile_form or customer.landline_form
        return TypedWordForm(data, label=label % {"number": form}, expected=phone[-4:], numeric=True)
    word = _("delete")
    return TypedWordForm(data, label=_("Type the word “%(word)s”") % {"word": word}, expected=word)
