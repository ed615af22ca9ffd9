"""Asking providers for what they did not push, with back-off, until a message is final or expired."""

import logging

from django.db import transaction

from accounts.tenancy.statements import changed_by, rows_of
from messaging.domain.lock import lock_messages
from messaging.domain.receipts import keep_report
from messaging.domain.waits import EXPIRES_AFTER, FIRST_POLL, LONGEST_POLL_WAIT
from messaging.gateways.contract import Gateway, GatewayUnavailable
from messaging.models import GatewayAccount, Report, State, origins_of
from messaging.queries.gateways import UnusableAccount, gateway_of

logger = logging.getLogger(__name__)

_ASKED_AT_ONCE = 500

# The next time is written before the provider is asked: a worker that dies asks later, not at once again.
_PICK = """
WITH due AS MATERIALIZED (
    SELECT attempt.id, message.closed_at IS NOT NULL AS settled
    FROM messaging_attempt AS attempt
    JOIN messaging_message AS message ON message.id = attempt.message_id
    -- What is unclear is looked up (reconcile), not polled.
    WHERE attempt.account_id = %(account)s AND attempt.poll_at <= now() AND message.state <> 'unknown'
    ORDER BY attempt.poll_at LIMIT %(limit)s FOR UPDATE OF attempt SKIP LOCKED
)
UPDATE messaging_attempt AS attempt
SET polls = attempt.polls + 1,
    poll_at = CASE WHEN due.settled THEN NULL
                   ELSE now() + least(%(first)s * power(2, least(attempt.polls, 20)), %(longest)s) END
FROM due WHERE attempt.id = due.id
RETURNING attempt.reference, due.settled
"""

_TOO_OLD = """
SELECT message_id FROM messaging_attempt WHERE reference = ANY(%s) AND submitted_at < now() - %s
"""

_EXPIRE = """
UPDATE messaging_message SET state = 'expired', closed_at = now() WHERE id = ANY(%s) AND state = ANY(%s)
"""

_ASK_NO_MORE = (
    "UPDATE messaging_attempt SET poll_at = NULL WHERE message_id = ANY(%s) AND poll_at IS NOT NULL"
)


def poll_receipts() -> int:
    """Ask every account that can be asked. Returns how many messages were asked about."""
    asked = 0
    for account in GatewayAccount.objects.filter(status=GatewayAccount.Status.ACTIVE).order_by("id"):
        try:
            asked += _poll_account(account, gateway_of(account))
        except (GatewayUnavailable, UnusableAccount) as error:
            logger.warning("poll of account %s got no answer: %s", account.pk, error)
    return asked


def _poll_account(account: GatewayAccount, gateway: Gateway) -> int:
    """A provider that only pushes is not asked; its messages expire all the same."""
    references = _due(account)
    if not references:
        return 0
    body = gateway.poll(references) if gateway.capabilities.polls else None
    with transaction.atomic():
        if body is not None:
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
            "longest": LONGEST_POLL_WAIT,
        },
    )
    return [reference for reference, settled in picked if not settled]


def _expire(references: list[str]) -> None:
    """What has now been asked about for long enough: no final receipt will come. A late one still counts."""
    old = [row[0] for row in rows_of(_TOO_OLD, [references, EXPIRES_AFTER])]
    if old:
        lock_messages(old)
        changed_by(_EXPIRE, [old, origins_of(State.EXPIRED)])
        changed_by(_ASK_NO_MORE, [old])
