"""Messages of which nobody knows whether the provider has them: asked by our reference, or shown to staff."""

import logging
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from accounts.tenancy.statements import changed_by, rows_of
from messaging.domain.polling import FIRST_POLL
from messaging.gateways.contract import Found, GatewayUnavailable, Presence
from messaging.models import GatewayAccount, Reason, State, origins_of
from messaging.queries.gateways import gateway_of

logger = logging.getLogger(__name__)

_AT_ONCE = 200
# How long an unclear message is asked about; after that staff decide.
_ASKED_FOR = timedelta(hours=24)

# A worker died between committing `submitting` and writing the outcome: from here on it is unclear.
_ABANDONED = """
UPDATE messaging_message SET state = 'unknown', reason = %s, closed_at = now(), lease_until = NULL
WHERE state = 'submitting' AND lease_until < now()
"""

_UNCLEAR = """
SELECT message.id, attempt.id, attempt.reference, attempt.account_id,
       extract(epoch FROM now() - coalesce(attempt.answered_at, attempt.submitted_at))
FROM messaging_message AS message
JOIN messaging_attempt AS attempt ON attempt.message_id = message.id AND attempt.number = message.attempts
WHERE message.state = 'unknown' AND attempt.submitted_at > now() - %s
ORDER BY message.id LIMIT %s
"""

_RESOLVE = """
UPDATE messaging_message
SET state = %(state)s, reason = '', closed_at = NULL, due_at = now(),
    accepted_at = CASE WHEN %(state)s = 'accepted' THEN submitting_at ELSE accepted_at END
WHERE id = %(message)s AND state = ANY(%(origins)s)
"""

_ANSWER = """
UPDATE messaging_attempt
SET outcome = %(outcome)s, provider_id = %(provider_id)s, parts = coalesce(%(parts)s, parts),
    answered_at = now(), poll_at = CASE WHEN %(outcome)s = 'accepted' THEN now() + %(first_poll)s END
WHERE id = %(attempt)s
"""


@dataclass(frozen=True, slots=True)
class _Unclear:
    message_id: int
    attempt_id: int
    reference: str
    account_id: int
    age: timedelta


def reconcile() -> int:
    """Ask providers about what is unclear. Returns how many were resolved.

    The settling time runs from the end of the attempt: a request that timed out here may still be taken there.

    There: accepted. Not there, and the look-up is authoritative after its settling time: back to waiting.
    Everything else stays unknown, and staff see it.
    """
    _give_up_on_abandoned()
    resolved = 0
    for one in _unclear():
        state = _asked(one)
        if state is not None:
            resolved += 1
            logger.info("message %s was unclear, is %s", one.message_id, state)
    return resolved


def _give_up_on_abandoned() -> None:
    changed_by(_ABANDONED, [Reason.ANSWER_MISSING.value])


def _unclear() -> list[_Unclear]:
    return [
        _Unclear(message_id, attempt_id, reference, account_id, timedelta(seconds=float(age)))
        for message_id, attempt_id, reference, account_id, age in rows_of(_UNCLEAR, [_ASKED_FOR, _AT_ONCE])
    ]


def _asked(one: _Unclear) -> State | None:
    gateway = gateway_of(GatewayAccount.objects.get(pk=one.account_id))
    settles_after = gateway.capabilities.look_up_settles_after
    if settles_after is None or one.age < settles_after:
        return None
    try:
        found = gateway.look_up(one.reference)
    except GatewayUnavailable as error:
        logger.warning("look-up got no answer: %s", error)
        return None
    if found.presence is Presence.UNCLEAR:
        return None
    state = State.ACCEPTED if found.presence is Presence.FOUND else State.SCHEDULED
    _resolve(one, found, state)
    return state


@transaction.atomic
def _resolve(one: _Unclear, found: Found, state: State) -> None:
    target = {"state": state.value, "message": one.message_id, "origins": origins_of(state)}
    if changed_by(_RESOLVE, target) == 0:
        # A receipt was faster.
        return
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
