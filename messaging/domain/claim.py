"""Stage 5, claim: a worker takes a batch of what is due, for the length of a lease."""

from datetime import timedelta

from accounts.tenancy.statements import changed_by, rows_of
from messaging.models import State

# Long enough for the requests of one batch; a worker that died gives its batch back after it.
LEASE = timedelta(seconds=60)

# MATERIALIZED: with `id IN (SELECT ... LIMIT n FOR UPDATE SKIP LOCKED)` PostgreSQL 15 was seen to claim far
# more than n under a nested loop.
_CLAIM = """
WITH due AS MATERIALIZED (
    SELECT id FROM messaging_message
    WHERE state = 'scheduled' AND account_id = %(account)s AND lane = %(lane)s AND due_at <= now()
    ORDER BY due_at LIMIT %(limit)s
    FOR UPDATE SKIP LOCKED
)
UPDATE messaging_message AS message
SET state = 'claimed', claimed_at = now(), lease_until = now() + %(lease)s
FROM due WHERE message.id = due.id
RETURNING message.id
"""


def claim(*, account_id: int, lane: str, limit: int) -> list[int]:
    """Ids of at most `limit` due messages, now held by the caller until LEASE is over."""
    values = {"account": account_id, "lane": lane, "limit": limit, "lease": LEASE}
    return sorted(row[0] for row in rows_of(_CLAIM, values))


def release_expired_claims() -> int:
    """Back to waiting: claimed, but the worker never came to hand them over. Surely nothing left."""
    return changed_by(
        "UPDATE messaging_message SET state = %s, lease_until = NULL, claimed_at = NULL "
        "WHERE state = 'claimed' AND lease_until < now()",
        [State.SCHEDULED.value],
    )
