"""Taking back what has not left yet."""

from collections.abc import Collection

from django.db import connection, transaction

from accounts.domain.record_audit import record_audit
from accounts.models import Membership, Permission
from accounts.queries.memberships import require
from messaging.models import Message, Reason, State

# `claimed` too: the last gate looks at the state again before anything leaves.
_CANCELLABLE = [State.PLANNED, State.SCHEDULED, State.CLAIMED]

_STOP_NUMBER = """
UPDATE messaging_message AS message
SET state = 'cancelled', reason = %s, closed_at = now(), lease_until = NULL
FROM messaging_messagetext AS text
JOIN messaging_dispatch AS dispatch ON dispatch.id = text.dispatch_id
WHERE text.message_id = message.id AND text.store_id = ANY(%s) AND text.phone = %s
  AND message.state = ANY(%s) AND (%s = 'all' OR dispatch.purpose = %s)
"""


def can_be_cancelled(message: Message) -> bool:
    return message.state in _CANCELLABLE


@transaction.atomic
def cancel_message(*, membership: Membership, message: Message) -> bool:
    """True when it was stopped; False when it had left, or was over, by then. Raises PermissionDenied."""
    require(membership, Permission.MESSAGES_SEND)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE messaging_message SET state = 'cancelled', reason = %s, closed_at = now(), lease_until = NULL "
            "WHERE id = %s AND store_id = %s AND state = ANY(%s)",
            [Reason.BY_PERSON, message.pk, membership.store_id, _CANCELLABLE],
        )
        stopped = cursor.rowcount == 1
    if stopped:
        record_audit(actor=membership, action="message.cancelled", target=message)
    return stopped


def cancel_for_number(*, store_ids: Collection[int], phone: str, purpose: str) -> int:
    """A stop for a number takes back what waits for it, of one purpose or "all". Returns how many messages."""
    with connection.cursor() as cursor:
        cursor.execute(_STOP_NUMBER, [Reason.SUPPRESSED, list(store_ids), phone, _CANCELLABLE, purpose, purpose])
        return cursor.rowcount
