"""Who was texted is told to customers, after the hand-over and not during it: it is no part of getting a text out."""

from django.db import transaction

from accounts.tenancy.statements import changed_by, rows_of
from customers.domain.mark_texted import mark_texted

_BATCHES_AT_ONCE = 20

_PICK = """
SELECT id, message_ids FROM messaging_batch WHERE texted_at IS NOT NULL
ORDER BY texted_at LIMIT %s FOR UPDATE SKIP LOCKED
"""

_NUMBERS = "SELECT store_id, phone FROM messaging_messagetext WHERE message_id = ANY(%s)"

_TOLD = "UPDATE messaging_batch SET texted_at = NULL WHERE id = ANY(%s)"


@transaction.atomic
def note_texted() -> int:
    """Mark the customers of the batches handed over longest ago. Returns how many batches; 0 when none waits."""
    batches = rows_of(_PICK, [_BATCHES_AT_ONCE])
    if batches:
        message_ids = [message_id for _, carried in batches for message_id in carried]
        mark_texted(numbers=[(row[0], row[1]) for row in rows_of(_NUMBERS, [message_ids])])
        changed_by(_TOLD, [[batch_id for batch_id, _ in batches]])
    return len(batches)
