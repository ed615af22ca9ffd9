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

# Customers are marked as texted first: that needs everybody who was accepted, this only who is not final yet.
_PICK = """
SELECT id, message_ids FROM messaging_batch
WHERE account_id = %s AND poll_at <= now() AND texted_at IS NULL
ORDER BY poll_at LIMIT 1 FOR UPDATE SKIP LOCKED
"""

# Each wait is as long as all before it, up to the longest.
_LATER = """
UPDATE messaging_batch
SET message_ids = %s, poll_at = now() + least(greatest(now() - submitted_at, %s), %s) WHERE id = %s
"""

_OVER = "DELETE FROM messaging_batch WHERE id = %s"

# A message that a person called sent has an end (closed_at) and is not waited for.
_EXPECTED = """
SELECT message.id, attempt.reference FROM messaging_message AS message
JOIN messaging_attempt AS attempt ON attempt.message_id = message.id AND attempt.number = message.attempts
WHERE message.id = ANY(%s) AND message.state = 'accepted' AND message.closed_at IS NULL ORDER BY message.id
"""

_TOO_OLD = """
SELECT message_id FROM messaging_attempt WHERE reference = ANY(%s) AND submitted_at < now() - %s
"""

_EXPIRE = """
UPDATE messaging_message SET state = 'expired', closed_at = now() WHERE id = ANY(%s) AND state = ANY(%s)
"""


def poll_receipts(*, account_id: int) -> int:
    """Ask one account's provider about everything that is due. Returns how many messages were asked about.

    Whether it can be asked or not: what is old enough expires.
    """
    account = GatewayAccount.objects.get(pk=account_id)
    gateway = _askable(account)
    asked = 0
    while (references := _due(account)) is not None:
        for start in range(0, len(references), _ASKED_AT_ONCE):
            some = references[start : start + _ASKED_AT_ONCE]
            if gateway is not None and not _ask(account, gateway, some):
                # It does not answer now; the others are only looked at for their age.
                gateway = None
            _expire(some)
        asked += len(references)
    return asked


def _askable(account: GatewayAccount) -> Gateway | None:
    """None for an account that is paused or cannot be used, and for a provider that only pushes."""
    if account.status != GatewayAccount.Status.ACTIVE:
        return None
    try:
        gateway = gateway_of(account)
    except UnusableAccount as error:
        logger.warning("nothing can be asked of %s", error)
        return None
    return gateway if gateway.capabilities.polls else None


def accounts_to_poll() -> list[int]:
    """Accounts with something that is due to be asked about."""
    return [
        row[0]
        for row in rows_of(
            "SELECT DISTINCT account_id FROM messaging_batch WHERE poll_at <= now() ORDER BY account_id", []
        )
    ]


def _ask(account: GatewayAccount, gateway: Gateway, references: list[str]) -> bool:
    """False when there was no answer."""
    try:
        body = gateway.poll(references)
    except GatewayUnavailable as error:
        logger.warning("poll of account %s got no answer: %s", account.pk, error)
        return False
    keep_report(account=account, origin=Report.Origin.POLL, body=body)
    return True


@transaction.atomic
def _due(account: GatewayAccount) -> list[str] | None:
    """The references of the batch that has waited longest; None when none waits.

    The next time is written before the provider is asked: a worker that dies asks later, not at once again.
    """
    for batch_id, message_ids in rows_of(_PICK, [account.pk]):
        expected = rows_of(_EXPECTED, [message_ids])
        if expected:
            ids = [message_id for message_id, _ in expected]
            changed_by(_LATER, [ids, FIRST_POLL, LONGEST_POLL_WAIT, batch_id])
        else:
            changed_by(_OVER, [batch_id])
        return [reference for _, reference in expected]
    return None


@transaction.atomic
def _expire(references: list[str]) -> None:
    """What has now been asked about for long enough: no final receipt will come. A late one still counts."""
    old = [row[0] for row in rows_of(_TOO_OLD, [references, EXPIRES_AFTER])]
    if old:
        lock_messages(old)
        changed_by(_EXPIRE, [old, origins_of(State.EXPIRED)])
