"""What the OpenAPI document says of each operation on consents and stops."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter

from accounts.api.described import IDEMPOTENCY_KEY, answered, asked_with, problems
from customers.api.consents.shapes import (
    ConsentRequest,
    ConsentsShape,
    LiftRequest,
    SuppressionPageShape,
    SuppressionQuery,
    SuppressionRequest,
    SuppressionShape,
)

_CONSENTS = {
    "phone": "+819012345678",
    "states": [
        {"purpose": "notice", "granted": None, "given_at": None, "position": None},
        {"purpose": "reminder", "granted": None, "given_at": None, "position": None},
        {"purpose": "promotion", "granted": True, "given_at": "2026-11-23T15:04:05+09:00", "position": 41},
    ],
    "entries": [
        {
            "position": 41,
            "purpose": "promotion",
            "granted": True,
            "given_at": "2026-11-23T15:04:05+09:00",
            "source": "counter",
            "wording": 2,
            "note": "",
            "ip": None,
            "user_agent": "",
            "evidence_sha256": None,
            "recorded_by": "API: till",
        }
    ],
}
_STOP = {
    "id": 7,
    "phone": "+819012345678",
    "purpose": "all",
    "reason": "at_request",
    "note": "",
    "created_at": "2026-11-23T15:04:05.120+09:00",
    "ends_at": None,
    "lifted_at": None,
    "lift_reason": "",
}
_LIFTED = _STOP | {"lifted_at": "2026-11-24T10:00:00.000+09:00", "lift_reason": "電話で依頼"}


def _row_id(name: str) -> OpenApiParameter:
    return OpenApiParameter(
        name,
        {"type": "integer", "minimum": 1, "maximum": 2**63 - 1},
        OpenApiParameter.PATH,
        description="As `id` in answers.",
    )


CONSENTS_READ: dict[str, Any] = {
    "operation_id": "consents_read",
    "summary": "Read a customer's consents",
    "description": "Of the customer's mobile number, in this store. Scope: read or customers.",
    "tags": ["consents"],
    "parameters": [_row_id("customer_id")],
    "responses": {200: answered(ConsentsShape, "What holds, and what was said.", _CONSENTS), **problems(404)},
}
CONSENTS_RECORD: dict[str, Any] = {
    "operation_id": "consents_record",
    "summary": "Record a consent or a withdrawal",
    "description": (
        "Written into the store's ledger, which is never changed. What was said last counts; a withdrawal takes back "
        "what waits to be sent for that purpose. Scope: customers."
    ),
    "tags": ["consents"],
    "parameters": [_row_id("customer_id"), IDEMPOTENCY_KEY],
    "request": ConsentRequest,
    "examples": asked_with({"purposes": ["promotion"], "granted": True, "source": "counter", "wording": 2}),
    "responses": {
        201: answered(ConsentsShape, "Recorded.", _CONSENTS),
        **problems(400, 404, 409, 411, 413, 415, 422),
    },
}
SUPPRESSIONS_LIST: dict[str, Any] = {
    "operation_id": "suppressions_list",
    "summary": "List stops",
    "description": (
        "Those that this store recorded. Stops of the company's other stores bind too; `POST messages/preview` says "
        "whether a number may be texted. The newest first, a page at a time. Scope: read or customers."
    ),
    "tags": ["suppressions"],
    "parameters": [SuppressionQuery],
    "responses": {
        200: answered(SuppressionPageShape, "A page.", {"results": [_STOP], "next": None, "previous": None}),
        **problems(422),
    },
}
SUPPRESSIONS_ADD: dict[str, Any] = {
    "operation_id": "suppressions_create",
    "summary": "Stop messages to a number",
    "description": (
        "It acts at once, takes back what waits, and binds every store of the company. A stop that is in force "
        "already is answered as it is. Scope: customers."
    ),
    "tags": ["suppressions"],
    "parameters": [IDEMPOTENCY_KEY],
    "request": SuppressionRequest,
    "examples": asked_with({"phone": "090-1234-5678", "reason": "at_request"}),
    "responses": {
        201: answered(SuppressionShape, "In force.", _STOP),
        **problems(400, 409, 411, 413, 415, 422),
    },
}
SUPPRESSIONS_LIFT: dict[str, Any] = {
    "operation_id": "suppressions_lift",
    "summary": "Lift a stop",
    "description": (
        "What the person said is written into the consent ledger. Lifting alone allows nothing: name in `allowed` "
        "what may go again. 409 for one that was lifted already. Scope: customers."
    ),
    "tags": ["suppressions"],
    "parameters": [_row_id("suppression_id"), IDEMPOTENCY_KEY],
    "request": LiftRequest,
    "examples": asked_with({"reason": "電話で依頼", "source": "call", "allowed": ["notice", "reminder"]}),
    "responses": {
        200: answered(SuppressionShape, "Lifted.", _LIFTED),
        **problems(400, 404, 409, 411, 413, 415, 422),
    },
}
