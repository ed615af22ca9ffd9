"""Stage 6, submit: hand a request to the gateway, with no transaction open, and write down what came of it."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import connection, transaction

from accounts.tenancy.statements import changed_by
from messaging.domain.last_gate import HandOver
from messaging.domain.lock import lock_messages
from messaging.domain.waits import (
    FIRST_POLL,
    LONGEST_RETRY_AFTER,
    LONGEST_THROTTLE,
    RETRY_AFTER,
    THROTTLED_AT_MOST,
)
from messaging.gateways.contract import Accepted, Gateway, NotAccepted, Outcome, Outgoing, Throttled, Unknown
from messaging.models import Reason, State, origins_of

# REQUEST_LEASE must outlast this, connecting, the answer (gateways/line.py) and writing it down.
STARTS_WITHIN_SECONDS = 10.0

_ATTEMPTS = """
UPDATE messaging_attempt AS attempt
SET outcome = told.outcome, code = told.code, detail = told.detail, provider_id = told.provider_id,
    parts = coalesce(told.parts, attempt.parts), answered_at = now(),
    -- A receipt that overtook this answer has closed the message: nobody needs to be asked.
    poll_at = CASE WHEN told.outcome = 'accepted' AND message.closed_at IS NULL
                   THEN now() + %(first_poll)s END
FROM unnest(%(references)s::text[], %(outcomes)s::text[], %(codes)s::text[], %(details)s::text[],
            %(provider_ids)s::text[], %(parts)s::int[])
     AS told(reference, outcome, code, detail, provider_id, parts),
     messaging_message AS message
WHERE attempt.reference = told.reference AND message.id = attempt.message_id
  -- What a look-up or a receipt has found meanwhile stands; only an acceptance is better word.
  AND (attempt.outcome = 'open' OR told.outcome = 'accepted')
"""

# `attempts = number`: an answer that comes so late that a newer attempt is under way says nothing of it.
_MOVE = """
UPDATE messaging_message AS message
SET state = %(state)s, reason = told.reason, lease_until = NULL,
    due_at = now() + told.wait,
    closed_at = CASE WHEN %(closes)s THEN now() END,
    accepted_at = CASE WHEN %(state)s = 'accepted' THEN now() ELSE message.accepted_at END
FROM unnest(%(ids)s::bigint[], %(numbers)s::int[], %(reasons)s::text[], %(waits)s::interval[])
     AS told(id, number, reason, wait)
WHERE message.id = told.id AND message.attempts = told.number AND message.state = ANY(%(origins)s)
"""


@dataclass(slots=True)
class _Moves:
    """The messages that go to one state, as columns."""

    ids: list[int] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    waits: list[timedelta] = field(default_factory=list)


def awake() -> float:
    """Seconds that go on while the machine sleeps, where the system has such a clock (Linux)."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


def submit(gateway: Gateway, hand_overs: Sequence[HandOver], *, gate_asked_at: float) -> list[Outcome]:
    """One request to the provider; one outcome for each. Must not be called inside a transaction.

    `gate_asked_at`: awake() from before the last gate. A process that stood still since then (a stopped machine)
    hands nothing over any more: its lease may be over, and somebody else may have been asked to.
    """
    if connection.in_atomic_block:
        raise RuntimeError("no transaction may be open while a provider is spoken to")
    if awake() - gate_asked_at > STARTS_WITHIN_SECONDS:
        return [NotAccepted(Reason.STOOD_STILL.value, "not handed over in time", False)] * len(hand_overs)
    return gateway.submit([Outgoing(one.reference, one.phone, one.text) for one in hand_overs])


@transaction.atomic
def record_outcomes(hand_overs: Sequence[HandOver], outcomes: Sequence[Outcome]) -> None:
    """Write every outcome to its attempt, and move the messages, state by state in one statement each."""
    lock_messages([one.message_id for one in hand_overs])
    _write_attempts(hand_overs, outcomes)
    moves: dict[State, _Moves] = {}
    for one, outcome in zip(hand_overs, outcomes, strict=True):
        state, reason, wait = _consequence(outcome, one)
        columns = moves.setdefault(state, _Moves())
        columns.ids.append(one.message_id)
        columns.numbers.append(one.number)
        columns.reasons.append(reason)
        columns.waits.append(wait)
    for state, columns in moves.items():
        changed_by(
            _MOVE,
            {
                "state": state.value,
                "closes": state in {State.FAILED, State.UNKNOWN},
                "origins": origins_of(state),
                "ids": columns.ids,
                "numbers": columns.numbers,
                "reasons": columns.reasons,
                "waits": columns.waits,
            },
        )


def _consequence(outcome: Outcome, one: HandOver) -> tuple[State, str, timedelta]:
    """The message's next state, the reason, and how long to wait before the next attempt."""
    none = timedelta(0)
    match outcome:
        case Accepted():
            return State.ACCEPTED, "", none
        case Unknown():
            return State.UNKNOWN, Reason.ANSWER_MISSING.value, none
        case NotAccepted(permanent=True, code=code):
            return State.FAILED, code, none
        case Throttled(retry_after=wait):
            # Being asked to wait is no refusal: it uses up nothing of the patience below.
            if one.number >= THROTTLED_AT_MOST:
                return State.FAILED, Reason.THROTTLED.value, none
            growing = min(timedelta(seconds=one.number), LONGEST_THROTTLE)
            return State.SCHEDULED, "", min(max(wait, growing), LONGEST_RETRY_AFTER)
        case NotAccepted(code=code):
            if one.refused_before >= len(RETRY_AFTER):
                return State.FAILED, code, none
            return State.SCHEDULED, code, RETRY_AFTER[one.refused_before]


def _write_attempts(hand_overs: Sequence[HandOver], outcomes: Sequence[Outcome]) -> None:
    told = [_told(outcome) for outcome in outcomes]
    changed_by(
        _ATTEMPTS,
        {
            "first_poll": FIRST_POLL,
            "references": [one.reference for one in hand_overs],
            "outcomes": [one[0] for one in told],
            "codes": [one[1][:40] for one in told],
            "details": [one[2][:300] for one in told],
            "provider_ids": [one[3][:100] for one in told],
            "parts": [one[4] for one in told],
        },
    )


def _told(outcome: Outcome) -> tuple[str, str, str, str, int | None]:
    match outcome:
        case Accepted(provider_id, parts):
            return "accepted", "", "", provider_id, parts
        case NotAccepted(code, reason, _):
            return "not_accepted", code, reason, "", None
        case Throttled():
            return "throttled", "", "", "", None
        case Unknown(detail):
            return "unknown", "", detail, "", None
