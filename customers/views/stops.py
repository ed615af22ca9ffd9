"""Stopping messages to a customer's number, and allowing them again. Each asks on a page of its own."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.web.parked_form import unpark_form
from accounts.web.request import StoreRequest
from customers.domain.lift_suppression import lift_suppression
from customers.domain.suppress_number import suppress_number
from customers.forms.stop_forms import StopForm
from customers.queries.access import customer_to_stop, customer_to_view, stop_to_lift
from customers.queries.numbers import sharing_number_with
from customers.views.stop_list import holds_no_more, lift_form


@require_http_methods(["GET", "POST"])
def stop_number(request: StoreRequest, store_slug: str, customer_id: int) -> HttpResponse:
    customer = customer_to_stop(request.membership, customer_id)
    typed = request.POST if request.method == "POST" else unpark_form(request)
    form = StopForm(typed, shown=customer.mobile or "")
    if request.method == "POST" and form.is_valid():
        suppress_number(
            actor=request.membership,
            phone=form.cleaned_data["phone"],
            reason=form.cleaned_data["reason"],
            note=form.cleaned_data["note"],
        )
        messages.success(request, _("Messages to this number are stopped."))
        return redirect("customers:page", store_slug, customer.pk)
    context = {"form": form, "customer": customer, "sharing": sharing_number_with(customer)}
    return render(request, "customers/stop.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
def lift_stop(request: StoreRequest, store_slug: str, customer_id: int, suppression_id: int) -> HttpResponse:
    customer = customer_to_view(request.membership, customer_id)
    stop = stop_to_lift(request.membership, customer, suppression_id)
    if not stop.is_in_force:
        messages.info(request, holds_no_more(stop))
        return redirect("customers:page", store_slug, customer.pk)
    form = lift_form(request, stop)
    if request.method == "POST" and form.is_valid():
        lift_suppression(actor=request.membership, suppression=stop, **form.lift)
        messages.success(request, _("The stop is lifted."))
        return redirect("customers:page", store_slug, customer.pk)
    context = {"form": form, "customer": customer, "stop": stop, "phone_form": customer.mobile_form}
    return render(request, "customers/lift.html", context, status=422 if request.method == "POST" else 200)
