"""Stage 7, receipts: keep what the provider says as it came, then apply it; repeated and late ones change nothing."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import DataError, IntegrityError, transaction
from django.db.models.functions import Now

from accounts.tenancy.statements import changed_by, rows_of
from messaging.domain.doorbell import ring_now_and_then
from messaging.domain.follow import follow
from messaging.domain.lock import again_after_deadlock, lock_messages
from messaging.gateways.contract import Delivery, Receipt
from messaging.models import GatewayAccount, Report, State, origins_of
from messaging.queries.gateways import UnusableAccount, gateway_of

logger = logging.getLogger(__name__)

_REPORTS_AT_ONCE = 500
# Of bodies read at once: providers put one receipt in a report, or hundreds.
_BYTES_AT_ONCE = 2_000_000
_UNREADABLE_FOR = timedelta(minutes=1)

_PICK = """
WITH waiting AS MATERIALIZED (
    SELECT id, octet_length(body) AS size FROM messaging_report
    WHERE applied_at IS NULL AND read_after <= now() ORDER BY read_after, id LIMIT %s FOR UPDATE SKIP LOCKED
)
SELECT id FROM (SELECT id, sum(size) OVER (ORDER BY id) - size AS before FROM waiting) AS one WHERE before < %s
"""

_DONE = "UPDATE messaging_report SET applied_at = now() WHERE id = ANY(%s)"
_NOT_NOW = "UPDATE messaging_report SET read_after = now() + %s WHERE id = %s"

_TOUCHED = "SELECT message_id FROM messaging_attempt WHERE reference = ANY(%s)"

# Receipts to their attempts; one that was said before is left out by its unique key.
_KEEP = """
INSERT INTO messaging_receipt (store_id, attempt_id, report_id, status, code, occurred_at, received_at)
SELECT attempt.store_id, attempt.id, told.report_id, told.status, told.code, told.occurred_at, now()
FROM unnest(%(reports)s::bigint[], %(accounts)s::bigint[], %(references)s::text[], %(statuses)s::text[],
            %(codes)s::text[], %(times)s::timestamptz[])
     AS told(report_id, account_id, reference, status, code, occurred_at)
JOIN messaging_attempt AS attempt
  ON attempt.reference = told.reference AND attempt.account_id = told.account_id
ON CONFLICT DO NOTHING
"""

_BILL = """
UPDATE messaging_attempt AS attempt
SET carrier = coalesce(nullif(told.carrier, ''), attempt.carrier), parts = coalesce(told.parts, attempt.parts)
FROM unnest(%(accounts)s::bigint[], %(references)s::text[], %(carriers)s::text[], %(parts)s::int[])
     AS told(account_id, reference, carrier, parts)
WHERE attempt.reference = told.reference AND attempt.account_id = told.account_id
"""

# Delivered by any attempt is delivered; a refusal counts only of the newest attempt. The guard on the state
# keeps a message from ever moving backwards, in whatever order receipts come.
_MOVE = """
WITH told AS (
    SELECT DISTINCT ON (attempt.message_id) attempt.message_id, attempt.number, given.code, given.occurred_at
    FROM unnest(%(accounts)s::bigint[], %(references)s::text[], %(codes)s::text[], %(times)s::timestamptz[])
         AS given(account_id, reference, code, occurred_at)
    JOIN messaging_attempt AS attempt
      ON attempt.reference = given.reference AND attempt.account_id = given.account_id
    ORDER BY attempt.message_id, attempt.number DESC, given.occurred_at
)
UPDATE messaging_message AS message
SET state = %(state)s, reason = told.code,
    accepted_at = coalesce(message.accepted_at, message.submitting_at),
    closed_at = CASE WHEN %(closes)s THEN now() END,
    arrived_at = CASE WHEN %(state)s = 'delivered' THEN told.occurred_at ELSE message.arrived_at END
FROM told JOIN messaging_message AS before ON before.id = told.message_id
WHERE message.id = told.message_id AND message.state = ANY(%(origins)s)
  AND (%(state)s = 'delivered' OR message.attempts = told.number)
