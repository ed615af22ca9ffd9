"""`/gateways/{account key}/receipts`: where providers report. Verify, keep, answer; nothing else happens here."""

import logging

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseNotFound
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from messaging.domain.receipts import keep_report
from messaging.gateways.contract import Forged, WebhookRequest
from messaging.models import Report
from messaging.queries.gateways import account_by_key, gateway_of

logger = logging.getLogger(__name__)

_LARGEST_BODY = 2_000_000


@csrf_exempt
@require_POST
def gateway_receipts(request: HttpRequest, key: str) -> HttpResponse:
    """204 once the report is kept; 403 for a forged one, 404 for an account that does not exist, 413, and 411 for
    a body whose length is not said (Django reads none of it).
    """
    account = account_by_key(key)
    if account is None:
        return HttpResponseNotFound()
    length = request.META.get("CONTENT_LENGTH") or ""
    if not (length.isascii() and length.isdecimal()):
        return HttpResponse(status=411)
    if len(length) > 10 or int(length) > _LARGEST_BODY:
        return HttpResponse(status=413)
    body = request.read(_LARGEST_BODY + 1)
    if len(body) > _LARGEST_BODY:
        return HttpResponse(status=413)
    headers = {name.lower(): value for name, value in request.headers.items()}
    try:
        gateway_of(account).authenticate(WebhookRequest(headers, body, timezone.now()))
    except Forged as error:
        logger.warning("a forged report for account %s was refused: %s", account.pk, error)
        return HttpResponseForbidden()
    keep_report(account=account, origin=Report.Origin.WEBHOOK, body=body)
    return HttpResponse(status=204)
