"""Stages 5 and 6 together: what a worker does when its lane's bell rings."""

import logging
import time
from collections.abc import Iterator, Sequence
from itertools import groupby, islice

from accounts.tenancy.scope import platform_scope
from accounts.tenancy.statements import changed_by, rows_of
from customers.domain.mark_texted import mark_texted
from messaging.domain.claim import Claimed, claim
from messaging.domain.last_gate import HandOver, pass_last_gate
from messaging.domain.submit import awake, record_outcomes, submit
from messaging.gateways.contract import Accepted, Gateway, Outcome
from messaging.models import GatewayAccount
from messaging.queries.gateways import UnusableAccount, gateway_of

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
        # A round that claims nothing found only what others hold: the next bell is time enough.
        while sum(_hand_over_batch(account, lane) for account in _due_accounts(lane)):
            if time.monotonic() > until:
                return True
    return False


def _hand_over_batch(account: GatewayAccount, lane: str) -> int:
    """How many were claimed."""
    try:
        gateway = gateway_of(account)
    except UnusableAccount as error:
        logger.error("nothing can be sent by %s", error)
        return 0
    claimed = claim(account_id=account.pk, lane=lane, limit=CLAIM_AT_ONCE)
    for message_ids in _slices(claimed, gateway.capabilities.largest_batch):
        gate_asked_at = awake()
        hand_overs = pass_last_gate(account_id=account.pk, message_ids=message_ids)
        if hand_overs:
            _hand_over(gateway, hand_overs, gate_asked_at)
            _note_heartbeat(lane)
    return len(claimed)


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
    return list(GatewayAccount.objects.filter(id__in=ids).order_by("id"))


def _note_heartbeat(lane: str) -> None:
    changed_by(
        "INSERT INTO messaging_laneheartbeat (lane, seen_at) VALUES (%s, now()) "
        "ON CONFLICT (lane) DO UPDATE SET seen_at = now()",
        [lane],
    )


def _slices(claimed: Sequence[Claimed], largest: int) -> Iterator[list[int]]:
    """Requests: a quarter of the size for each attempt before, so that one spoiled message frees the others."""
    for attempts, ones in groupby(claimed, key=lambda one: one.attempts):
        size = max(largest >> (2 * attempts), 1)
        while batch := [one.message_id for one in islice(ones, size)]:
            yield batch
