"""A flag changed on many records at once, so that it can be taken back."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.links import StoreForeignKey
from accounts.tenancy.rows import StoreRow, store_row_key


class BulkChange(StoreRow):
    """Which records' SMS flag a bulk change really moved: an undo touches these only."""

    class Of(models.TextChoices):
        CUSTOMERS = "customers", _("customers")
        ASSETS = "assets", _("assets")

    of = models.CharField(max_length=10, choices=Of)
    # What the flag was set to.
    flag = models.BooleanField()
    # In words: the search or list that it was done on.
    about = models.CharField(max_length=200, blank=True)
    # Ids of the records that had the other value before.
    changed_ids = ArrayField(models.BigIntegerField())
    changed = models.PositiveIntegerField()
    made_by = StoreForeignKey(
        "accounts.Membership", null=True, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    made_at = models.DateTimeField(auto_now_add=True)
    undone_by = StoreForeignKey(
        "accounts.Membership", null=True, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    undone_at = models.DateTimeField(null=True)

    class Meta(StoreRow.Meta):
        verbose_name = _("bulk change")
        constraints = [store_row_key("customers_bulkchange")]

    def __str__(self) -> str:
        return f"{self.of} {self.flag} ({self.changed})"
