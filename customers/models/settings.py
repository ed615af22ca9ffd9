"""What a store has chosen for its customers' records."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.rows import StoreRow, store_row_key


class CustomerSettings(StoreRow):
    """At most one row a store; without one, what stands here as default."""

    # mission.md B3: off unless chosen.
    customer_sms_flag = models.BooleanField(_("SMS flag of new customers"), default=False)
    asset_sms_flag = models.BooleanField(_("SMS flag of new assets"), default=False)

    class Meta(StoreRow.Meta):
        verbose_name = _("settings of customers")
        constraints = [
            store_row_key("customers_customersettings"),
            models.UniqueConstraint(fields=["store"], name="customers_settings_once"),
        ]

    def __str__(self) -> str:
        return f"settings of store {self.store_id}"
