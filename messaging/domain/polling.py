"""Asking providers for what they did not push, with back-off, until a message is final or expired."""

import logging
from datetime import timedelta

from django.db import transaction

from accounts.tenancy.statements import changed_by, rows_of
from messaging.domain.receipts import keep_report
from messaging.gateways.contract import GatewayUnavailable
from messaging.models import GatewayAccount, Report, State, origins_of
from messaging.queries.gateways import gateway_of

logger = logging.getLogger(__name__)

# Pushed receipts come within seconds; whoever is still open after this is asked about.
FIRST_POLL = timedelta(seconds=15)
# Each wait is twice the last, up to an hour; about three days in all (carriers keep trying for so long).
_LONGEST_WAIT = timedelta(hours=1)
_EXPIRES_AFTER = timedelta(hours=72)
_ASKED_AT_ONCE = 500

# The next time is written before the provider is asked: a worker that dies asks later, not at once again.
_PICK = """
WITH due AS MATERIALIZED (
    SELECT attempt.id, message.closed_at IS NOT NULL AND message.state NOT IN ('unknown', 'expired') AS settled
    FROM messaging_attempt AS attempt
    JOIN messaging_message AS message ON message.id = attempt.message_id
    WHERE attempt.account_id = %(account)s AND attempt.poll_at <= now()
    ORDER BY attempt.poll_at LIMIT %(limit)s FOR UPDATE OF attempt SKIP LOCKED
)
UPDATE messaging_attempt AS attempt
SET polls = attempt.polls + 1,
    poll_at = CASE WHEN due.settled OR attempt.submitted_at < now() - %(expires)s THEN NULL
                   ELSE now() + least(%(first)s * power(2, least(attempt.polls, 20)), %(longest)s) END
FROM due WHERE attempt.id = due.id
RETURNING attempt.reference, due.settled
"""

_EXPIRE = """
UPDATE messaging_message AS message
SET state = %s, closed_at = now()
FROM messaging_attempt AS attempt
WHERE attempt.message_id = message.id AND attempt.number = message.attempts
  AND message.state = ANY(%s) AND attempt.outcome = 'accepted' AND attempt.poll_at IS NULL
  AND attempt.reference = ANY(%s)
"""


def poll_receipts() -> int:
    """Ask every account that can be asked. Returns how many messages were asked about."""
    asked = 0
    for account in GatewayAccount.objects.filter(status=GatewayAccount.Status.ACTIVE).order_by("id"):
        if gateway_of(account).capabilities.polls:
            asked += _poll_account(account)
    return asked


def _poll_account(account: GatewayAccount) -> int:
    references = _due(account)
    if not references:
        return 0
    try:
        body = gateway_of(account).poll(references)
    except GatewayUnavailable as error:
        logger.warning("poll of account %s got no answer: %s", account.pk, error)
        return 0
    with transaction.atomic():
        keep_report(account=account, origin=Report.Origin.POLL, body=body)
        _expire(references)
    return len(references)


def _due(account: GatewayAccount) -> list[str]:
    picked = rows_of(
        _PICK,
        {
            "account": account.pk,
            "limit": _ASKED_AT_ONCE,
            "first": FIRST_POLL,
            "longest": _LONGEST_WAIT,
            "expires": _EXPIRES_AFTER,
        },
    )
    return [reference for reference, settled in picked if not settled]


def _expire(references: list[str]) -> None:
    """What was asked about for the last time and is still open: no final receipt will come."""
    changed_by(_EXPIRE, [State.EXPIRED.value, origins_of(State.EXPIRED), references])
