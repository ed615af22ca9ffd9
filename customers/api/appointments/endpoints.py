"""`/api/v1/appointments`: booking, moving, cancelling."""

from datetime import datetime
from http import HTTPStatus
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.endpoint import StoreEndpoint
from accounts.api.once import once
from accounts.api.pages import cursor_in, page, query_in
from accounts.api.problems import field_error, refused
from accounts.models import Permission
from customers.api.appointments import described
from customers.api.appointments.shapes import AppointmentChange, AppointmentQuery, AppointmentRequest
from customers.api.records.naming import read, refusal_of, staff
from customers.domain.appointments.save_appointment import (
    AppointmentValues,
    cancel_appointment,
    save_appointment,
)
from customers.models import Appointment, Asset, Customer
from customers.queries.access import customer_to_edit
from customers.queries.access_appointments import appointment_to_edit, appointment_to_view
from customers.queries.appointments.appointment_page import appointment_page
from customers.queries.appointments.choices import assets_to_choose

Json = dict[str, Any]


class Appointments(StoreEndpoint):
    permissions = {"GET": Permission.CUSTOMERS_VIEW, "POST": Permission.CUSTOMERS_EDIT}

    @extend_schema(**described.LIST)
    def get(self, request: Request) -> Response:
        asked = read(AppointmentQuery(data=query_in(request)))
        cursor = cursor_in(asked.get("cursor", ""))
        found = appointment_page(
            self.token,
            since=asked.get("from"),
            until=asked.get("to"),
            customer_id=int(asked["customer"]) if "customer" in asked else None,
            size=asked["limit"],
            below=cursor.below,
            above=cursor.above,
        )
        results = [_answer(self, row) for row in found.rows]
        return Response(page(request, results, newer=found.newer, older=found.older))

    @extend_schema(**described.CREATE)
    def post(self, request: Request) -> HttpResponseBase:
        return once(request, self.token, self._booked)

    def _booked(self) -> Response:
        asked = read(AppointmentRequest(data=self.request.data))
        customer = customer_to_edit(self.token, asked.pop("customer"))
        return Response(_saved(self, None, customer, asked), status=HTTPStatus.CREATED)


class OneAppointment(StoreEndpoint):
    permissions = {"GET": Permission.CUSTOMERS_VIEW, "PATCH": Permission.CUSTOMERS_EDIT}

    @extend_schema(**described.READ)
    def get(self, request: Request, appointment_id: int) -> Response:
        return Response(_answer(self, appointment_to_view(self.token, appointment_id)))

    @extend_schema(**described.CHANGE)
    def patch(self, request: Request, appointment_id: int) -> Response:
        appointment = appointment_to_edit(self.token, appointment_id)
        asked = read(AppointmentChange(data=request.data))
        return Response(_saved(self, appointment, appointment.customer, asked))


class AppointmentCancel(StoreEndpoint):
    permissions = {"POST": Permission.CUSTOMERS_EDIT}

    @extend_schema(**described.CANCEL)
    def post(self, request: Request, appointment_id: int) -> HttpResponseBase:
        return once(request, self.token, lambda: self._cancelled(appointment_id))

    def _cancelled(self, appointment_id: int) -> Response:
        cancel_appointment(actor=self.token, appointment=appointment_to_edit(self.token, appointment_id))
        return Response(_answer(self, appointment_to_view(self.token, appointment_id)))


def _saved(endpoint: StoreEndpoint, appointment: Appointment | None, customer: Customer, asked: Json) -> Json:
    """The appointment with what is asked for, as it is answered. Raises ApiProblem."""
    values = dict(asked)
    if "asset" in asked:
        values["asset"] = _asset(endpoint, customer, asked["asset"], appointment)
    if "staff" in asked:
        values["staff"] = staff(endpoint.token, asked["staff"])
    try:
        kept = save_appointment(
            actor=endpoint.token,
            appointment=appointment,
            customer=customer,
            values=cast(AppointmentValues, values),
        )
    except ValidationError as error:
        raise refusal_of(error) from error
    return _answer(endpoint, appointment_to_view(endpoint.token, kept.pk))


def _asset(
    endpoint: StoreEndpoint, customer: Customer, asset_id: int | None, appointment: Appointment | None
) -> Asset | None:
    """One of the customer's. Raises ApiProblem for any other."""
    if asset_id is None:
        return None
    current = appointment.asset_id if appointment else None
    for asset in assets_to_choose(endpoint.token, customer, current_id=current):
        if asset.pk == asset_id:
            return asset
    raise refused([field_error("asset", "not_found", _("The customer has no such asset in use."))])


def _answer(endpoint: StoreEndpoint, row: Appointment) -> Json:
    def moment(at: datetime) -> str:
        return at.astimezone(endpoint.store.zone).isoformat(timespec="milliseconds")

    return {
        "id": row.pk,
        "customer": row.customer_id,
        "status": row.status,
        "starts_at": row.starts_at.astimezone(endpoint.store.zone).isoformat(),
        "minutes": row.minutes,
        "title": row.title,
        "asset": row.asset_id,
        "staff": row.staff.user.email if row.staff else None,
        "place": row.place,
        "meeting_url": row.meeting_url,
        "meeting_id": row.meeting_id,
        "passcode": row.passcode,
        "notes": row.notes,
        "remind_hours": row.remind_hours,
        "created_at": moment(row.made_at),
        "updated_at": moment(row.changed_at),
    }
