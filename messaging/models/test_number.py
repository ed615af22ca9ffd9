"""A team member's own handset, proved by a code: test sends go there, and in trial nothing goes elsewhere."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.links import StoreForeignKey
from accounts.tenancy.rows import StoreRow, store_row_key


class TestNumber(StoreRow):
    """At most one a member (mission.md A9, I4)."""

    # pytest collects what is called Test...: this is none.
    __test__ = False

    member = StoreForeignKey(
        "accounts.Membership", on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    phone = models.CharField(max_length=16)
    # The code that was last sent to it (customers.NumberCheck).
    check_key = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    proved_at = models.DateTimeField(null=True)

    class Meta(StoreRow.Meta):
        verbose_name = _("test number")
        constraints = [
            store_row_key("messaging_testnumber"),
            models.UniqueConstraint(fields=["store", "member"], name="messaging_testnumber_once"),
        ]
        indexes = [
            # The last gate of a store in trial.
            models.Index(fields=["store", "phone"], name="messaging_testnumber_phone"),
        ]

    def __str__(self) -> str:
        return f"test number of {self.member_id}"
