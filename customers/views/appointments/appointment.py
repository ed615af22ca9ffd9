"""One appointment: its page, the form, its status."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Membership, Permission
from accounts.registries.panels import panels_at
from accounts.web.parked_form import unpark_form
from accounts.web.request import StoreRequest
from customers.domain.appointments.save_appointment import cancel_appointment, save_appointment, set_status
from customers.forms.appointment_form import AppointmentForm, hours_before
from customers.models import Appointment, Customer
from customers.queries.access import customer_to_edit
from customers.queries.access_appointments import appointment_to_edit, appointment_to_view
from customers.queries.appointments.calendar import clashing, slots_of
from customers.queries.appointments.slot_states import state_of
from customers.views.record_rows import Row


@require_GET
def appointment_page(request: StoreRequest, store_slug: str, appointment_id: int) -> HttpResponse:
    membership = request.membership
    appointment = appointment_to_view(membership, appointment_id)
    [slot] = slots_of([appointment], membership.store)
    context = {
        "appointment": appointment,
        "customer": appointment.customer,
        "slot": slot,
        "state": state_of(slot),
        "rows": _rows(appointment),
        "clashes": slots_of(clashing(membership, appointment), membership.store),
        "is_booked": appointment.status == Appointment.Status.BOOKED,
        "may_edit": membership.may(Permission.CUSTOMERS_EDIT),
        "actions": panels_at("appointment_actions", membership, appointment),
        "panels": panels_at("appointment", membership, appointment),
    }
    return render(request, "customers/appointments/page.html", context)


@require_http_methods(["GET", "POST"])
def new_appointment(request: StoreRequest, store_slug: str, customer_id: int) -> HttpResponse:
    return _form_page(request, customer_to_edit(request.membership, customer_id), None)


@require_http_methods(["GET", "POST"])
def change_appointment(request: StoreRequest, store_slug: str, appointment_id: int) -> HttpResponse:
    appointment = appointment_to_edit(request.membership, appointment_id)
    return _form_page(request, appointment.customer, appointment)


@require_POST
def set_appointment_status(request: StoreRequest, store_slug: str, appointment_id: int) -> HttpResponse:
    """Done, did not come, or booked again. Cancelling asks on a page of its own."""
    appointment = appointment_to_edit(request.membership, appointment_id)
    wanted = request.POST.get("status", "")
    if wanted not in Appointment.Status.values or wanted == Appointment.Status.CANCELLED:
        raise Http404
    if set_status(actor=request.membership, appointment=appointment, status=Appointment.Status(wanted)):
        messages.success(request, _("Saved."))
    return redirect("appointments:page", store_slug, appointment.pk)


@require_http_methods(["GET", "POST"])
def cancel(request: StoreRequest, store_slug: str, appointment_id: int) -> HttpResponse:
    appointment = appointment_to_edit(request.membership, appointment_id)
    if request.method != "POST":
        [slot] = slots_of([appointment], request.membership.store)
        context = {"appointment": appointment, "slot": slot, "customer": appointment.customer}
        return render(request, "customers/appointments/cancel.html", context)
    if cancel_appointment(actor=request.membership, appointment=appointment):
        messages.success(request, _("The appointment is cancelled. A reminder that waited is taken back."))
    else:
        messages.info(request, _("The appointment was cancelled already."))
    return redirect("appointments:page", store_slug, appointment.pk)


def _form_page(request: StoreRequest, customer: Customer, appointment: Appointment | None) -> HttpResponse:
    membership, posted = request.membership, request.method == "POST"
    typed = request.POST if posted else unpark_form(request)
    if typed is not None and not posted:
        messages.warning(
            request, _("This is not saved yet. What you had typed is here again: please check it and save.")
        )
    form = AppointmentForm(
        typed,
        membership=membership,
        customer=customer,
        appointment=appointment,
        day=request.GET.get("day", "")[:10],
    )
    saved = _saved(membership, form, customer, appointment) if posted else None
    if saved is None:
        context = {"form": form, "customer": customer, "appointment": appointment}
        return render(request, "customers/appointments/form.html", context, status=422 if posted else 200)
    messages.success(request, _("Saved."))
    return redirect("appointments:page", membership.store.slug, saved.pk)


def _saved(
    membership: Membership, form: AppointmentForm, customer: Customer, appointment: Appointment | None
) -> Appointment | None:
    """None where something was refused; the form says what."""
    if not form.is_valid():
        return None
    try:
        return save_appointment(
            actor=membership, appointment=appointment, customer=customer, values=form.values
        )
    except ValidationError as refused:
        form.show_refusal(refused)
        return None


def _rows(appointment: Appointment) -> list[Row]:
    given: list[tuple[Any, Any]] = [
        (_("About"), appointment.title),
        (
            _("Asset"),
            " ".join([appointment.asset.label, appointment.asset.number]) if appointment.asset else "",
        ),
        (_("Staff in charge"), appointment.staff.user if appointment.staff else ""),
        (_("Place"), appointment.place),
        (_("Meeting URL"), appointment.meeting_url),
        (_("Meeting ID"), appointment.meeting_id),
        (_("Passcode"), appointment.passcode),
    ]
    hours = appointment.remind_hours
    return [
        *[(term, value) for term, value in given if value],
        (_("Reminder by SMS"), hours_before(hours) if hours else _("No reminder")),
    ]
