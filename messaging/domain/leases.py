"""What a worker held when it died. Before the last gate nothing had left; after it, nobody knows."""

from accounts.tenancy.statements import changed_by
from messaging.models import Reason

_RELEASE = """
WITH batch AS (
    DELETE FROM messaging_batch WHERE id = ANY(ARRAY(
        SELECT id FROM messaging_batch WHERE lease_until < now() AND submitted_at IS NULL
        ORDER BY id FOR UPDATE SKIP LOCKED
    )) RETURNING message_ids
)
UPDATE messaging_message SET state = 'scheduled', claimed_at = NULL
WHERE state = 'claimed' AND id = ANY(ARRAY(SELECT unnest(message_ids) FROM batch ORDER BY 1))
"""

# The batch goes: what is found again by a look-up or a receipt is followed in a batch of its own.
_ABANDON = """
WITH batch AS (
    DELETE FROM messaging_batch WHERE id = ANY(ARRAY(
        SELECT id FROM messaging_batch WHERE lease_until < now() AND submitted_at IS NOT NULL
        ORDER BY id FOR UPDATE SKIP LOCKED
    )) RETURNING message_ids
)
UPDATE messaging_message SET state = 'unknown', reason = %s, closed_at = now()
WHERE state = 'submitting' AND id = ANY(ARRAY(SELECT unnest(message_ids) FROM batch ORDER BY 1))
"""


def release_expired_claims() -> int:
    """Back to waiting: claimed, but the worker never came to hand them over. Surely nothing left."""
    return changed_by(_RELEASE, [])


def abandon_expired_requests() -> int:
    """Unclear: a worker died between committing `submitting` and writing the outcome."""
    return changed_by(_ABANDON, [Reason.ANSWER_MISSING.value])
