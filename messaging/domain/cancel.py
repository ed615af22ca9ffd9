"""Taking back what has not left yet."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from accounts.domain.record_audit import record_audit
from accounts.models import Actor, Permission
from accounts.queries.memberships import require
from accounts.tenancy.statements import changed_by
from messaging.models import Dispatch, Message, Reason, State, origins_of

# `claimed` too: the last gate looks at the state again before anything leaves.
_CANCELLABLE = origins_of(State.CANCELLED)

_STOP_DISPATCH = """
UPDATE messaging_message AS message SET state = 'cancelled', reason = %(reason)s, closed_at = now()
WHERE message.state = ANY(%(states)s) AND message.id = ANY(ARRAY(
    SELECT waiting.id FROM messaging_messagetext AS text
    JOIN messaging_message AS waiting ON waiting.id = text.message_id
    WHERE text.store_id = %(store)s AND text.dispatch_id = %(dispatch)s AND waiting.state = ANY(%(states)s)
    ORDER BY waiting.id FOR UPDATE OF waiting
))
"""

_STOP_NUMBER = """
UPDATE messaging_message AS message
SET state = 'cancelled', reason = %(reason)s, closed_at = now()
WHERE message.state = ANY(%(states)s) AND message.id = ANY(ARRAY(
    SELECT waiting.id FROM messaging_messagetext AS text
    JOIN messaging_dispatch AS dispatch ON dispatch.id = text.dispatch_id
    JOIN messaging_message AS waiting ON waiting.id = text.message_id
    WHERE text.store_id = ANY(%(stores)s) AND text.phone = %(phone)s
      AND waiting.state = ANY(%(states)s) AND (%(purpose)s = 'all' OR dispatch.purpose = %(purpose)s)
      AND (%(until)s::timestamptz IS NULL OR waiting.due_at < %(until)s)
    ORDER BY waiting.id FOR UPDATE OF waiting
))
"""

_STOP_WITHDRAWN = """
UPDATE messaging_message AS message
SET state = 'cancelled', reason = %(reason)s, closed_at = now()
WHERE message.state = ANY(%(states)s) AND message.id = ANY(ARRAY(
    SELECT waiting.id FROM unnest(%(phones)s::text[], %(purposes)s::text[]) AS withdrawn (phone, purpose)
    JOIN messaging_messagetext AS text ON text.store_id = %(store)s AND text.phone = withdrawn.phone
    JOIN messaging_dispatch AS dispatch
        ON dispatch.id = text.dispatch_id AND dispatch.purpose = withdrawn.purpose
    JOIN messaging_message AS waiting ON waiting.id = text.message_id
    WHERE waiting.state = ANY(%(states)s)
    ORDER BY waiting.id FOR UPDATE OF waiting
))
"""


def can_be_cancelled(message: Message) -> bool:
    return message.state in _CANCELLABLE


@transaction.atomic
def cancel_message(*, actor: Actor, message: Message) -> bool:
    """True when it was stopped; False when it had already left or ended. Raises PermissionDenied."""
    require(actor, Permission.MESSAGES_SEND)
    stopped = (
        changed_by(
            "UPDATE messaging_message SET state = 'cancelled', reason = %s, closed_at = now() "
            "WHERE id = %s AND store_id = %s AND state = ANY(%s)",
            [Reason.BY_PERSON.value, message.pk, actor.store_id, _CANCELLABLE],
        )
        == 1
    )
    if stopped:
        record_audit(actor=actor, action="message.cancelled", target=message)
    return stopped


@transaction.atomic
def cancel_dispatch(*, actor: Actor, dispatch: Dispatch) -> int:
    """Take back whatever of one decision has not left yet. Returns how many messages. Raises PermissionDenied."""
    require(actor, Permission.MESSAGES_SEND)
    values = {
        "reason": Reason.BY_PERSON.value,
        "store": actor.store_id,
        "dispatch": dispatch.pk,
        "states": _CANCELLABLE,
    }
    stopped = changed_by(_STOP_DISPATCH, values)
    if stopped:
        record_audit(actor=actor, action="dispatch.cancelled", target=dispatch, details={"messages": stopped})
    return stopped


def cancel_for_number(
    *, store_ids: Collection[int], phone: str, purpose: str, until: datetime | None = None
) -> int:
    """A stop for a number takes back what waits for it, of one purpose or "all". Returns how many messages.

    A pause (`until` its end) leaves what is due later.
    """
    return changed_by(
        _STOP_NUMBER,
        {
            "reason": (Reason.PAUSED if until else Reason.SUPPRESSED).value,
            "until": until,
            "stores": list(store_ids),
            "phone": phone,
            "purpose": purpose,
            "states": _CANCELLABLE,
        },
    )


def cancel_for_withdrawn(*, store_id: int, withdrawn: Sequence[tuple[str, str]]) -> int:
    """Consents withdrawn (number, purpose) in one store take back what waits for them. Returns how many messages."""
    return changed_by(
        _STOP_WITHDRAWN,
        {
            "reason": Reason.CONSENT_WITHDRAWN.value,
            "store": store_id,
            "phones": [phone for phone, _purpose in withdrawn],
            "purposes": [purpose for _phone, purpose in withdrawn],
            "states": _CANCELLABLE,
        },
    )
