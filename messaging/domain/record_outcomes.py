"""After submit: what came of a request is written to its attempts, its messages and its batch."""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from django.db import InterfaceError, OperationalError, connection, transaction

from accounts.tenancy.statements import changed_by
from messaging.domain.follow import follow_batch
from messaging.domain.last_gate import HandOver
from messaging.domain.lock import again_after_deadlock, lock_messages
from messaging.domain.waits import (
    FIRST_POLL,
    LONGEST_RETRY_AFTER,
    LONGEST_THROTTLE,
    RETRY_AFTER,
    THROTTLED_AT_MOST,
    TURN_MISSED,
)
from messaging.gateways.contract import Accepted, NotAccepted, Outcome, Throttled, Unknown
from messaging.models import Reason, State, origins_of

logger = logging.getLogger(__name__)

# Seconds between the tries to write an answer down; together less than the lease leaves after the longest exchange.
PAUSES = (0.2, 0.5, 1, 2, 4, 8, 8, 8)

_ATTEMPTS = """
UPDATE messaging_attempt AS attempt
SET outcome = told.outcome, code = told.code, detail = told.detail, provider_id = told.provider_id,
    parts = coalesce(told.parts, attempt.parts), answered_at = now()
FROM unnest(%(references)s::text[], %(outcomes)s::text[], %(codes)s::text[], %(details)s::text[],
            %(provider_ids)s::text[], %(parts)s::int[])
     AS told(reference, outcome, code, detail, provider_id, parts)
WHERE attempt.reference = told.reference
  -- What a look-up or a receipt has found meanwhile stands; only an acceptance is better word.
  AND (attempt.outcome = 'open' OR told.outcome = 'accepted')
"""

# `attempts = number`: an answer that comes so late that a newer attempt is under way says nothing of it. `due_at` is
# written only where it means something: the index of the claim looks at it.
_MOVE = """
UPDATE messaging_message AS message
SET state = %(state)s, reason = told.reason,
    due_at = CASE WHEN %(state)s = 'scheduled' THEN now() + told.wait * interval '1 second' ELSE message.due_at END,
    closed_at = CASE WHEN %(closes)s THEN now() END,
    accepted_at = CASE WHEN %(state)s = 'accepted' THEN now() ELSE message.accepted_at END
FROM unnest(%(ids)s::bigint[], %(numbers)s::int[], %(reasons)s::text[], %(waits)s::float8[])
     AS told(id, number, reason, wait)
WHERE message.id = told.id AND message.attempts = told.number AND message.state = ANY(%(origins)s)
"""


@dataclass(slots=True)
class _Moves:
    """The messages that go to one state, as columns."""

    ids: list[int] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    # Seconds.
    waits: list[float] = field(default_factory=list)


def record_outcomes(
    batch_id: int,
    hand_overs: Sequence[HandOver],
    outcomes: Sequence[Outcome],
    *,
    asked_after: timedelta = FIRST_POLL,
) -> None:
    """Write every outcome to its attempt, and move the messages, state by state in one statement each.

    What a provider has answered must not be forgotten because PostgreSQL is gone for a moment: it is tried again for
    as long as the lease of the request may last. After that it is unknown.
    """
    write = partial(_record, batch_id, hand_overs, outcomes, asked_after)
    for pause in PAUSES:
        try:
            return again_after_deadlock(write)
        except (OperationalError, InterfaceError) as error:
            logger.warning("batch %s: outcomes not written yet (%s)", batch_id, type(error).__name__)
            connection.close()
            time.sleep(pause)
    return write()


@transaction.atomic
def _record(
    batch_id: int, hand_overs: Sequence[HandOver], outcomes: Sequence[Outcome], asked_after: timedelta
) -> None:
    moves: dict[State, _Moves] = {}
    for one, outcome in zip(hand_overs, outcomes, strict=True):
        state, reason, wait = _consequence(outcome, one)
        columns = moves.setdefault(state, _Moves())
        columns.ids.append(one.message_id)
        columns.numbers.append(one.number)
        columns.reasons.append(reason)
        columns.waits.append(wait.total_seconds())
    # Messages before attempts, and both in ascending order, as the receipts take them.
    if len(moves) > 1:
        lock_messages([one.message_id for one in hand_overs])
    for state, columns in moves.items():
        _move(state, columns)
    _write_attempts(hand_overs, outcomes)
    # Also who was delivered or refused before this answer came: it was handed over.
    taken = moves.get(State.ACCEPTED, _Moves())
    follow_batch(batch_id, sorted(taken.ids), asked_after=asked_after)


def _move(state: State, columns: _Moves) -> None:
    values = {
        "state": state.value,
        "closes": state in {State.FAILED, State.UNKNOWN},
        # Who is claimed anew is in somebody else's batch; only word that it has gone takes it out.
        "origins": [one for one in origins_of(state) if state is State.ACCEPTED or one != State.CLAIMED],
        "ids": columns.ids,
        "numbers": columns.numbers,
        "reasons": columns.reasons,
        "waits": columns.waits,
    }
    changed_by(_MOVE, values)


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
        case NotAccepted(code=Reason.STOOD_STILL.value):
            # Our own delay: it uses up nothing of the patience below.
            return State.SCHEDULED, Reason.STOOD_STILL.value, TURN_MISSED
        case Throttled(retry_after=wait):
            # Being asked to wait is no refusal.
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
