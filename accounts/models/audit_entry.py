"""Who did what, when."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.links import StoreForeignKey
from accounts.tenancy.rows import StoreRow, store_row_key


class AuditEntry(StoreRow):
    """One change in a store. Append-only by triggers."""

    at = models.DateTimeField(auto_now_add=True)
    # The person. Empty for what the system did by itself; the name stays readable when the person is gone.
    actor = StoreForeignKey(
        "accounts.Membership",
        null=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_index=False,
    )
    # The program that acted, instead of a person.
    token = StoreForeignKey(
        "accounts.ApiToken",
        null=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_index=False,
    )
    actor_name = models.CharField(max_length=150)
    action = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=60)
    details = models.JSONField(default=dict)

    class Meta(StoreRow.Meta):
        verbose_name = _("audit entry")
        constraints = [store_row_key("accounts_auditentry")]
        indexes = [
            # The page of one object's history.
            models.Index(
                fields=["store", "object_type", "object_id"],
                name="accounts_audit_object",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_type} {self.object_id}"
