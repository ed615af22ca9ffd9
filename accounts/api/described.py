"""Words and shapes that every endpoint's description in the OpenAPI document shares."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from accounts.api.once import HEADER, PATTERN
from accounts.api.problems import MEDIA_TYPE, problem


class FieldErrorShape(serializers.Serializer[Any]):
    field = serializers.CharField(help_text="The field it concerns; empty for the whole request.")
    code = serializers.CharField(help_text="For programs; does not change.")
    message = serializers.CharField(help_text="For people, in the language of Accept-Language (ja, en).")

    class Meta:
        ref_name = "FieldError"


class ProblemShape(serializers.Serializer[Any]):
    """RFC 9457."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = FieldErrorShape(many=True)  # type: ignore[assignment]  # a field of that name, not the property

    class Meta:
        ref_name = "Problem"


_MEANINGS = {
    400: ("Unreadable: no JSON, or a header that cannot be.", "unreadable"),
    401: ("No token, or one that lets nobody in.", ""),
    403: ("The token's scopes do not allow this.", ""),
    404: ("There is none; also for what is another store's.", ""),
    409: ("The state does not allow this (any more), or the same Idempotency-Key is still at work.", ""),
    411: ("The body came in chunks, without its length.", ""),
    413: ("The body is too large.", ""),
    415: ("The body is not application/json.", ""),
    422: ("A rule refuses it; `errors` says which. Nothing was made.", "body_too_long"),
    429: ("Too many requests with this token; Retry-After says when to go on, in seconds.", ""),
}


def problems(*statuses: int) -> dict[Any, OpenApiResponse]:
    """Responses of an operation for `extend_schema`: 401, 403 and 429 are every operation's."""
    return {(status, MEDIA_TYPE): _described(status) for status in sorted({401, 403, 429, *statuses})}


def _described(status: int) -> OpenApiResponse:
    words, code = _MEANINGS[status]
    errors = [{"field": "body", "code": code, "message": "…"}] if code else []
    example = OpenApiExample(
        f"{status}",
        value=problem(status, words, errors),
        media_type=MEDIA_TYPE,
        response_only=True,
        status_codes=[str(status)],
    )
    return OpenApiResponse(ProblemShape, description=words, examples=[example])


IDEMPOTENCY_KEY = OpenApiParameter(
    HEADER,
    {"type": "string", "pattern": PATTERN, "minLength": 1, "maxLength": 255},
    OpenApiParameter.HEADER,
    description=(
        "Of your own making, new for each thing you want done. The same key with the same body is answered the same "
        "(with Idempotent-Replayed: true) and done once; with another body or token 422; while the first is at work "
        "409. Kept for 24 hours. Refusals (4xx) are not kept: mend and send again."
    ),
)


def answered(shape: Any, words: str, value: Any) -> OpenApiResponse:
    """A response with its one example."""
    example = OpenApiExample("answered", value=value, response_only=True)
    return OpenApiResponse(shape, description=words, examples=[example])


def asked_with(value: Any) -> list[OpenApiExample]:
    """The `examples` of an operation: one body."""
    return [OpenApiExample("asked", value=value, request_only=True)]
