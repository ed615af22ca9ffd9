"""Messages of which nobody knows whether the provider has them: asked by our reference, or shown to staff."""

import logging
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from django.db import transaction

from accounts.tenancy.statements import changed_by, rows_of
from customers.domain.mark_texted import mark_texted
from messaging.domain.waits import FIRST_POLL, LONGEST_POLL_WAIT, RETRY_AFTER, UNCLEAR_ASKED_FOR
from messaging.gateways.contract import Found, Gateway, GatewayUnavailable, Presence
from messaging.models import GatewayAccount, Reason, State
from messaging.queries.gateways import UnusableAccount, gateway_of

logger = logging.getLogger(__name__)

_AT_ONCE = 200

# A worker died between committing `submitting` and writing the outcome: from here on it is unclear.
_ABANDONED = """
UPDATE messaging_message SET state = 'unknown', reason = %s, closed_at = now(), lease_until = NULL
WHERE id = ANY(ARRAY(
    SELECT id FROM messaging_message WHERE state = 'submitting' AND lease_until < now()
    ORDER BY id FOR UPDATE SKIP LOCKED
))
"""

# poll_at is the next look-up's time here: polling leaves what is unclear alone.
_UNCLEAR = """
SELECT attempt.account_id, message.id, message.store_id, text.phone, attempt.id, attempt.number,
       attempt.reference, (extract(epoch FROM now() - coalesce(attempt.answered_at, attempt.submitted_at)))::float8,
       (SELECT count(*) FROM messaging_attempt AS earlier
        WHERE earlier.message_id = message.id AND earlier.outcome = 'not_accepted')
FROM messaging_message AS message
JOIN messaging_messagetext AS text ON text.message_id = message.id
JOIN messaging_attempt AS attempt ON attempt.message_id = message.id AND attempt.number = message.attempts
WHERE message.state = 'unknown' AND attempt.submitted_at > now() - %s
  AND (attempt.poll_at IS NULL OR attempt.poll_at <= now())
ORDER BY attempt.account_id, message.id LIMIT %s
"""

_ASK_LATER = """
UPDATE messaging_attempt
SET polls = polls + 1, poll_at = now() + least(%s * power(2, least(polls, 20)), %s) WHERE id = ANY(%s)
"""

# `attempts = number`: nothing is said of a newer attempt that may be under way.
_RESOLVE = """
UPDATE messaging_message
SET state = %(state)s, reason = %(reason)s, due_at = now() + %(wait)s,
    closed_at = CASE WHEN %(state)s = 'failed' THEN now() END,
    accepted_at = CASE WHEN %(state)s = 'accepted' THEN submitting_at ELSE accepted_at END
WHERE id = %(message)s AND state = 'unknown' AND attempts = %(number)s
"""

_ANSWER = """
UPDATE messaging_attempt
SET outcome = %(outcome)s, provider_id = %(provider_id)s, parts = coalesce(%(parts)s, parts),
    answered_at = now(), poll_at = CASE WHEN %(outcome)s = 'accepted' THEN now() + %(first_poll)s END
WHERE id = %(attempt)s
"""


@dataclass(frozen=True, slots=True)
class _Unclear:
    account_id: int
    message_id: int
    store_id: int
    phone: str
    attempt_id: int
    number: int
    reference: str
    age_seconds: float
    refused_before: int


def reconcile() -> int:
    """Ask providers about what is unclear. Returns how many were resolved.

    The settling time runs from the end of the attempt: a request that timed out here may still be taken there.
    There: accepted. Not there, and the look-up is authoritative after its settling time: back to waiting, a
    little longer each time, and failed in the end. Everything else stays unknown, and staff see it.
    """
    changed_by(_ABANDONED, [Reason.ANSWER_MISSING.value])
    resolved = 0
    for account_id, ones in groupby(_unclear(), key=lambda one: one.account_id):
        waiting = list(ones)
        # Written before anybody is asked: what hangs, or cannot be asked, makes room for the others.
        changed_by(_ASK_LATER, [FIRST_POLL, LONGEST_POLL_WAIT, [one.attempt_id for one in waiting]])
        try:
            gateway = gateway_of(GatewayAccount.objects.get(pk=account_id))
            resolved += sum(_asked(gateway, one) for one in waiting)
        except (GatewayUnavailable, UnusableAccount) as error:
            logger.warning("look-up of account %s got no answer: %s", account_id, error)
    return resolved


def _unclear() -> list[_Unclear]:
    rows = rows_of(_UNCLEAR, [UNCLEAR_ASKED_FOR, _AT_ONCE])
    return [_Unclear(*row) for row in rows]


def _asked(gateway: Gateway, one: _Unclear) -> bool:
    settles_after = gateway.capabilities.look_up_settles_after
    if settles_after is None or one.age_seconds < settles_after.total_seconds():
        return False
    found = gateway.look_up(one.reference)
    if found.presence is Presence.UNCLEAR:
        return False
    return _resolve(one, found, *_consequence(found, one))


def _consequence(found: Found, one: _Unclear) -> tuple[State, str, timedelta]:
    """The message's next state, the reason, and how long to wait before the next attempt."""
    if found.presence is Presence.FOUND:
        return State.ACCEPTED, "", timedelta(0)
    if one.refused_before >= len(RETRY_AFTER):
        return State.FAILED, Reason.GATEWAY_UNREACHABLE.value, timedelta(0)
    return State.SCHEDULED, Reason.GATEWAY_UNREACHABLE.value, RETRY_AFTER[one.refused_before]


@transaction.atomic
def _resolve(one: _Unclear, found: Found, state: State, reason: str, wait: timedelta) -> bool:
    """False when a receipt or the late answer itself was faster."""
    target = {"state": state.value, "reason": reason, "wait": wait}
    if not changed_by(_RESOLVE, target | {"message": one.message_id, "number": one.number}):
        return False
    changed_by(
        _ANSWER,
        {
            "outcome": "accepted" if state is State.ACCEPTED else "not_accepted",
            "provider_id": found.provider_id,
            "parts": found.parts,
            "first_poll": FIRST_POLL,
            "attempt": one.attempt_id,
        },
    )
    if state is State.ACCEPTED:
        mark_texted(numbers=[(one.store_id, one.phone)])
    logger.info("message %s was unclear, is %s", one.message_id, state)
    return True
