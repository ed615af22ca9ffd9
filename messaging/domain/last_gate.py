"""Between claim and submit: the last gate, taken for just the messages of the next request.

It asks judge again and commits `submitting` with an attempt before anything leaves. So a stop acts before
the next request starts, however large the claim was.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import uuid_utils
from django.db import transaction

from accounts.models import Store
from accounts.tenancy.statements import changed_by, rows_of
from messaging.domain.judge import Asked, judge
from messaging.models import Purpose, Reason

# Longer than any request may take: connecting, answering, recording.
REQUEST_LEASE = timedelta(seconds=90)

_HELD = """
SELECT message.id, message.store_id, message.attempts, text.phone, text.body, dispatch.purpose,
       CASE WHEN message.attempts = 0 THEN 0 ELSE (
           SELECT count(*) FROM messaging_attempt AS attempt
           WHERE attempt.message_id = message.id AND attempt.outcome = 'not_accepted'
       ) END
FROM messaging_message AS message
JOIN messaging_messagetext AS text ON text.message_id = message.id
JOIN messaging_dispatch AS dispatch ON dispatch.id = message.dispatch_id
JOIN messaging_gatewayaccount AS account ON account.id = message.account_id
WHERE message.id = ANY(%s) AND message.state = 'claimed' AND message.lease_until > now()
  AND account.status = 'active'
ORDER BY message.id FOR UPDATE OF message
"""

_WITHHOLD = """
UPDATE messaging_message AS message
SET state = 'withheld', reason = stopped.reason, closed_at = now(), lease_until = NULL
FROM unnest(%s::bigint[], %s::text[]) AS stopped(id, reason)
WHERE message.id = stopped.id AND message.state = 'claimed'
"""

_SUBMIT = """
UPDATE messaging_message
SET state = 'submitting', reason = '', submitting_at = now(), lease_until = now() + %s, attempts = attempts + 1
WHERE id = ANY(%s) AND state = 'claimed'
"""

_ATTEMPT = """
INSERT INTO messaging_attempt
    (store_id, message_id, account_id, number, reference, outcome, code, detail, provider_id, carrier,
     submitted_at, polls)
SELECT store_id, message_id, %s, number, reference, 'open', '', '', '', '', now(), 0
FROM unnest(%s::bigint[], %s::bigint[], %s::int[], %s::text[]) AS new(store_id, message_id, number, reference)
"""


@dataclass(frozen=True, slots=True)
class HandOver:
    """One message of the next request, committed as submitting under this reference."""

    message_id: int
    store_id: int
    number: int
    reference: str
    phone: str
    text: str
    # How often the provider has said no before; being throttled is no no.
    refused_before: int


@dataclass(frozen=True, slots=True)
class _Held:
    message_id: int
    store_id: int
    attempts: int
    phone: str
    text: str
    purpose: Purpose
    refused_before: int


@transaction.atomic
def pass_last_gate(*, account_id: int, message_ids: Sequence[int]) -> list[HandOver]:
    """Of these claimed messages, those that may go now; the others are withheld with their reason.

    Messages whose lease ran out, that somebody cancelled, or whose account was paused are left out. Call it within
    platform_scope.
    """
    held = _held(message_ids)
    verdicts = _judged(held)
    stopped = [(one.message_id, reason) for one in held if (reason := verdicts[one.message_id])]
    passed = [_hand_over(one) for one in held if verdicts[one.message_id] is None]
    if stopped:
        ids, reasons = zip(*stopped, strict=True)
        changed_by(_WITHHOLD, [list(ids), [reason.value for reason in reasons]])
    if passed:
        changed_by(_SUBMIT, [REQUEST_LEASE, [one.message_id for one in passed]])
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
    return passed


def _held(message_ids: Sequence[int]) -> list[_Held]:
    return [
        _Held(message_id, store_id, attempts, phone, text, Purpose(purpose), refused_before)
        for message_id, store_id, attempts, phone, text, purpose, refused_before in rows_of(
            _HELD, [list(message_ids)]
        )
    ]


def _judged(held: Sequence[_Held]) -> dict[int, Reason | None]:
    by_store: dict[int, list[_Held]] = defaultdict(list)
    for one in held:
        by_store[one.store_id].append(one)
    stores = Store.objects.in_bulk(by_store.keys())
    verdicts: dict[int, Reason | None] = {}
    for store_id, ones in by_store.items():
        answers = judge(store=stores[store_id], asked=[Asked(one.phone, one.purpose) for one in ones])
        verdicts.update(zip((one.message_id for one in ones), answers, strict=True))
    return verdicts


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
