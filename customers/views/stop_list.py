"""`/stores/{slug}/stops/`: every number that is not texted, and why; stopping one by hand, and lifting."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import Permission
from accounts.web.parked_form import unpark_form
from accounts.web.request import StoreRequest
from customers.domain.lift_suppression import lift_suppression
from customers.domain.suppress_number import suppress_number
from customers.forms.stop_forms import LiftForm, StopFilterForm, StopNumberForm
from customers.models import Suppression
from customers.phone import national_form
from customers.queries.access_consents import may_stop_numbers, stop_of_store_to_lift, stops_to_view
from customers.queries.stop_list import (
    Wanted,
    matching_stops,
    number_typed,
    stop_page,
    stopped_elsewhere,
    stopped_elsewhere_for,
)
from customers.views.paged import position_in


@require_GET
def stops(request: StoreRequest, store_slug: str) -> HttpResponse:
    """A whole number that is typed stands in the address for this one page; pages hang on ids."""
    membership = request.membership
    store = membership.store
    form = StopFilterForm(request.GET)
    valid, typed = form.is_valid(), str(form.cleaned_data.get("digits", ""))
    wanted = Wanted(
        typed=typed, **{name: form.cleaned_data.get(name, "") for name in ("state", "purpose", "reason")}
    )
    found = stops_to_view(membership)
    found = matching_stops(found, wanted, store=store) if valid else found.none()
    page = stop_page(found, below=position_in(request, "below"), above=position_in(request, "above"))
    phone, _digits = number_typed(typed, store=store)
    context = {
        "form": form,
        "page": page,
        "narrowed": any(request.GET.get(name) for name in form.fields),
        "newer_url": _address(request, "above", page.newer),
        "older_url": _address(request, "below", page.older),
        "elsewhere": stopped_elsewhere(store),
        "elsewhere_for": stopped_elsewhere_for(store, phone) if phone else [],
        "elsewhere_phone": national_form(phone) if phone else "",
        "may_stop": membership.may(Permission.SUPPRESSIONS_ADD),
        "may_lift": membership.may(Permission.SUPPRESSIONS_LIFT),
    }
    return render(request, "customers/stops/list.html", context)


def _address(request: StoreRequest, end: str, row_id: int | None) -> str:
    """The same filter, the next page."""
    if row_id is None:
        return ""
    query = request.GET.copy()
    for name in ("below", "above"):
        query.pop(name, None)
    query[end] = str(row_id)
    return f"?{query.urlencode()}"


@require_http_methods(["GET", "POST"])
def new_stop(request: StoreRequest, store_slug: str) -> HttpResponse:
    may_stop_numbers(request.membership)
    typed = request.POST if request.method == "POST" else unpark_form(request)
    form = StopNumberForm(typed, store=request.membership.store)
    if request.method == "POST" and form.is_valid():
        suppress_number(actor=request.membership, **form.cleaned_data)
        messages.success(
            request,
            _("Messages to %(number)s are stopped.") % {"number": national_form(form.cleaned_data["phone"])},
        )
        return redirect("stops:list", store_slug)
    context = {"form": form}
    return render(
        request, "customers/stops/new.html", context, status=422 if request.method == "POST" else 200
    )


@require_http_methods(["GET", "POST"])
def lift(request: StoreRequest, store_slug: str, suppression_id: int) -> HttpResponse:
    stop = stop_of_store_to_lift(request.membership, suppression_id)
    if not stop.is_in_force:
        messages.info(request, holds_no_more(stop))
        return redirect("stops:list", store_slug)
    form = lift_form(request, stop)
    if request.method == "POST" and form.is_valid():
        lift_suppression(actor=request.membership, suppression=stop, **form.lift)
        messages.success(request, _("The stop is lifted."))
        return redirect("stops:list", store_slug)
    context = {"form": form, "stop": stop, "phone_form": national_form(stop.phone)}
    return render(request, "customers/lift.html", context, status=422 if request.method == "POST" else 200)


def holds_no_more(stop: Suppression) -> str:
    """Why there is nothing to lift."""
    return _("This pause is over already.") if stop.is_over else _("This stop was lifted already.")


def lift_form(request: StoreRequest, stop: Suppression) -> LiftForm:
    """Also for the page that a customer's page leads to."""
    typed = request.POST if request.method == "POST" else unpark_form(request)
    return LiftForm(typed, stop=stop, store=request.membership.store)
