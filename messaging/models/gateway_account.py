"""Contracts with providers, who may use them, and what recipients see as sender."""

import secrets
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.rows import StoreRow, store_row_key


def _account_key() -> str:
    return secrets.token_urlsafe(24)


class GatewayAccount(models.Model):
    """One contract with one provider. Of a legal entity or, without one, of the installation."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("active")
        PAUSED = "paused", _("paused")

    class Counts(models.TextChoices):
        MESSAGES = "messages", _("messages")
        PARTS = "parts", _("parts")

    # Part of the addresses that the provider calls; not a secret, but not guessable either.
    key = models.CharField(max_length=40, unique=True, default=_account_key)
    legal_entity = models.ForeignKey("accounts.LegalEntity", null=True, blank=True, on_delete=models.PROTECT)
    slug = models.CharField(max_length=30)
    name = models.CharField(_("name"), max_length=100)
    status = models.CharField(max_length=10, choices=Status, default=Status.ACTIVE)
    # What the contract allows; empty: as fast as it goes. Never more than this in any second (domain/pace.py).
    limit_per_second = models.PositiveIntegerField(
        _("limit a second"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    limit_counts = models.CharField(
        _("what the limit counts"), max_length=10, choices=Counts, default=Counts.MESSAGES
    )
    settings: Any = models.JSONField(default=dict)
    # Fernet token of a JSON object (messaging/sealing.py).
    sealed_secrets = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("gateway account")

    def __str__(self) -> str:
        return self.name


class SenderProfile(models.Model):
    """What a carrier's handsets show as sender for one account, and whether it can be answered (facts.md 3)."""

    account = models.ForeignKey(GatewayAccount, on_delete=models.CASCADE, related_name="senders")
    carrier = models.CharField(max_length=10)
    shown_as = models.CharField(max_length=20)
    can_be_replied_to = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "carrier"], name="messaging_sender_once")]

    def __str__(self) -> str:
        return f"{self.carrier}: {self.shown_as}"


class GatewayGrant(StoreRow):
    """A store may send through an account; the lowest position is its first choice."""

    account = models.ForeignKey(GatewayAccount, on_delete=models.PROTECT, related_name="grants")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(StoreRow.Meta):
        constraints = [
            store_row_key("messaging_gatewaygrant"),
            models.UniqueConstraint(fields=["store", "account"], name="messaging_grant_once"),
        ]

    def __str__(self) -> str:
        return f"{self.store_id} {self.account_id}"
