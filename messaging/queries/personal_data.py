"""What messaging holds on a person: messages, hand-overs, what carriers said."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.scope import current_store_id
from accounts.tenancy.statements import rows_of
from customers.queries.privacy.traces import RUN_TOGETHER, digits_sought, patterns_sought
from customers.registries.personal_data import Table, Whom, coded
from messaging.models import Attempt, Dispatch, MessageText, Purpose, Reason, Receipt, State

# As providers sent them: those that said something of the person's messages, and those that said it again. A body
# tells of other stores' messages as well, so a number alone is not enough: it must name a reference of this store's.
_REPORTS = """
SELECT report.id, report.received_at, report.origin FROM messaging_report AS report
WHERE report.applied_at IS NOT NULL AND (
    report.id IN (
        SELECT receipt.report_id FROM messaging_receipt AS receipt
        JOIN messaging_attempt AS attempt ON attempt.id = receipt.attempt_id
        JOIN messaging_messagetext AS text ON text.message_id = attempt.message_id
        WHERE receipt.store_id = %(store)s AND text.store_id = %(store)s
          AND (text.phone = ANY(%(phones)s) OR text.customer_id = ANY(%(customers)s))
    )
    OR EXISTS (
        SELECT 1 FROM unnest(%(digits)s::text[]) AS sought(digits)
        WHERE position(convert_to(sought.digits, 'UTF8') IN report.body) > 0
    ) AND EXISTS (
        SELECT 1 FROM messaging_attempt AS attempt
        JOIN messaging_messagetext AS text ON text.message_id = attempt.message_id
        WHERE text.store_id = %(store)s
          AND (text.phone = ANY(%(phones)s) OR text.customer_id = ANY(%(customers)s))
          AND position(convert_to(attempt.reference, 'UTF8') IN report.body) > 0
    )
)
ORDER BY report.id
"""

# To a member's own handset, with what it says of somebody else: by their record, or by number or name in the text.
_TESTS = f"""
SELECT text.message_id FROM messaging_messagetext AS text
WHERE text.store_id = %(store)s AND text.values_of_id = ANY(%(customers)s)
UNION
SELECT text.message_id FROM messaging_dispatch AS dispatch
JOIN messaging_messagetext AS text ON text.store_id = dispatch.store_id AND text.dispatch_id = dispatch.id
WHERE dispatch.store_id = %(store)s AND dispatch.source = %(test)s AND EXISTS (
    SELECT 1 FROM unnest(%(patterns)s::text[]) AS sought(pattern)
    WHERE {RUN_TOGETHER % "text.body"} ~ sought.pattern
)
"""


def message_tables(whom: Whom) -> list[Table]:
    """The person's messages with subject and memo, each hand-over, each receipt, the reports as they came, and test
    sends with their values.
    """
    return [_messages(whom), _attempts(whom), _receipts(whom), _reports(whom), _tests(whom)]


def texts_of(whom: Whom) -> QuerySet[MessageText]:
    """Messages to the numbers, and those that joined the history of the records, whatever number they had then."""
    found: QuerySet[MessageText] = MessageText.objects.filter(
        Q(phone__in=whom.phones) | Q(customer__in=whom.customer_ids)
    )
    return found


def tests_about(whom: Whom) -> list[int]:
    """Test sends (messages) whose texts were filled for the person; the number is the member's who tested."""
    values = {
        "store": current_store_id(),
        "customers": list(whom.customer_ids),
        "test": Dispatch.Source.TEST.value,
        "patterns": patterns_sought(whom.phones, whom.names),
    }
    return sorted(row[0] for row in rows_of(_TESTS, values))


def numbers_of(customer_ids: Sequence[int]) -> set[str]:
    """Numbers that messages of these records went to, and of no other record."""
    found = MessageText.objects.filter(customer__in=customer_ids).exclude(phone="")
    others = MessageText.objects.filter(phone=OuterRef("phone"), customer__isnull=False)
    alone = found.exclude(Exists(others.exclude(customer__in=customer_ids)))
    return set(alone.order_by().values_list("phone", flat=True).distinct())


