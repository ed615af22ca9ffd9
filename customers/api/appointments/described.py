"""What the OpenAPI document says of each operation on appointments."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter

from accounts.api.described import IDEMPOTENCY_KEY, answered, asked_with, problems
from customers.api.appointments.shapes import (
    AppointmentChange,
    AppointmentPageShape,
    AppointmentQuery,
    AppointmentRequest,
    AppointmentShape,
)

_ASKED = {
    "customer": 318,
    "starts_at": "2027-03-15T10:30:00+09:00",
    "minutes": 30,
    "title": "車検のご相談",
    "place": "本店",
    "remind_hours": 24,
}
_ANSWERED = {
    **_ASKED,
    "id": 91,
    "status": "booked",
    "asset": None,
    "staff": "staff@sakura-auto.example",
    "meeting_url": "",
    "meeting_id": "",
    "passcode": "",
    "notes": "",
    "created_at": "2026-11-23T15:04:05.120+09:00",
    "updated_at": "2026-11-23T15:04:05.120+09:00",
}
_TAGS = ["appointments"]
_APPOINTMENT_ID = OpenApiParameter(
    "appointment_id",
    {"type": "integer", "minimum": 1, "maximum": 2**63 - 1},
    OpenApiParameter.PATH,
    description="As `id` in answers.",
)


LIST: dict[str, Any] = {
    "operation_id": "appointments_list",
    "summary": "List appointments",
    "description": "The newest made first, a page at a time, cancelled ones too. Scope: read or customers.",
    "tags": _TAGS,
    "parameters": [AppointmentQuery],
    "responses": {
        200: answered(
            AppointmentPageShape, "A page.", {"results": [_ANSWERED], "next": None, "previous": None}
        ),
        **problems(422),
    },
}
CREATE: dict[str, Any] = {
    "operation_id": "appointments_create",
    "summary": "Book an appointment",
    "description": (
        "Another appointment of the same person at the same time is no reason to refuse it. With `remind_hours` a "
        "reminder goes out by itself, to a customer whose SMS flag is on. Scope: customers."
    ),
    "tags": _TAGS,
    "parameters": [IDEMPOTENCY_KEY],
    "request": AppointmentRequest,
    "examples": asked_with(_ASKED),
    "responses": {
        201: answered(AppointmentShape, "Booked.", _ANSWERED),
        **problems(400, 404, 409, 411, 413, 415, 422),
    },
}
READ: dict[str, Any] = {
    "operation_id": "appointments_read",
    "summary": "Read an appointment",
    "description": "Scope: read or customers.",
    "tags": _TAGS,
    "parameters": [_APPOINTMENT_ID],
    "responses": {200: answered(AppointmentShape, "The appointment.", _ANSWERED), **problems(404)},
}
CHANGE: dict[str, Any] = {
    "operation_id": "appointments_change",
    "summary": "Move or change an appointment",
    "description": (
        "What is left out stays. A reminder of a time that holds no more is taken back while it waits, and a moved "
        "appointment is reminded of anew. Scope: customers."
    ),
    "tags": _TAGS,
    "parameters": [_APPOINTMENT_ID],
    "request": AppointmentChange,
    "examples": asked_with({"starts_at": "2027-03-15T11:00:00+09:00"}),
    "responses": {
        200: answered(
            AppointmentShape, "As it is now.", _ANSWERED | {"starts_at": "2027-03-15T11:00:00+09:00"}
        ),
        **problems(400, 404, 411, 413, 415, 422),
    },
}
CANCEL: dict[str, Any] = {
    "operation_id": "appointments_cancel",
    "summary": "Cancel an appointment",
    "description": (
        "A reminder that waits is taken back; the customer is not told by itself. Doing it twice changes nothing. "
        "Scope: customers."
    ),
    "tags": _TAGS,
    "parameters": [_APPOINTMENT_ID, IDEMPOTENCY_KEY],
    "request": None,
    "responses": {
        200: answered(AppointmentShape, "As it is now.", _ANSWERED | {"status": "cancelled"}),
        **problems(400, 404, 409, 411),
    },
}
