"""What somebody has begun to write (下書き) and will send later (mission.md A9)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.links import StoreForeignKey
from accounts.tenancy.rows import StoreRow, store_row_key
from messaging.models.dispatch import Dispatch


class Draft(StoreRow):
    """Everything that stood in the composer, to open it again. Of one person; colleagues do not see it."""

    owner = StoreForeignKey(
        "accounts.Membership", on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    # Which composer: that of a customer's page, or quick send.
    source = models.CharField(max_length=20, choices=Dispatch.Source)
    customer = StoreForeignKey(
        "customers.Customer", null=True, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    # The form's fields by name, as typed.
    fields = models.JSONField(default=dict)
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta(StoreRow.Meta):
        verbose_name = _("draft")
        constraints = [store_row_key("messaging_draft")]
        indexes = [
            # One's own, the newest first.
            models.Index(fields=["store", "owner", "-changed_at"], name="messaging_drafts_of_owner"),
            # What an erased customer leaves empty.
            models.Index(fields=["store", "customer"], name="messaging_drafts_of_customer"),
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}"