def report_ids_of(whom: Whom) -> list[int]:
    return [row[0] for row in _report_rows(whom)]


def _report_rows(whom: Whom) -> list[tuple[Any, ...]]:
    values = {
        "store": current_store_id(),
        "phones": list(whom.phones),
        "customers": list(whom.customer_ids),
        "digits": digits_sought(whom.phones),
    }
    return rows_of(_REPORTS, values)


def _messages(whom: Whom) -> Table:
    found = texts_of(whom).select_related("message", "dispatch__author__user", "dispatch__token")
    return Table(
        "messages",
        _("Messages"),
        _(
            "time, result and parts stay for totals and bills; number, name, text, subject and memo are emptied; "
            "what waits is cancelled"
        ),
        [
            ("id", _("ID")),
            ("created_at", _("Ordered")),
            ("accepted_at", _("Sent")),
            ("arrived_at", _("Arrived on the handset")),
            ("state", _("State")),
            ("reason", _("Reason")),
            ("purpose", _("Purpose")),
            ("phone", _("Phone number")),
            ("name", _("Name")),
            ("subject", _("Subject")),
            ("memo", _("Memo")),
            ("text", _("Text")),
            ("sender", _("Sender")),
        ],
        [
            [
                one.message_id, one.message.created_at, one.message.accepted_at, one.message.arrived_at,
                coded(State, one.message.state), coded(Reason, one.message.reason),
                coded(Purpose, one.dispatch.purpose), one.phone, one.recipient_name,
                one.dispatch.subject, one.dispatch.memo, one.body, one.dispatch.sender_name,
            ]
            for one in found.order_by("message_id")
        ],
    )  # fmt: skip


def _attempts(whom: Whom) -> Table:
    found = Attempt.objects.filter(message__text__in=texts_of(whom)).order_by("message_id", "number")
    return Table(
        "hand_overs",
        _("Hand-overs to the provider"),
        _("stays for bills, without the provider's words"),
        [
            ("message", _("Message ID")),
            ("number", _("Attempt")),
            ("reference", _("Reference")),
            ("provider_id", _("ID of the provider")),
            ("outcome", _("Result")),
            ("code", _("Code")),
            ("detail", _("Words of the provider")),
            ("carrier", _("Carrier")),
            ("parts", _("Parts")),
            ("submitted_at", _("Sent")),
        ],
        [
            [
                one.message_id, one.number, one.reference, one.provider_id, one.outcome, one.code, one.detail,
                one.carrier, one.parts, one.submitted_at,
            ]
            for one in found
        ],
    )  # fmt: skip


def _receipts(whom: Whom) -> Table:
    found = Receipt.objects.filter(attempt__message__text__in=texts_of(whom)).select_related("attempt")
    return Table(
        "receipts",
        _("Receipts of carriers"),
        _("stays for bills; names nobody"),
        [
            ("message", _("Message ID")),
            ("attempt", _("Attempt")),
            ("status", _("Result")),
            ("code", _("Code")),
            ("occurred_at", _("Time")),
        ],
        [
            [one.attempt.message_id, one.attempt.number, one.status, one.code, one.occurred_at]
            for one in found.order_by("id")
        ],
        stays=True,
    )


def _reports(whom: Whom) -> Table:
    return Table(
        "reports",
        _("Reports as the provider sent them"),
        _("is deleted"),
        [("id", _("ID")), ("received_at", _("Received")), ("origin", _("Origin"))],
        _report_rows(whom),
    )


def _tests(whom: Whom) -> Table:
    found = MessageText.objects.filter(message_id__in=tests_about(whom)).select_related("message")
    return Table(
        "test_sends",
        _("Test sends to the team with the person's values"),
        _("time, result and parts stay for totals and bills; the text is emptied"),
        [("id", _("ID")), ("created_at", _("Ordered")), ("text", _("Text"))],
        [[one.message_id, one.message.created_at, one.body] for one in found.order_by("message_id")],
    )
