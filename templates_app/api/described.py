"""What the OpenAPI document says of each operation on templates."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter

from accounts.api.described import IDEMPOTENCY_KEY, answered, asked_with, problems
from templates_app.api.shapes import (
    MergeFieldsShape,
    TemplateChange,
    TemplatePageShape,
    TemplateQuery,
    TemplateRequest,
    TemplateShape,
)

_BODY = "[[宛名]]、整備が完了しました。お引き取りをお待ちしております。[[店舗名]] [[電話番号]]"
_TEMPLATE = {
    "id": 12,
    "version": 3,
    "name": "整備完了",
    "category": "整備",
    "purpose": "notice",
    "language": "ja",
    "for_appointments": False,
    "subject": "",
    "body": _BODY,
    "merge_fields": ["宛名", "店舗名", "電話番号"],
    "created_at": "2026-11-23T15:04:05.120+09:00",
    "changed_at": "2026-11-24T10:00:00.000+09:00",
    "archived_at": None,
}
_FIELD = {
    "name": "氏名",
    "names": ["顧客名", "name"],
    "label": "氏名",
    "group": "顧客",
    "example": "山田 太郎",
}
_TAGS = ["templates"]
_TEMPLATE_ID = OpenApiParameter(
    "template_id",
    {"type": "integer", "minimum": 1, "maximum": 2**63 - 1},
    OpenApiParameter.PATH,
    description="As `id` in answers.",
)


LIST: dict[str, Any] = {
    "operation_id": "templates_list",
    "summary": "List the store's templates",
    "description": "Archived ones too. The newest first, a page at a time. Scope: send.",
    "tags": _TAGS,
    "parameters": [TemplateQuery],
    "responses": {
        200: answered(TemplatePageShape, "A page.", {"results": [_TEMPLATE], "next": None, "previous": None}),
        **problems(422),
    },
}
CREATE: dict[str, Any] = {
    "operation_id": "templates_create",
    "summary": "Make a template",
    "description": "Refused where its text names a field that there is not; the error says which. Scope: admin.",
    "tags": _TAGS,
    "parameters": [IDEMPOTENCY_KEY],
    "request": TemplateRequest,
    "examples": asked_with({"name": _TEMPLATE["name"], "category": _TEMPLATE["category"], "body": _BODY}),
    "responses": {
        201: answered(TemplateShape, "Made.", _TEMPLATE | {"version": 1}),
        **problems(400, 409, 411, 413, 415, 422),
    },
}
READ: dict[str, Any] = {
    "operation_id": "templates_read",
    "summary": "Read a template",
    "description": "As it is now. Scope: send.",
    "tags": _TAGS,
    "parameters": [_TEMPLATE_ID],
    "responses": {200: answered(TemplateShape, "The template.", _TEMPLATE), **problems(404)},
}
CHANGE: dict[str, Any] = {
    "operation_id": "templates_change",
    "summary": "Change a template",
    "description": (
        "What is left out stays. It becomes the next version; messages keep the version that they were made from. "
        "Scope: admin."
    ),
    "tags": _TAGS,
    "parameters": [_TEMPLATE_ID],
    "request": TemplateChange,
    "examples": asked_with({"category": "点検"}),
    "responses": {
        200: answered(TemplateShape, "As it is now.", _TEMPLATE | {"version": 4, "category": "点検"}),
        **problems(400, 404, 411, 413, 415, 422),
    },
}


def _archiving(operation: str, summary: str, words: str, archived_at: str | None) -> dict[str, Any]:
    return {
        "operation_id": operation,
        "summary": summary,
        "description": words,
        "tags": _TAGS,
        "parameters": [_TEMPLATE_ID, IDEMPOTENCY_KEY],
        "request": None,
        "responses": {
            200: answered(TemplateShape, "As it is now.", _TEMPLATE | {"archived_at": archived_at}),
            **problems(400, 404, 409, 411, 422),
        },
    }


ARCHIVE = _archiving(
    "templates_archive",
    "Archive a template",
    "No message is made from it any more. Doing it twice changes nothing. Scope: admin.",
    "2026-11-25T10:00:00.000+09:00",
)
RESTORE = _archiving(
    "templates_restore",
    "Take an archived template back into use",
    "Refused where another template has its name by now. Doing it twice changes nothing. Scope: admin.",
    None,
)
FIELDS: dict[str, Any] = {
    "operation_id": "merge_fields_list",
    "summary": "List the merge fields",
    "description": "What texts of this store may name between [[ and ]]. Scope: send.",
    "tags": _TAGS,
    "parameters": [],
    "responses": {200: answered(MergeFieldsShape, "All of them.", {"results": [_FIELD]}), **problems()},
}
