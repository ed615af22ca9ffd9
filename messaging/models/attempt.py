"""One hand-over of a message to a gateway, and what the carrier said of it."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from accounts.tenancy.links import StoreForeignKey
from accounts.tenancy.rows import StoreRow, store_row_key


class Attempt(StoreRow):
    """Written before the request leaves. A receipt belongs to an attempt, never to a message alone."""

    # Implied by the link to the message; a second key would be looked up for each row.
    store = models.ForeignKey(
        "accounts.Store", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )

    class Outcome(models.TextChoices):
        OPEN = "open"  # no answer recorded yet
        ACCEPTED = "accepted"
        NOT_ACCEPTED = "not_accepted"
        THROTTLED = "throttled"
        UNKNOWN = "unknown"

    message = StoreForeignKey("messaging.Message", on_delete=models.CASCADE, related_name="hand_overs")
    account = models.ForeignKey(
        "messaging.GatewayAccount",
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    # 1 for the first; only the newest attempt's refusal says anything of the message.
    number = models.PositiveIntegerField()
    # The 32 hex digits of a UUIDv7: our name for it with the provider; fits all of them (facts.md 5).
    reference = models.CharField(max_length=32, db_collation="C")
    outcome = models.CharField(max_length=12, choices=Outcome, default=Outcome.OPEN)
    code = models.CharField(max_length=40, blank=True)
    detail = models.CharField(max_length=300, blank=True)
    provider_id = models.CharField(max_length=100, blank=True)
    parts = models.PositiveSmallIntegerField(null=True)
    carrier = models.CharField(max_length=10, blank=True)
    submitted_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    # Of an unclear one: when the provider is asked again whether it has it, and how often it was.
    look_up_at = models.DateTimeField(null=True)
    look_ups = models.PositiveSmallIntegerField(default=0)

    class Meta(StoreRow.Meta):
        constraints = [
            store_row_key("messaging_attempt"),
            # Not `unique=True`, which would bring a second index for LIKE.
            models.UniqueConstraint(fields=["reference"], name="messaging_attempt_reference"),
        ]

    def __str__(self) -> str:
        return self.reference


class Report(models.Model):
    """A body as a provider sent it, by webhook or in answer to a poll. Kept as it came, applied later.

    Of an account, whose stores are not known before it has been read: a global table.
    """

    class Origin(models.TextChoices):
        WEBHOOK = "webhook"
        POLL = "poll"

    account = models.ForeignKey("messaging.GatewayAccount", on_delete=models.PROTECT, related_name="+")
    origin = models.CharField(max_length=10, choices=Origin)
    body = models.BinaryField()
    received_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    # Of an account that cannot be used for now: not read before then.
    read_after = models.DateTimeField(db_default=Now())
    # What could not be used of it, in words for the operator.
    remark = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["read_after", "id"],
                name="messaging_report_waiting",
                condition=Q(applied_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.origin}"


class Receipt(StoreRow):
    """One thing a carrier said of an attempt. The same said again is not kept twice (its Report is)."""

    class Status(models.TextChoices):
        SENT = "sent"
        DELIVERED = "delivered"
        UNDELIVERED = "undelivered"

    # Implied by the link to the attempt.
    store = models.ForeignKey(
        "accounts.Store", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    attempt = StoreForeignKey(Attempt, on_delete=models.CASCADE, related_name="receipts", db_index=False)
    report = models.ForeignKey(
        Report, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    status = models.CharField(max_length=12, choices=Status)
    code = models.CharField(max_length=40, blank=True)
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta(StoreRow.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["store", "attempt", "status", "code"], name="messaging_receipt_said_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.status}"
