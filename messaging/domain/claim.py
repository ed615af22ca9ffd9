"""Stage 5, claim: a worker takes a batch of what is due, for the length of a lease."""

from datetime import timedelta
from typing import NamedTuple

from accounts.tenancy.statements import changed_by, rows_of

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
RETURNING message.attempts, message.id
"""

_RELEASE = """
UPDATE messaging_message SET state = 'scheduled', lease_until = NULL, claimed_at = NULL
WHERE id = ANY(ARRAY(
    SELECT id FROM messaging_message WHERE state = 'claimed' AND lease_until < now()
    ORDER BY id FOR UPDATE SKIP LOCKED
))
"""


class Claimed(NamedTuple):
    """`attempts`: how often it was handed over before."""

    attempts: int
    message_id: int


def claim(*, account_id: int, lane: str, limit: int) -> list[Claimed]:
    """At most `limit` due messages, fresh ones first, now held by the caller until LEASE is over."""
    values = {"account": account_id, "lane": lane, "limit": limit, "lease": LEASE}
    return sorted(Claimed(*row) for row in rows_of(_CLAIM, values))


def release_expired_claims() -> int:
    """Back to waiting: claimed, but the worker never came to hand them over. Surely nothing left."""
    return changed_by(_RELEASE, [])
