"""Between claim and submit: the last gate, taken for just the messages of the next request.

It asks judge again and commits `submitting` with an attempt before anything leaves. So a stop acts before
the next request starts, however large the claim was.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import uuid_utils
from django.conf import settings
from django.db import transaction

from accounts.models import Store
from accounts.tenancy.statements import changed_by, rows_of
from messaging.domain.claim import Claim
from messaging.domain.judge import Asked, judge
from messaging.domain.lock import lock_messages
from messaging.domain.refusals import REFUSED_BEFORE
from messaging.models import Dispatch, Purpose, Reason

# Whose lease is over finds no batch: what it held is somebody else's by now.
_TAKE = """
UPDATE messaging_batch AS batch SET submitted_at = now(), lease_until = now() + %s
FROM messaging_gatewayaccount AS account
WHERE batch.id = %s AND batch.submitted_at IS NULL AND batch.lease_until > now()
  AND account.id = batch.account_id AND account.status = 'active'
RETURNING batch.account_id
"""

HELD = f"""
SELECT message.id, message.store_id, message.attempts, text.phone, text.body, dispatch.purpose, dispatch.source,
       coalesce(dispatch.expires_at <= now(), false),
       {REFUSED_BEFORE}
FROM messaging_message AS message
JOIN messaging_messagetext AS text ON text.message_id = message.id
JOIN messaging_dispatch AS dispatch ON dispatch.id = message.dispatch_id
WHERE message.id = ANY(%s) AND message.state = 'claimed'
ORDER BY message.id
"""

_WITHHOLD = """
UPDATE messaging_message AS message SET state = 'withheld', reason = stopped.reason, closed_at = now()
FROM unnest(%s::bigint[], %s::text[]) AS stopped(id, reason)
WHERE message.id = stopped.id AND message.state = 'claimed'
"""

# Who was cancelled since HELD was read is not among those returned.
_SUBMIT = """
UPDATE messaging_message SET state = 'submitting', reason = '', submitting_at = now(), attempts = attempts + 1
WHERE id = ANY(%s) AND state = 'claimed'
RETURNING id
"""

_ATTEMPT = """
INSERT INTO messaging_attempt
    (store_id, message_id, account_id, number, reference, outcome, code, detail, provider_id, carrier,
     submitted_at, look_ups)
SELECT store_id, message_id, %s, number, reference, 'open', '', '', '', '', now(), 0
FROM unnest(%s::bigint[], %s::bigint[], %s::int[], %s::text[]) AS new(store_id, message_id, number, reference)
"""

_NARROW = "UPDATE messaging_batch SET message_ids = %s WHERE id = %s"
_DROP = "DELETE FROM messaging_batch WHERE id = %s"


@dataclass(frozen=True, slots=True)
class HandOver:
    """One message of the next request, committed as submitting under this reference."""

    message_id: int
    store_id: int
    number: int
    reference: str
    phone: str
    text: str
    # How often it was surely not accepted before, an unreachable line included; throttling and our own delay are not.
    refused_before: int


@dataclass(frozen=True, slots=True)
class _Held:
    message_id: int
    store_id: int
    attempts: int
    phone: str
    text: str
    purpose: Purpose
    source: Dispatch.Source
    too_late: bool
    refused_before: int


def request_lease() -> timedelta:
    """Longer than any request may take: connecting, answering (gateways/line.py), recording."""
    return timedelta(seconds=settings.REQUEST_LEASE_SECONDS)


@transaction.atomic
def pass_last_gate(claim: Claim) -> list[HandOver] | None:
    """Of these claimed messages, those that may go now; the others are withheld with their reason.

    None where the lease ran out or the operator has switched the account off; messages that somebody cancelled are
    left out. Call it within platform_scope.
    """
    taken = rows_of(_TAKE, [request_lease(), claim.batch_id])
    if not taken:
        return None
    held = _held(claim.message_ids)
    verdicts = _judged(held)
    stopped = [(one.message_id, reason) for one in held if (reason := verdicts[one.message_id])]
    _withhold(stopped, claim.message_ids)
    passed = [_hand_over(one) for one in held if verdicts[one.message_id] is None]
    gone = {row[0] for row in rows_of(_SUBMIT, [[one.message_id for one in passed]])}
    passed = [one for one in passed if one.message_id in gone]
    _write_attempts(taken[0][0], passed)
    _narrow(claim, passed)
    return passed


def _narrow(claim: Claim, passed: Sequence[HandOver]) -> None:
    if not passed:
        changed_by(_DROP, [claim.batch_id])
    elif len(passed) < len(claim.message_ids):
        changed_by(_NARROW, [[one.message_id for one in passed], claim.batch_id])


def _held(message_ids: Sequence[int]) -> list[_Held]:
    return [
        _Held(message_id, store_id, attempts, phone, text, Purpose(purpose), Dispatch.Source(source), *rest)
        for message_id, store_id, attempts, phone, text, purpose, source, *rest in rows_of(
            HELD, [list(message_ids)]
        )
    ]


def _judged(held: Sequence[_Held]) -> dict[int, Reason | None]:
    verdicts: dict[int, Reason | None] = {one.message_id: Reason.TOO_LATE for one in held if one.too_late}
    # Its person was erased while it was being handed over before: number and text are gone.
    verdicts |= {one.message_id: Reason.SUPPRESSED for one in held if not one.phone}
    by_store: dict[int, list[_Held]] = defaultdict(list)
    for one in held:
        if one.message_id not in verdicts:
            by_store[one.store_id].append(one)
    stores = Store.objects.in_bulk(by_store.keys())
    for store_id, ones in by_store.items():
        answers = judge(
            store=stores[store_id], asked=[Asked(one.phone, one.purpose, one.source) for one in ones]
        )
        verdicts.update(zip((one.message_id for one in ones), answers, strict=True))
    return verdicts


def _withhold(stopped: Sequence[tuple[int, Reason]], locked: Sequence[int]) -> None:
    if stopped:
        # Two statements move rows of this batch: everybody takes them in one order.
        lock_messages(locked)
        ids, reasons = zip(*stopped, strict=True)
        changed_by(_WITHHOLD, [list(ids), [reason.value for reason in reasons]])


def _write_attempts(account_id: int, passed: Sequence[HandOver]) -> None:
    if passed:
        changed_by(
            _ATTEMPT,
            [
                account_id,
                [one.store_id for one in passed],
                [one.message_id for one in passed],
                [one.number for one in passed],
                [one.reference for one in passed],
            ],
        )


def _hand_over(one: _Held) -> HandOver:
    return HandOver(
        message_id=one.message_id,
        store_id=one.store_id,
        number=one.attempts + 1,
        reference=uuid_utils.uuid7().hex,
        phone=one.phone,
        text=one.text,
        refused_before=one.refused_before,
    )
