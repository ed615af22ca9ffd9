"""Entering a customer, and changing the record."""

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
from customers.domain.save_customer import save_customer
from customers.forms.customer_form import CustomerForm
from customers.models import Customer
from customers.queries.access import customer_to_edit


@require_http_methods(["GET", "POST"])
def new_customer(request: StoreRequest, store_slug: str) -> HttpResponse:
    require(request.membership, Permission.CUSTOMERS_EDIT)
    return _form_page(request, None)


@require_http_methods(["GET", "POST"])
def change_customer(request: StoreRequest, store_slug: str, customer_id: int) -> HttpResponse:
    return _form_page(request, customer_to_edit(request.membership, customer_id))


def _form_page(request: StoreRequest, customer: Customer | None) -> HttpResponse:
    membership = request.membership
    if request.method != "POST":
        typed = unpark_form(request)
        if typed is not None:
            messages.warning(
                request,
                _("This is not saved yet. What you had typed is here again: please check it and save."),
            )
        form = CustomerForm(typed, membership=membership, customer=customer)
        return render(request, "customers/form.html", {"form": form, "customer": customer})
    form = CustomerForm(request.POST, membership=membership, customer=customer)
    saved = _saved(request, form, customer)
    if saved is None:
        return render(request, "customers/form.html", {"form": form, "customer": customer}, status=422)
    messages.success(request, _("Saved."))
    return redirect("customers:page", membership.store.slug, saved.pk)


def _saved(request: StoreRequest, form: CustomerForm, customer: Customer | None) -> Customer | None:
    if not form.is_valid():
        return None
    try:
        return save_customer(actor=request.membership, customer=customer, values=form.values)
    except ValidationError as refused:
        form.show_refusal(refused)
        return None
