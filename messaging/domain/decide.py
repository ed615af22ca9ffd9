"""Staff decide what nobody else can say: whether an unclear message counts as sent, goes again, or is closed.

It is never handed over again by itself; here a person takes that risk. Attempts stay as evidence, and a late
receipt still says more than the decision did.
"""

from collections import Counter
from collections.abc import Collection
from enum import StrEnum

from django.db import transaction

from accounts.domain.record_audit import record_audits
from accounts.models import Actor, Permission
from accounts.queries.memberships import require
from accounts.tenancy.statements import rows_of
from customers.domain.mark_texted import mark_texted
from messaging.domain.doorbell import ring_account
from messaging.models import Dispatch, MessageText, Reason, State

# What is decided at once; a page confirms it by name.
MOST_DECIDED = 1000


class Decision(StrEnum):
    ARRIVED = "arrived"
    AGAIN = "again"
    CLOSE = "close"


# The state after it, the reason, and whether nothing more is expected: what a person says has arrived is waited
# for no longer, so that it never expires.
_OUTCOMES: dict[Decision, tuple[State, str, bool]] = {
    Decision.ARRIVED: (State.ACCEPTED, Reason.BY_PERSON.value, True),
    Decision.AGAIN: (State.SCHEDULED, "", False),
    Decision.CLOSE: (State.FAILED, Reason.BY_PERSON.value, True),
}

# Only as it was shown: still unclear, and after the very attempt that somebody has looked at.
_DECIDE = """
UPDATE messaging_message AS message
SET state = %(state)s, reason = %(reason)s, closed_at = CASE WHEN %(closes)s THEN now() END,
    due_at = CASE WHEN %(state)s = 'scheduled' THEN now() ELSE message.due_at END,
    accepted_at = CASE WHEN %(state)s = 'accepted' THEN coalesce(message.accepted_at, message.submitting_at, now())
                       ELSE message.accepted_at END
WHERE message.state = 'unknown' AND message.id = ANY(ARRAY(
    SELECT unclear.id FROM messaging_message AS unclear
    JOIN unnest(%(ids)s::bigint[], %(attempts)s::int[]) AS shown(id, attempts)
      ON shown.id = unclear.id AND shown.attempts = unclear.attempts
    WHERE unclear.store_id = %(store)s AND unclear.state = 'unknown'
    ORDER BY unclear.id FOR UPDATE OF unclear
))
RETURNING message.id, message.dispatch_id, message.account_id, message.lane
"""


@transaction.atomic
def decide_unclear(*, actor: Actor, decision: Decision, shown: Collection[tuple[int, int]]) -> int:
    """Move those that are still unclear; what a receipt or a colleague has resolved meanwhile stays as it is.

    `shown` are pairs of message id and number of attempts as the person saw them, of the actor's store; up to
    MOST_DECIDED. Returns how many were moved. Raises PermissionDenied; ValueError for too many.

    Everybody who may send may decide: the same text could be written anew. One audit line a dispatch.
    """
    require(actor, Permission.MESSAGES_SEND)
    if len(shown) > MOST_DECIDED:
        raise ValueError(f"{len(shown)} messages to decide at once")
    state, reason, closes = _OUTCOMES[decision]
    moved = rows_of(
        _DECIDE,
        {
            "state": state.value,
            "reason": reason,
            "closes": closes,
            "ids": [message_id for message_id, _ in shown],
            "attempts": [attempts for _, attempts in shown],
            "store": actor.store_id,
        },
    )
    message_ids = [row[0] for row in moved]
    if decision is Decision.ARRIVED:
        phones = MessageText.objects.filter(message_id__in=message_ids).values_list("phone", flat=True)
        mark_texted(numbers=[(actor.store_id, phone) for phone in phones])
    _record(actor, decision, Counter(row[1] for row in moved))
    if decision is Decision.AGAIN:
        for account_id, lane in sorted({(row[2], row[3]) for row in moved}):
            ring_account(account_id, lane)
    return len(moved)


def _record(actor: Actor, decision: Decision, by_dispatch: Counter[int]) -> None:
    record_audits(
        actor=actor,
        action="messages.decided",
        lines=[
            (dispatch, {"decision": decision.value, "messages": by_dispatch[dispatch.pk]})
            for dispatch in Dispatch.objects.filter(pk__in=by_dispatch).order_by("pk")
        ],
    )
