"""Messages of which nobody knows whether the provider has them: asked by our reference, or shown to staff."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.db import transaction

from accounts.tenancy.statements import changed_by, rows_of
from messaging.domain.follow import follow
from messaging.domain.lock import again_after_deadlock, lock_messages
from messaging.domain.refusals import REFUSED_BEFORE
from messaging.domain.waits import FIRST_LOOK_UP, LONGEST_LOOK_UP_WAIT, RETRY_AFTER, UNCLEAR_ASKED_FOR
from messaging.gateways.contract import Found, Gateway, Presence
from messaging.models import GatewayAccount, Reason, State
from messaging.queries.gateways import UnusableAccount, gateway_of

logger = logging.getLogger(__name__)

_AT_ONCE = 500

# Oldest first; who was asked about waits a little longer each time.
_UNCLEAR = f"""
SELECT message.id, attempt.id, attempt.number, attempt.reference,
       (extract(epoch FROM now() - coalesce(attempt.answered_at, attempt.submitted_at)))::float8,
       {REFUSED_BEFORE}
FROM messaging_message AS message
JOIN messaging_attempt AS attempt ON attempt.message_id = message.id AND attempt.number = message.attempts
WHERE message.ending = 'unknown' AND message.account_id = %s AND attempt.submitted_at > now() - %s
  AND (attempt.look_up_at IS NULL OR attempt.look_up_at <= now())
ORDER BY message.id LIMIT %s
"""

_ACCOUNTS = """
SELECT DISTINCT message.account_id FROM messaging_message AS message
JOIN messaging_attempt AS attempt ON attempt.message_id = message.id AND attempt.number = message.attempts
WHERE message.ending = 'unknown' AND attempt.submitted_at > now() - %s
  AND (attempt.look_up_at IS NULL OR attempt.look_up_at <= now())
ORDER BY message.account_id
"""

_ASK_LATER = """
UPDATE messaging_attempt
SET look_ups = look_ups + 1, look_up_at = now() + least(%s * power(2, least(look_ups, 20)), %s) WHERE id = ANY(%s)
"""

# `attempts = number`: nothing is said of a newer attempt that may be under way.
_RESOLVE = """
UPDATE messaging_message AS message
SET state = told.state, reason = told.reason,
    due_at = CASE WHEN told.state = 'scheduled' THEN now() + told.wait * interval '1 second' ELSE message.due_at END,
    closed_at = CASE WHEN told.state = 'failed' THEN now() END,
    accepted_at = CASE WHEN told.state = 'accepted' THEN message.submitting_at ELSE message.accepted_at END
FROM unnest(%(ids)s::bigint[], %(numbers)s::int[], %(states)s::text[], %(reasons)s::text[], %(waits)s::float8[])
     AS told(id, number, state, reason, wait)
WHERE message.id = told.id AND message.attempts = told.number
  -- That it is there also stops who was told meanwhile to send it again.
  AND (message.state = 'unknown' OR (told.state = 'accepted' AND message.state IN ('scheduled', 'claimed')))
RETURNING message.id
"""

_ANSWER = """
UPDATE messaging_attempt AS attempt
SET outcome = told.outcome, provider_id = told.provider_id, parts = coalesce(told.parts, attempt.parts),
    answered_at = now()
FROM unnest(%(attempts)s::bigint[], %(outcomes)s::text[], %(provider_ids)s::text[], %(parts)s::int[])
     AS told(id, outcome, provider_id, parts)
WHERE attempt.id = told.id
"""


@dataclass(frozen=True, slots=True)
class _Unclear:
    message_id: int
    attempt_id: int
    number: int
    reference: str
    age_seconds: float
    refused_before: int


@dataclass(frozen=True, slots=True)
class _Resolved:
    unclear: _Unclear
    found: Found
    state: State
    reason: str
    wait: timedelta


def accounts_with_unclear() -> list[int]:
    """Accounts whose provider may be asked about something."""
    return [row[0] for row in rows_of(_ACCOUNTS, [UNCLEAR_ASKED_FOR])]


def reconcile(*, account_id: int) -> int:
    """Ask one account's provider about what is unclear, a few hundred at a time. Returns how many were resolved.

    The settling time runs from the end of the attempt: a request that timed out here may still be taken there.
    There: accepted. Not there, and the look-up is authoritative after its settling time: back to waiting, a
    little longer each time, and failed in the end. Everything else stays unknown, and staff see it.
    """
    waiting = [_Unclear(*row) for row in rows_of(_UNCLEAR, [account_id, UNCLEAR_ASKED_FOR, _AT_ONCE])]
    # Written before anybody is asked: what hangs, or cannot be asked, makes room for the others.
    changed_by(_ASK_LATER, [FIRST_LOOK_UP, LONGEST_LOOK_UP_WAIT, [one.attempt_id for one in waiting]])
    try:
        gateway = gateway_of(GatewayAccount.objects.get(pk=account_id))
    except UnusableAccount as error:
        logger.warning("nothing can be looked up by %s", error)
        return 0
    return again_after_deadlock(partial(_resolve, _answered(gateway, waiting)))


def _answered(gateway: Gateway, waiting: Sequence[_Unclear]) -> list[_Resolved]:
    """What a look-up makes clear. That it is there counts at any time and of any provider."""
    if not waiting or not gateway.capabilities.looks_up:
        return []
    settles_after = gateway.capabilities.look_up_settles_after
    resolved = []
    for one, found in zip(waiting, gateway.look_up_all([one.reference for one in waiting]), strict=True):
        settled = settles_after is not None and one.age_seconds >= settles_after.total_seconds()
        if found.presence is Presence.FOUND or (found.presence is Presence.ABSENT and settled):
            resolved.append(_Resolved(one, found, *_consequence(found, one)))
    return resolved


def _consequence(found: Found, one: _Unclear) -> tuple[State, str, timedelta]:
    """The message's next state, the reason, and how long to wait before the next attempt."""
    if found.presence is Presence.FOUND:
        return State.ACCEPTED, "", timedelta(0)
    if one.refused_before >= len(RETRY_AFTER):
        return State.FAILED, Reason.GATEWAY_UNREACHABLE.value, timedelta(0)
    return State.SCHEDULED, Reason.GATEWAY_UNREACHABLE.value, RETRY_AFTER[one.refused_before]


@transaction.atomic
def _resolve(resolved: Sequence[_Resolved]) -> int:
    """Only those of which neither a receipt nor the late answer itself was faster."""
    if not resolved:
        return 0
    lock_messages([one.unclear.message_id for one in resolved])
    values = {
        "ids": [one.unclear.message_id for one in resolved],
        "numbers": [one.unclear.number for one in resolved],
        "states": [one.state.value for one in resolved],
        "reasons": [one.reason for one in resolved],
        "waits": [one.wait.total_seconds() for one in resolved],
    }
    moved = {row[0] for row in rows_of(_RESOLVE, values)}
    clear = [one for one in resolved if one.unclear.message_id in moved]
    changed_by(
        _ANSWER,
        {
            "attempts": [one.unclear.attempt_id for one in clear],
            "outcomes": ["accepted" if one.state is State.ACCEPTED else "not_accepted" for one in clear],
            "provider_ids": [one.found.provider_id[:100] for one in clear],
            "parts": [one.found.parts for one in clear],
        },
    )
    follow([one.unclear.message_id for one in clear if one.state is State.ACCEPTED])
    logger.info("%s messages were unclear and are no longer", len(clear))
    return len(clear)
