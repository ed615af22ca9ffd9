"""What the OpenAPI document says of each operation on lists."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter

from accounts.api.described import IDEMPOTENCY_KEY, answered, asked_with, problems
from customers.api.lists.shapes import (
    ListChange,
    ListPageShape,
    ListRequest,
    ListShape,
    MembersRequest,
    PageQuery,
    PutShape,
    RemovalRequest,
    RemovedShape,
)
from customers.api.records.shapes import CustomerPageShape

_LIST = {
    "id": 4,
    "name": "春のタイヤ交換",
    "customers": 128,
    "is_usual": False,
    "created_at": "2026-11-23T15:04:05.120+09:00",
    "archived_at": None,
}
_PUT = {"new": 2, "already": 1, "unknown_customers": [], "unknown_numbers": ["090-0000-0000"]}
_TAGS = ["lists"]
_LIST_ID = OpenApiParameter(
    "list_id",
    {"type": "integer", "minimum": 1, "maximum": 2**63 - 1},
    OpenApiParameter.PATH,
    description="As `id` in answers.",
)


LIST: dict[str, Any] = {
    "operation_id": "lists_list",
    "summary": "List the store's lists",
    "description": "Archived ones too. The newest first, a page at a time. Scope: read or customers.",
    "tags": _TAGS,
    "parameters": [PageQuery],
    "responses": {
        200: answered(ListPageShape, "A page.", {"results": [_LIST], "next": None, "previous": None}),
        **problems(422),
    },
}
CREATE: dict[str, Any] = {
    "operation_id": "lists_create",
    "summary": "Make a list",
    "description": "With nobody on it. Scope: customers.",
    "tags": _TAGS,
    "parameters": [IDEMPOTENCY_KEY],
    "request": ListRequest,
    "examples": asked_with({"name": _LIST["name"]}),
    "responses": {
        201: answered(ListShape, "Made.", _LIST | {"customers": 0}),
        **problems(400, 409, 411, 413, 415, 422),
    },
}
READ: dict[str, Any] = {
    "operation_id": "lists_read",
    "summary": "Read a list",
    "description": "Its name and how many stand on it. Scope: read or customers.",
    "tags": _TAGS,
    "parameters": [_LIST_ID],
    "responses": {200: answered(ListShape, "The list.", _LIST), **problems(404)},
}
CHANGE: dict[str, Any] = {
    "operation_id": "lists_change",
    "summary": "Rename a list",
    "description": "What is left out stays. Scope: customers.",
    "tags": _TAGS,
    "parameters": [_LIST_ID],
    "request": ListChange,
    "examples": asked_with({"name": "秋のタイヤ交換"}),
    "responses": {
        200: answered(ListShape, "As it is now.", _LIST | {"name": "秋のタイヤ交換"}),
        **problems(400, 404, 411, 413, 415, 422),
    },
}


def _archiving(operation: str, summary: str, words: str, archived_at: str | None) -> dict[str, Any]:
    return {
        "operation_id": operation,
        "summary": summary,
        "description": words,
        "tags": _TAGS,
        "parameters": [_LIST_ID, IDEMPOTENCY_KEY],
        "request": None,
        "responses": {
            200: answered(ListShape, "As it is now.", _LIST | {"archived_at": archived_at}),
            **problems(400, 404, 409, 411, 422),
        },
    }


ARCHIVE = _archiving(
    "lists_archive",
    "Archive a list",
    "Whoever stands on it stays. Doing it twice changes nothing. Scope: customers.",
    "2026-11-24T10:00:00.000+09:00",
)
RESTORE = _archiving(
    "lists_restore",
    "Take an archived list back into use",
    "Refused where another list has its name by now. Doing it twice changes nothing. Scope: customers.",
    None,
)
CUSTOMERS: dict[str, Any] = {
    "operation_id": "lists_customers",
    "summary": "List who stands on a list",
    "description": "By kana, a page at a time. Scope: read or customers.",
    "tags": _TAGS,
    "parameters": [_LIST_ID, PageQuery],
    "responses": {200: CustomerPageShape, **problems(404, 422)},
}
PUT_ON: dict[str, Any] = {
    "operation_id": "lists_put_on",
    "summary": "Put customers on a list",
    "description": (
        "By id or by number; whoever is known is put on, and the answer names who is not. An archived list takes "
        "nobody. Doing it twice changes nothing. Scope: customers."
    ),
    "tags": _TAGS,
    "parameters": [_LIST_ID],
    "request": MembersRequest,
    "examples": asked_with({"customers": [318], "numbers": ["K-1024", "090-0000-0000"]}),
    "responses": {
        200: answered(PutShape, "Who was put on.", _PUT),
        **problems(400, 404, 411, 413, 415, 422),
    },
}
TAKE_OFF: dict[str, Any] = {
    "operation_id": "lists_take_off",
    "summary": "Take customers off a list",
    "description": "Their records stay as they are. Doing it twice changes nothing. Scope: customers.",
    "tags": _TAGS,
    "parameters": [_LIST_ID],
    "request": RemovalRequest,
    "examples": asked_with({"customers": [318]}),
    "responses": {
        200: answered(RemovedShape, "How many.", {"removed": 1}),
        **problems(400, 404, 411, 413, 415, 422),
    },
}
