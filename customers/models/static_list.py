"""Lists (リスト) that hold whoever was put on them, until taken off."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.links import StoreForeignKey
from accounts.tenancy.rows import StoreRow, store_row_key


class StaticList(StoreRow):
    name = models.CharField(_("name of the list"), max_length=80)
    # The one that "put on the list" means when no other is named; one a store.
    is_default = models.BooleanField(default=False)
    made_by = StoreForeignKey(
        "accounts.Membership", null=True, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    made_at = models.DateTimeField(auto_now_add=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta(StoreRow.Meta):
        verbose_name = _("list")
        constraints = [
            store_row_key("customers_staticlist"),
            models.UniqueConstraint(
                fields=["store", "name"],
                condition=models.Q(archived_at__isnull=True),
                name="customers_staticlist_name",
            ),
            models.UniqueConstraint(
                fields=["store"], condition=models.Q(is_default=True), name="customers_staticlist_default"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StaticListEntry(StoreRow):
    list = StoreForeignKey(StaticList, on_delete=models.DO_NOTHING, related_name="entries", db_index=False)
    customer = StoreForeignKey(
        "customers.Customer", on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta(StoreRow.Meta):
        verbose_name = _("entry of a list")
        constraints = [
            # Also the index of a list's people; the other way round is below.
            models.UniqueConstraint(fields=["store", "list", "customer"], name="customers_listentry_once"),
        ]
        indexes = [
            # The lists on which a customer stands; erasing one.
            models.Index(fields=["store", "customer"], name="customers_lists_of"),
        ]

    def __str__(self) -> str:
        return f"{self.list_id} {self.customer_id}"
