"""Codes by which a recipient comes to pages of their own, without signing in (mission.md F4)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.links import StoreForeignKey
from accounts.tenancy.rows import StoreRow


class RecipientCode(StoreRow):
    """Of one message: 10 characters for the opt-out page (/o/), 23 (128 bits) for the recipient's page (/r/)."""

    class Kind(models.TextChoices):
        OPT_OUT = "opt_out", _("opt-out page")
        PAGE = "page", _("recipient's page")

    store = models.ForeignKey(
        "accounts.Store", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    code = models.CharField(max_length=23, unique=True)
    kind = models.CharField(max_length=7, choices=Kind)
    message = StoreForeignKey(
        "messaging.Message", on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )

    class Meta(StoreRow.Meta):
        verbose_name = _("recipient's code")
        indexes = [
            # The codes of a message.
            models.Index(fields=["store", "message"], name="messaging_codes_of_message"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.message_id}"
