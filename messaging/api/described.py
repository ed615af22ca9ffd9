"""What the OpenAPI document says of each operation on messages."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from accounts.api.described import IDEMPOTENCY_KEY, FieldErrorShape, asked_with, problems
from messaging.api.shapes import (
    BatchShape,
    ListQuery,
    MessagePageShape,
    MessageRequest,
    MessageShape,
    PreviewShape,
)


class BatchResultShape(serializers.Serializer[Any]):
    """Either `id` or `errors`."""

    index = serializers.IntegerField(help_text="The position in the request, from 0.")
    id = serializers.IntegerField(required=False)
    errors = FieldErrorShape(many=True, required=False)  # type: ignore[assignment]

    class Meta:
        ref_name = "BatchResult"


class BatchAnswerShape(serializers.Serializer[Any]):
    results = BatchResultShape(many=True)

    class Meta:
        ref_name = "BatchAnswer"


_ASKED = {
    "to": "090-1234-5678",
    "body": "さくら自動車です。お預かりのお車の整備が終わりました。18時までにお越しください。03-1234-5678",
    "reference": "order-20261123-17",
}
_ANSWERED = {
    "id": 41207,
    "status": "scheduled",
    "reason": None,
    "to": "+819012345678",
    "customer": 318,
    "body": _ASKED["body"],
    "subject": "20261123150405",
    "memo": "",
    "purpose": "notice",
    "send_at": None,
    "expires_at": None,
    "parts": {"docomo": 1, "au": 1, "softbank": 1, "rakuten": 1},
    "price": {"currency": "JPY", "low": "3.3", "high": "3.5", "charged": None},
    "warnings": [],
    "created_at": "2026-11-23T15:04:05.120+09:00",
    "accepted_at": None,
    "delivered_at": None,
    "carrier": None,
    "provider_id": None,
    "reference": _ASKED["reference"],
    "links": [],
}
_BY_TEMPLATE = {
    "customer": 318,
    "template": 12,
    "fields": {"お渡し日": "11月24日(火)"},
    "link": "https://shop.example.jp/orders/17",
    "track_links": True,
}
_DELIVERED = _ANSWERED | {
    "status": "delivered",
    "accepted_at": "2026-11-23T15:04:05.480+09:00",
    "delivered_at": "2026-11-23T15:04:09.000+09:00",
    "carrier": "docomo",
    "provider_id": "8c1f0a52",
}
_WITHHELD = _ANSWERED | {"id": 41208, "status": "withheld", "reason": "suppressed"}


def _answer(shape: Any, words: str, **examples: Any) -> OpenApiResponse:
    return OpenApiResponse(
        shape,
        description=words,
        examples=[OpenApiExample(name, value=value, response_only=True) for name, value in examples.items()],
    )


_TAGS = ["messages"]
_MESSAGE_ID = OpenApiParameter(
    "message_id",
    {"type": "integer", "minimum": 1, "maximum": 2**63 - 1},
    OpenApiParameter.PATH,
    description="As `id` in answers.",
)

CREATE: dict[str, Any] = {
    "operation_id": "messages_create",
    "summary": "Send a message",
    "description": (
        "Taken and recorded; it leaves within a second, or at `send_at`. Who may not be texted is recorded all the "
        "same: `status` withheld, with the `reason`. What could never be a message is refused (422), and so is a text "
        "with a warning that `acknowledge` does not name. Scope: send; `customer` needs read or customers too."
    ),
    "tags": _TAGS,
    "parameters": [IDEMPOTENCY_KEY],
    "request": MessageRequest,
    "examples": [
        *asked_with(_ASKED),
        OpenApiExample("by a template", value=_BY_TEMPLATE, request_only=True),
    ],
    "responses": {
        202: _answer(MessageShape, "Taken.", scheduled=_ANSWERED, withheld=_WITHHELD),
        **problems(400, 404, 409, 411, 413, 415, 422),
    },
}
PREVIEW: dict[str, Any] = {
    "operation_id": "messages_preview",
    "summary": "See what would be sent",
    "description": "As sending, but nothing is made; warnings need no acknowledging. Scope: send.",
    "tags": _TAGS,
    "request": MessageRequest,
    "examples": asked_with(_ASKED),
    "responses": {
        200: _answer(
            PreviewShape,
            "What would be made.",
            preview=_ANSWERED | {"id": None, "created_at": None, "hints": []},
        ),
        **problems(400, 404, 411, 413, 415, 422),
    },
}
BATCH: dict[str, Any] = {
    "operation_id": "messages_batch",
    "summary": "Send up to 1,000 messages",
    "description": (
        "Each message is taken or refused by itself. Two alike are two messages. Over ten of them wait in the lane of "
        "bulk sends, so that they do not stand before a notice at the counter. Scope: send."
    ),
    "tags": _TAGS,
    "parameters": [IDEMPOTENCY_KEY],
    "request": BatchShape,
    "examples": asked_with({"messages": [_ASKED, {"to": "03-1234-5678", "body": "…"}]}),
    "responses": {
        202: _answer(
            BatchAnswerShape,
            "What became of each, in order.",
            results={
                "results": [
                    {"index": 0, "id": 41207},
                    {"index": 1, "errors": [{"field": "to", "code": "not_mobile", "message": "…"}]},
                ]
            },
        ),
        **problems(400, 409, 411, 413, 415, 422),
    },
}
LIST: dict[str, Any] = {
    "operation_id": "messages_list",
    "summary": "List messages",
    "description": "The newest first, a page at a time. Scope: read.",
    "tags": _TAGS,
    "parameters": [ListQuery],
    "responses": {
        200: _answer(
            MessagePageShape,
            "A page.",
            page={"results": [_DELIVERED], "next": None, "previous": None},
        ),
        **problems(422),
    },
}
READ: dict[str, Any] = {
    "operation_id": "messages_read",
    "summary": "Read a message",
    "description": "Where it stands now. Scope: read.",
    "tags": _TAGS,
    "parameters": [_MESSAGE_ID],
    "responses": {200: _answer(MessageShape, "The message.", delivered=_DELIVERED), **problems(404)},
}
CANCEL: dict[str, Any] = {
    "operation_id": "messages_cancel",
    "summary": "Take a message back",
    "description": (
        "Until it is handed over; afterwards 409. Without the scope read only what this token has sent. Scope: send."
    ),
    "tags": _TAGS,
    "parameters": [_MESSAGE_ID, IDEMPOTENCY_KEY],
    "request": None,
    "responses": {
        200: _answer(
            MessageShape, "Cancelled.", cancelled=_ANSWERED | {"status": "cancelled", "reason": "by_person"}
        ),
        **problems(400, 404, 409, 411),
    },
}
