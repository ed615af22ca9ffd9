"""Batches after their hand-over: what was accepted is followed until it is final."""

from collections.abc import Sequence
from datetime import timedelta

from accounts.tenancy.statements import changed_by
from messaging.domain.waits import FIRST_POLL, FIRST_POLL_WHERE_PUSHED
from messaging.gateways.contract import Capabilities

_KEEP = """
UPDATE messaging_batch
SET message_ids = %s, lease_until = NULL, poll_at = now() + %s, texted_at = now() WHERE id = %s
"""

_DROP = "DELETE FROM messaging_batch WHERE id = %s"

_BEGIN = """
INSERT INTO messaging_batch (account_id, lane, message_ids, submitted_at, poll_at, texted_at)
SELECT account_id, lane, array_agg(id ORDER BY id), now(), now() + %s, now()
FROM messaging_message WHERE id = ANY(%s) GROUP BY account_id, lane
"""


def first_poll(capabilities: Capabilities) -> timedelta:
    """When a provider is asked about what it has not reported."""
    return FIRST_POLL_WHERE_PUSHED if capabilities.pushes else FIRST_POLL


def follow_batch(batch_id: int, accepted: Sequence[int], *, asked_after: timedelta) -> None:
    """The worker is done with its batch: of these messages a final receipt is expected. Ids ascending."""
    if not accepted:
        changed_by(_DROP, [batch_id])
    elif not changed_by(_KEEP, [list(accepted), asked_after, batch_id]):
        # The answer came after the lease was over, and nobody holds the batch any more.
        follow(accepted)


def follow(message_ids: Sequence[int]) -> None:
    """These were found to be accepted without their request's answer: they get a batch of their own."""
    if message_ids:
        changed_by(_BEGIN, [FIRST_POLL, list(message_ids)])
