"""`Idempotency-Key`: honoured where an endpoint says so, asked for nowhere."""

import hashlib
import json
import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.problems import ApiProblem, field_error, refused
from accounts.domain import answer_once
from accounts.domain.answer_once import Answer, OtherBody, StillRunning
from accounts.models import ApiToken

HEADER = "Idempotency-Key"
# The answer to a repeated request says so.
REPLAYED = "Idempotent-Replayed"
PATTERN = r"^[!-~]{1,255}$"
_RETRY_AFTER_SECONDS = 1


def once(
    request: Request, token: ApiToken, work: Callable[[], Response], *, body: Callable[[], Any] | None = None
) -> HttpResponse:
    """What `work` answers; with a key, the same answer however often it is asked for. Raises ApiProblem.

    With or without: an answer that cannot be written has made nothing. `body` tells requests apart where theirs is no
    JSON.
    """
    key = request.headers.get(HEADER)
    if key is None:
        with transaction.atomic():
            answer = _kept(work())
    else:
        asked = request.data if body is None else body()
        answer = _answered_once(request, token, key, work, asked)
    headers = {REPLAYED: "true"} if answer.repeated else {}
    return HttpResponse(answer.body, status=answer.status, headers=headers, content_type="application/json")


def _answered_once(
    request: Request, token: ApiToken, key: str, work: Callable[[], Response], body: Any
) -> Answer:
    if not re.match(PATTERN, key) or key.endswith("\n"):
        raise ApiProblem(
            HTTPStatus.BAD_REQUEST,
            _("The Idempotency-Key is 1 to 255 visible ASCII characters."),
            [field_error(HEADER, "invalid", _("The Idempotency-Key is 1 to 255 visible ASCII characters."))],
        )
    asked = answer_once.Request(
        store=token.store,
        method=str(request.method),
        path=request.path,
        key=key,
        # With the token: what one may be answered, another may not see.
        fingerprint=hashlib.sha256(json.dumps([token.pk, body], sort_keys=True).encode()).hexdigest(),
    )
    try:
        return answer_once.answered_once(asked, lambda: _kept(work()))
    except StillRunning as running:
        raise ApiProblem(
            HTTPStatus.CONFLICT,
            _("A request with this Idempotency-Key is still at work. Please ask again in a moment."),
            [field_error(HEADER, "still_running", _("A request with this key is still at work."))],
            retry_after=_RETRY_AFTER_SECONDS,
        ) from running
    except OtherBody as other:
        message = _("This key was used with another body or token. Nothing was done; use a key of its own.")
        raise refused([field_error(HEADER, "key_used", message)]) from other


def _kept(response: Response) -> Answer:
    return Answer(response.status_code, JSONRenderer().render(response.data).decode())
