"""What somebody complained of, and what was promised (mission.md B6)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.links import StoreForeignKey
from accounts.tenancy.rows import StoreRow, store_row_key
from customers.models.customer import E164


class Complaint(StoreRow):
    """Of a number, as the stop that comes with it; a record may go, the complaint stays until retention."""

    phone = models.CharField(_("phone"), max_length=16)
    said = models.TextField(_("what was said"), max_length=2000)
    promised = models.TextField(_("what was promised"), max_length=2000, blank=True)
    recorded_by = StoreForeignKey(
        "accounts.Membership", null=True, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(StoreRow.Meta):
        verbose_name = _("complaint")
        constraints = [
            store_row_key("customers_complaint"),
            models.CheckConstraint(condition=models.Q(phone__regex=E164), name="customers_complaint_phone"),
        ]
        indexes = [
            # A customer's page, and the search for all that is held on a number.
            models.Index(fields=["store", "phone", "recorded_at"], name="customers_complaints_of_phone"),
        ]

    def __str__(self) -> str:
        return f"{self.recorded_at:%Y-%m-%d}"
