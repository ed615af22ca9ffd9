"""A saved search (自由検索): a segment (セグメント) of the store's customers or of their assets."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.links import StoreForeignKey
from accounts.tenancy.rows import StoreRow, store_row_key


class Segment(StoreRow):
    class Of(models.TextChoices):
        CUSTOMERS = "customers", _("customers")
        ASSETS = "assets", _("assets")

    name = models.CharField(_("name of the search"), max_length=80)
    of = models.CharField(max_length=10, choices=Of, default=Of.CUSTOMERS)
    # The tree of customers/criteria, as JSON.
    criteria = models.JSONField()
    # Names of columns, in order: on the screen, and in the file.
    columns = models.JSONField(default=list)
    file_columns = models.JSONField(default=list)
    made_by = StoreForeignKey(
        "accounts.Membership", null=True, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta(StoreRow.Meta):
        verbose_name = _("saved search")
        constraints = [
            store_row_key("customers_segment"),
            models.UniqueConstraint(
                fields=["store", "name"],
                condition=models.Q(archived_at__isnull=True),
                name="customers_segment_name",
            ),
        ]

    def __str__(self) -> str:
        return self.name
