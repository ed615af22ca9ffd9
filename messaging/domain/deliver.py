"""Stages 5 and 6 together: what a worker does when its lane's bell rings."""

import logging
import time
from collections.abc import Iterator, Sequence
from itertools import islice

from accounts.tenancy.scope import platform_scope
from accounts.tenancy.statements import changed_by, rows_of
from customers.domain.mark_texted import mark_texted
from messaging.domain.claim import claim
from messaging.domain.last_gate import HandOver, pass_last_gate
from messaging.domain.submit import record_outcomes, submit
from messaging.gateways.contract import Accepted, Gateway, Outcome
from messaging.models import GatewayAccount
from messaging.queries.gateways import gateway_of

logger = logging.getLogger(__name__)

CLAIM_AT_ONCE = 500
# After so long the worker lets other tasks of its queue run; the caller rings again.
_LONGEST_RUN_SECONDS = 20.0

_DUE_ACCOUNTS = """
SELECT account.id FROM messaging_gatewayaccount AS account
WHERE account.status = 'active' AND EXISTS (
    SELECT FROM messaging_message AS message
    WHERE message.state = 'scheduled' AND message.account_id = account.id AND message.lane = %s
      AND message.due_at <= now()
)
ORDER BY account.id
"""


def deliver(*, lane: str) -> bool:
    """Hand over what is due in a lane. True when the time was up before the work was done: ring again."""
    until = time.monotonic() + _LONGEST_RUN_SECONDS
    with platform_scope("a lane's worker serves the messages of every store"):
        _note_heartbeat(lane)
        while accounts := _due_accounts(lane):
            for account in accounts:
                _hand_over_batch(account, lane)
            if time.monotonic() > until:
                return True
    return False


def _hand_over_batch(account: GatewayAccount, lane: str) -> None:
    gateway = gateway_of(account)
    claimed = claim(account_id=account.pk, lane=lane, limit=CLAIM_AT_ONCE)
    for message_ids in _slices(claimed, gateway.capabilities.largest_batch):
        gate_asked_at = time.monotonic()
        hand_overs = pass_last_gate(account_id=account.pk, message_ids=message_ids)
        if hand_overs:
            _hand_over(gateway, hand_overs, gate_asked_at)


def _hand_over(gateway: Gateway, hand_overs: Sequence[HandOver], gate_asked_at: float) -> None:
    outcomes = submit(gateway, hand_overs, gate_asked_at=gate_asked_at)
    record_outcomes(hand_overs, outcomes)
    accepted = _accepted(hand_overs, outcomes)
    mark_texted(numbers=accepted)
    logger.info("handed over %s, accepted %s", len(hand_overs), len(accepted))


def _accepted(hand_overs: Sequence[HandOver], outcomes: Sequence[Outcome]) -> list[tuple[int, str]]:
    pairs = zip(hand_overs, outcomes, strict=True)
    return [(one.store_id, one.phone) for one, outcome in pairs if isinstance(outcome, Accepted)]


def _due_accounts(lane: str) -> list[GatewayAccount]:
    ids = [row[0] for row in rows_of(_DUE_ACCOUNTS, [lane])]
    return list(GatewayAccount.objects.filter(id__in=ids))


def _note_heartbeat(lane: str) -> None:
    changed_by(
        "INSERT INTO messaging_laneheartbeat (lane, seen_at) VALUES (%s, now()) "
        "ON CONFLICT (lane) DO UPDATE SET seen_at = now()",
        [lane],
    )


def _slices(ids: Sequence[int], size: int) -> Iterator[list[int]]:
    rest = iter(ids)
    while batch := list(islice(rest, size)):
        yield batch
