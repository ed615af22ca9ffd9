"""How long a store keeps what (mission.md B13)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.rows import StoreRow, store_row_key


class RetentionPeriod(StoreRow):
    """A period that differs from the kind's own (customers/registries/personal_data.py names the kinds)."""

    kind = models.CharField(max_length=40)
    # Empty: kept until somebody deletes it.
    days = models.PositiveIntegerField(null=True)

    class Meta(StoreRow.Meta):
        verbose_name = _("retention period")
        constraints = [
            store_row_key("customers_retentionperiod"),
            models.UniqueConstraint(fields=["store", "kind"], name="customers_retention_kind"),
            models.CheckConstraint(
                condition=models.Q(days__isnull=True) | models.Q(days__gte=1), name="customers_retention_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.days}"
