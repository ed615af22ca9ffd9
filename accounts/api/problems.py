"""Every refusal under /api/ in one shape: application/problem+json (RFC 9457) with `errors` by field."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from math import ceil
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.renderers import JSONRenderer

from accounts.tenancy.statements import TooSlow

MEDIA_TYPE = "application/problem+json"

# One entry of `errors`: {"field", "code", "message"}. The field is empty for what concerns the whole request.
FieldError = dict[str, str]
_LONGEST_NAME, _LONGEST_MESSAGE = 100, 500


def field_error(field: str, code: str, message: object) -> FieldError:
    """Names, and what messages quote, may be anything a program made up: all of it can be written, and has an end."""
    return {
        "field": _written(field, _LONGEST_NAME),
        "code": code,
        "message": _written(str(message), _LONGEST_MESSAGE),
    }


def _written(text: str, longest: int) -> str:
    return text[:longest].encode(errors="replace").decode()


class ApiProblem(exceptions.APIException):
    """A refusal with its errors. Subclasses and other APIExceptions become the same shape."""

    def __init__(
        self, status: int, detail: str, errors: Sequence[FieldError] = (), retry_after: int = 0
    ) -> None:
        super().__init__(detail)
        self.status_code = status
        self.errors = list(errors)
        self.retry_after = retry_after


def refused(errors: Sequence[FieldError]) -> ApiProblem:
    """422: a rule says no. Nothing was made."""
    return ApiProblem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        _("The request was refused; see the errors. Nothing was done."),
        errors,
    )


def forbidden(denied: PermissionDenied) -> str:
    """Which permission a token lacks, in words."""
    return _("The token's scopes do not allow this: %(permission)s") % {"permission": denied}


def problem(status: int, detail: object, errors: Sequence[FieldError] = ()) -> dict[str, Any]:
    return {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "detail": str(detail),
        "errors": list(errors),
    }


def problem_response(
    status: int, detail: object, errors: Sequence[FieldError] = (), headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """JSON, whatever else the address answers with."""
    body = JSONRenderer().render(problem(status, detail, errors))
    return HttpResponse(body, status=status, headers=headers, content_type=MEDIA_TYPE)


def problem_answer(error: Exception, context: object) -> HttpResponse | None:
    """For REST framework. None for what is our own fault: Django logs it, and handler500 answers."""
    known = _as_api_exception(error)
    if known is None:
        return None
    headers = {}
    if getattr(known, "auth_header", None):
        headers["WWW-Authenticate"] = str(known.auth_header)  # type: ignore[attr-defined]
    retry_after = getattr(known, "retry_after", 0) or getattr(known, "wait", None)
    if retry_after:
        headers["Retry-After"] = str(ceil(retry_after))
    return problem_response(known.status_code, known.detail, getattr(known, "errors", ()), headers)


def _as_api_exception(error: Exception) -> exceptions.APIException | None:
    if isinstance(error, exceptions.APIException):
        return error
    if isinstance(error, Http404):
        return exceptions.NotFound()
    if isinstance(error, PermissionDenied):
        return exceptions.PermissionDenied(forbidden(error))
    if isinstance(error, RequestDataTooBig):
        return ApiProblem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _("The request is too large."))
    if isinstance(error, TooSlow):
        words = _("The search took too long. Ask for less: fewer conditions, or ones that fit fewer.")
        return refused([field_error("", "too_slow", words)])
    if isinstance(error, SuspiciousOperation):
        return exceptions.ParseError()
    return None