RETURNING message.id, before.accepted_at IS NULL
"""

# Whoever is on its way has been accepted, whatever became of the answer.
_TAKEN = """
UPDATE messaging_attempt AS attempt SET outcome = 'accepted'
FROM messaging_message AS message
WHERE message.id = ANY(%s) AND attempt.message_id = message.id AND attempt.number = message.attempts
"""

_STATE_AFTER = {
    Delivery.DELIVERED: State.DELIVERED,
    Delivery.UNDELIVERED: State.UNDELIVERED,
    Delivery.SENT: State.ACCEPTED,
}


@dataclass(frozen=True, slots=True)
class _Told:
    report_id: int
    account_id: int
    receipt: Receipt


def keep_report(*, account: GatewayAccount, origin: Report.Origin, body: bytes) -> Report:
    """Store a report as it came and ring for it. Once this has committed, the provider may forget it."""
    report = Report.objects.create(account=account, origin=origin, body=body, received_at=Now())
    ring_now_and_then("messaging.tasks.apply_reports", queue="upkeep")
    return report


def apply_reports() -> int:
    """Apply the oldest waiting reports, each once. Returns how many; 0 when none waits.

    Those of an account that cannot be used wait on: nobody else knows what they say.
    """
    return again_after_deadlock(_apply_some)


@transaction.atomic
def _apply_some() -> int:
    picked = [row[0] for row in rows_of(_PICK, [_REPORTS_AT_ONCE, _BYTES_AT_ONCE])]
    reports = list(Report.objects.filter(pk__in=picked).select_related("account").order_by("id"))
    told = {report.pk: _read(report) for report in reports}
    read = [report for report in reports if told[report.pk] is not None]
    if not _applied([one for report in read for one in told[report.pk] or ()]):
        # One of them holds what PostgreSQL refuses: each alone, so that it keeps nobody else waiting.
        for report in read:
            _apply_singly(report, told[report.pk] or ())
    changed_by(_DONE, [[report.pk for report in read]])
    return len(reports)


def _apply_singly(report: Report, told: Sequence[_Told]) -> None:
    refused = sum(not _applied([one]) for one in told)
    if refused:
        _remark(report, f"could not be applied: {refused} of {len(told)}")


def _applied(told: Sequence[_Told]) -> bool:
    if not told:
        return True
    try:
        with transaction.atomic():
            apply_receipts(told)
    except (DataError, IntegrityError, UnicodeError) as error:
        logger.error("receipts could not be applied: %s", type(error).__name__)
        return False
    return True


def _read(report: Report) -> list[_Told] | None:
    """None while the account cannot be used."""
    try:
        reading = gateway_of(report.account).read(bytes(report.body))
    except UnusableAccount as error:
        changed_by(_NOT_NOW, [_UNREADABLE_FOR, report.pk])
        _remark(report, str(error))
        return None
    if reading.remarks:
        _remark(report, "; ".join(reading.remarks))
    return [_Told(report.pk, report.account_id, receipt) for receipt in reading.receipts]


def _remark(report: Report, words: str) -> None:
    remark = words.replace("\0", "")[:300]
    changed_by("UPDATE messaging_report SET remark = %s WHERE id = %s", [remark, report.pk])
    logger.warning("report %s could not be used in full: %s", report.pk, remark)


def apply_receipts(told: Sequence[_Told]) -> None:
    """Receipts to attempts and messages, whatever their order; an unknown reference moves nothing."""
    lock_messages([row[0] for row in rows_of(_TOUCHED, [[one.receipt.reference for one in told]])])
    columns = _columns(told)
    changed_by(_KEEP, columns)
    changed_by(_BILL, columns)
    for delivery, state in _STATE_AFTER.items():
        ones = [one for one in told if one.receipt.delivery is delivery]
        if ones:
            _move(ones, state)


def _move(told: Sequence[_Told], state: State) -> None:
    closes = state is not State.ACCEPTED
    values = _columns(told) | {"state": state.value, "closes": closes, "origins": origins_of(state)}
    moved = rows_of(_MOVE, values)
    if not closes:
        changed_by(_TAKEN, [[row[0] for row in moved]])
    # Nobody follows those whose request has had no answer; they were texted all the same.
    follow(sorted(message_id for message_id, unanswered in moved if unanswered))


def _columns(told: Sequence[_Told]) -> dict[str, Any]:
    return {
        "reports": [one.report_id for one in told],
        "accounts": [one.account_id for one in told],
        "references": [one.receipt.reference for one in told],
        "statuses": [one.receipt.delivery.value for one in told],
        "codes": [one.receipt.code for one in told],
        "carriers": [one.receipt.carrier for one in told],
        "parts": [one.receipt.parts for one in told],
        "times": [one.receipt.occurred_at.isoformat() for one in told],
    }
