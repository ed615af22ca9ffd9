"""One decision to send."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.links import StoreForeignKey
from accounts.tenancy.rows import StoreRow, store_row_key
from messaging.models.lane import Lane
from messaging.models.purpose import Purpose


class Dispatch(StoreRow):
    """What somebody decided to send, to one person or many. Its messages are one of each person at most."""

    class Source(models.TextChoices):
        CUSTOMER_PAGE = "customer_page", _("customer page")
        QUICK_SEND = "quick_send", _("quick send")
        COMMAND_LINE = "command_line", _("command line")
        API = "api", _("API")
        # Nobody pressed a button: planned by itself before an appointment.
        APPOINTMENT = "appointment", _("reminder of an appointment")
        # A code to a number, and the word that a sign-up is complete.
        NUMBER_CHECK = "number_check", _("confirmation of a number")
        TEST = "test", _("test send")

    # The one-time key of the form: the same form submitted twice is the same decision.
    key = models.UUIDField()
    # SHA-256 of what was asked for: the same key with another wish is refused, not sent.
    fingerprint = models.CharField(max_length=64)
    source = models.CharField(max_length=20, choices=Source)
    lane = models.CharField(max_length=10, choices=Lane)
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose)
    author = StoreForeignKey(
        "accounts.Membership",
        null=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        verbose_name=_("sender"),
    )
    # The program that sent, instead of a person.
    token = StoreForeignKey(
        "accounts.ApiToken", null=True, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    # Internal only, never sent (mission.md A4).
    subject = models.CharField(_("subject"), max_length=100)
    memo = models.CharField(_("memo"), max_length=500, blank=True)
    body = models.TextField(_("text"))
    # A program's own name for it; need not be unique.
    reference = models.CharField(max_length=100, blank=True, default="", db_default="")
    # As asked for; empty: at once. A message's due_at moves on with each further try.
    send_at = models.DateTimeField(null=True)
    # What has not been handed over by then is not sent any more; empty: no such time.
    expires_at = models.DateTimeField(null=True)
    # The text's origin; the body above may have been changed since it was taken over.
    template_version = StoreForeignKey(
        "templates_app.TemplateVersion",
        null=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_index=False,
    )
    # Whether the first two addresses of each text became short links, and whether each recipient has their own.
    track_links = models.BooleanField(default=False, db_default=False)
    unique_links = models.BooleanField(default=False, db_default=False)
    # What was appended to the targets, as a query without its question mark.
    link_parameters = models.CharField(max_length=300, blank=True, default="", db_default="")
    # Warnings that the sender saw and accepted: [{code, message}], in the sender's language.
    acknowledged: Any = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))
    # What this one was prepared in place of (mission.md A10).
    replaces = StoreForeignKey(
        "self", null=True, on_delete=models.DO_NOTHING, related_name="replaced_by", db_index=False
    )
    # The prices that were shown; without one nothing was.
    price_table = models.ForeignKey(
        "messaging.PriceTable", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(StoreRow.Meta):
        verbose_name = _("dispatch")
        constraints = [
            store_row_key("messaging_dispatch"),
            models.UniqueConstraint(fields=["store", "key"], name="messaging_dispatch_once"),
            # One is prepared again once; two people at the same moment make one.
            models.UniqueConstraint(
                fields=["store", "replaces"],
                condition=models.Q(replaces__isnull=False),
                name="messaging_dispatch_replaced_once",
            ),
        ]
        indexes = [
            # History by sender.
            models.Index(fields=["store", "author"], name="messaging_dispatch_author"),
            # History by purpose: a rare one is found without walking the table.
            models.Index(fields=["store", "purpose"], name="messaging_dispatch_purpose"),
            # What a program calls its message.
            models.Index(
                fields=["store", "reference"],
                name="messaging_dispatch_reference",
                condition=~models.Q(reference=""),
            ),
            # What was scheduled, the next first.
            models.Index(
                fields=["store", "send_at", "id"],
                name="messaging_dispatch_scheduled",
                condition=models.Q(send_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def sender_name(self) -> str:
        """The person or the program; empty for the system itself. Needs author__user and token."""
        sender = self.author or self.token
        return sender.shown_name if sender else ""
