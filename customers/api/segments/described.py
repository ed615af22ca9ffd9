"""What the OpenAPI document says of each operation on saved searches."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter

from accounts.api.described import IDEMPOTENCY_KEY, answered, asked_with, problems
from customers.api.records.shapes import CustomerPageShape
from customers.api.segments.shapes import (
    CountShape,
    PageQuery,
    PreviewRequest,
    SegmentChange,
    SegmentPageShape,
    SegmentRequest,
    SegmentShape,
)

_CRITERIA = {
    "all": [
        {"field": "customer.sms_flag", "operator": "yes"},
        {"field": "contact.last_texted_at", "operator": "not_within_last_days", "value": 30},
    ]
}
_ASKED = {"name": "30日以内に連絡していない顧客", "criteria": _CRITERIA}
_ANSWERED = {
    "id": 12,
    "name": "30日以内に連絡していない顧客",
    "of": "customers",
    "criteria": _CRITERIA,
    "described": "SMSフラグがオン",
    "columns": ["customer.name", "customer.mobile"],
    "file_columns": ["customer.number", "customer.name", "customer.mobile"],
    "broken": [],
    "created_at": "2026-11-23T15:04:05.120+09:00",
    "updated_at": "2026-11-23T15:04:05.120+09:00",
    "archived_at": None,
}
_TAGS = ["segments"]
_SEGMENT_ID = OpenApiParameter(
    "segment_id",
    {"type": "integer", "minimum": 1, "maximum": 2**63 - 1},
    OpenApiParameter.PATH,
    description="As `id` in answers.",
)


LIST: dict[str, Any] = {
    "operation_id": "segments_list",
    "summary": "List saved searches",
    "description": "Without those put away. The newest first, a page at a time. Scope: read or customers.",
    "tags": _TAGS,
    "parameters": [PageQuery],
    "responses": {
        200: answered(SegmentPageShape, "A page.", {"results": [_ANSWERED], "next": None, "previous": None}),
        **problems(422),
    },
}
CREATE: dict[str, Any] = {
    "operation_id": "segments_create",
    "summary": "Save a search",
    "description": (
        "A field, operator or value that there is not is refused with its place in the criteria. Scope: customers."
    ),
    "tags": _TAGS,
    "parameters": [IDEMPOTENCY_KEY],
    "request": SegmentRequest,
    "examples": asked_with(_ASKED),
    "responses": {
        201: answered(SegmentShape, "Saved.", _ANSWERED),
        **problems(400, 409, 411, 413, 415, 422),
    },
}
PREVIEW: dict[str, Any] = {
    "operation_id": "segments_preview",
    "summary": "Count what criteria find",
    "description": "Nothing is saved. Scope: read or customers.",
    "tags": _TAGS,
    "request": PreviewRequest,
    "examples": asked_with({"criteria": _CRITERIA}),
    "responses": {
        200: answered(CountShape, "How many.", {"count": 318}),
        **problems(400, 411, 413, 415, 422),
    },
}
READ: dict[str, Any] = {
    "operation_id": "segments_read",
    "summary": "Read a saved search",
    "description": "Also one that was put away. Scope: read or customers.",
    "tags": _TAGS,
    "parameters": [_SEGMENT_ID],
    "responses": {200: answered(SegmentShape, "The saved search.", _ANSWERED), **problems(404)},
}
CHANGE: dict[str, Any] = {
    "operation_id": "segments_change",
    "summary": "Change a saved search",
    "description": "What is left out stays. Scope: customers.",
    "tags": _TAGS,
    "parameters": [_SEGMENT_ID],
    "request": SegmentChange,
    "examples": asked_with({"name": "連絡していない顧客"}),
    "responses": {
        200: answered(SegmentShape, "As it is now.", _ANSWERED | {"name": "連絡していない顧客"}),
        **problems(400, 404, 411, 413, 415, 422),
    },
}
ARCHIVE: dict[str, Any] = {
    "operation_id": "segments_archive",
    "summary": "Put a saved search away",
    "description": "It is offered no more; twice is once. Scope: customers.",
    "tags": _TAGS,
    "parameters": [_SEGMENT_ID, IDEMPOTENCY_KEY],
    "request": None,
    "responses": {
        200: answered(
            SegmentShape, "Put away.", _ANSWERED | {"archived_at": "2026-11-24T10:00:00.000+09:00"}
        ),
        **problems(400, 404, 409, 411),
    },
}
CUSTOMERS: dict[str, Any] = {
    "operation_id": "segments_customers",
    "summary": "List whom a saved search finds",
    "description": (
        "Each customer once, by kana, a page at a time; of a search for assets those who have them. 422 where the "
        "search is broken. Scope: read or customers."
    ),
    "tags": _TAGS,
    "parameters": [_SEGMENT_ID, PageQuery],
    "responses": {200: CustomerPageShape, **problems(404, 422)},
}
COUNT: dict[str, Any] = {
    "operation_id": "segments_count",
    "summary": "Count what a saved search finds",
    "description": "Exactly, now. 422 where the search is broken. Scope: read or customers.",
    "tags": _TAGS,
    "parameters": [_SEGMENT_ID],
    "responses": {200: answered(CountShape, "How many.", {"count": 318}), **problems(404, 422)},
}
