"""When a customer was last reached: a narrow table of its own.

Written for everybody who is texted, while the wide row beside it has eight indexes: here nothing indexed changes, and
half of each page is left free, so that marking a million customers writes no index entry (HOT).
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.links import StoreForeignKey
from accounts.tenancy.rows import StoreRow


class Contact(StoreRow):
    """At most one a customer; without one, nothing was ever sent. Kept true from above (docs/structure.md)."""

    customer = StoreForeignKey(
        "customers.Customer", on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    last_texted_at = models.DateTimeField(null=True)
    # The last tap on a short link that was a person's.
    last_clicked_at = models.DateTimeField(null=True)

    class Meta(StoreRow.Meta):
        verbose_name = _("last contact")
        constraints = [
            # Also what a search joins by.
            models.UniqueConstraint(fields=["store", "customer"], name="customers_contact_once"),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id}"
