"""A message in two tables: its state, narrow and often moved, and its text, wide and frozen."""

from typing import Any

from django.db import models
from django.db.models import Case, ExpressionWrapper, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.links import StoreForeignKey
from accounts.tenancy.rows import StoreRow, store_row_key
from messaging.models.lane import Lane
from messaging.models.state import ENDINGS, OPEN, State


class Message(StoreRow):
    """Where one message to one number stands. Times are PostgreSQL's clock.

    No index names `state` itself: PostgreSQL moves a row within its page (HOT) only while nothing that an index
    looks at has changed, its condition included. The generated columns below say just what the indexes need, and
    stay the same from `claimed` to `accepted` (measured: 1.5 times the moves a second).
    """

    # Implied by the link to the dispatch; a second key would be looked up for each row.
    store = models.ForeignKey(
        "accounts.Store", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )

    dispatch = StoreForeignKey(
        "messaging.Dispatch", on_delete=models.PROTECT, related_name="messages", db_index=False
    )
    account = models.ForeignKey(
        "messaging.GatewayAccount", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    state = models.CharField(max_length=12, choices=State)
    lane = models.CharField(max_length=10, choices=Lane)
    # Why it is withheld, failed, cancelled or undelivered: a code of messaging/queries/results.py.
    reason = models.CharField(max_length=30, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    # When it may go; the next attempt's time after one that was surely not accepted.
    due_at = models.DateTimeField()
    created_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    submitting_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    # When it came to the state it is in now, once nothing more is expected.
    closed_at = models.DateTimeField(null=True)
    # When the handset had it, as the carrier says; the sent time is accepted_at.
    arrived_at = models.DateTimeField(null=True)

    is_waiting = models.GeneratedField(
        expression=ExpressionWrapper(Q(state=State.SCHEDULED), output_field=models.BooleanField()),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    is_open = models.GeneratedField(
        expression=ExpressionWrapper(Q(state__in=OPEN), output_field=models.BooleanField()),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    # How it ended, where that is not "delivered".
    ending = models.GeneratedField(
        expression=Case(When(state__in=ENDINGS, then=F("state")), default=Value(None)),
        output_field=models.CharField(max_length=12, null=True),
        db_persist=True,
    )

    class Meta(StoreRow.Meta):
        verbose_name = _("message")
        constraints = [
            store_row_key("messaging_message"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="messaging_message_state"),
        ]
        indexes = [
            # claim: the next of an account and lane, store by store.
            models.Index(
                fields=["account", "lane", "store", "due_at"],
                name="messaging_message_claim",
                condition=Q(is_waiting=True),
            ),
            # reconcile: what is unclear. Few rows by nature.
            models.Index(
                fields=["id"], name="messaging_message_unclear", condition=Q(ending=State.UNKNOWN.value)
            ),
            # history by result, and the dashboard's figures: whatever ended otherwise than delivered ...
            models.Index(
                fields=["store", "ending", "-id"],
                name="messaging_message_ended",
                condition=Q(ending__isnull=False),
            ),
            # ... and what is under way.
            models.Index(fields=["store", "-id"], name="messaging_message_open", condition=Q(is_open=True)),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"


class MessageText(StoreRow):
    """Exactly what one person gets. Written once, with its message."""

    # The topic of what goes before the first text to a number (mission.md A12): a message of the same dispatch.
    INTRODUCTION = "introduction"

    # Implied by the links, as the message's.
    store = models.ForeignKey(
        "accounts.Store", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    message = models.OneToOneField(
        Message, primary_key=True, on_delete=models.CASCADE, related_name="text", db_constraint=False
    )
    dispatch = StoreForeignKey(
        "messaging.Dispatch", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    customer = StoreForeignKey(
        "customers.Customer", null=True, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    # A test send: whose record filled the text that went to a member's own handset; an erasure finds it by this.
    values_of = StoreForeignKey(
        "customers.Customer", null=True, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    phone = models.CharField(max_length=16)
    recipient_name = models.CharField(max_length=200, blank=True)
    # What of the person's it is about (an asset, an appointment): two cars may get two notices.
    topic = models.CharField(max_length=40, blank=True)
    body = models.TextField()
    length = models.PositiveSmallIntegerField()
    parts_docomo = models.PositiveSmallIntegerField()
    parts_au = models.PositiveSmallIntegerField()
    parts_softbank = models.PositiveSmallIntegerField()
    parts_rakuten = models.PositiveSmallIntegerField()
    # What stood for each merge field, by its name; empty without any. Addresses and codes are not among them.
    merge_values: Any = models.JSONField(null=True)

    class Meta(StoreRow.Meta):
        constraints = [
            # Nobody is texted twice for one decision. Also the index of a dispatch's messages.
            models.UniqueConstraint(
                fields=["store", "dispatch", "phone", "topic"], name="messaging_text_once_per_person"
            ),
        ]
        indexes = [
            # A customer's contact history, the newest first.
            models.Index(fields=["store", "customer", "message"], name="messaging_text_customer"),
            # History by number; the same number of any customer.
            models.Index(fields=["store", "phone", "message"], name="messaging_text_phone"),
            # Test sends with a customer's values.
            models.Index(
                fields=["store", "values_of"],
                name="messaging_text_values_of",
                condition=Q(values_of__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message_id}"
