"""A store's own domain for its short links (mission.md F1)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.rows import StoreRow, store_row_key


class ShortDomain(StoreRow):
    """At most one a store. Used for new links once it has been seen to lead here."""

    # Lower case, as a browser sends it, without a port but for the standard ones.
    host = models.CharField(_("domain"), max_length=253, unique=True)
    # Opened under that domain, it proves that the domain leads here.
    token = models.CharField(max_length=32)
    proved_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta(StoreRow.Meta):
        verbose_name = _("short domain")
        constraints = [
            store_row_key("tracking_shortdomain"),
            models.UniqueConstraint(fields=["store"], name="tracking_shortdomain_once"),
        ]

    def __str__(self) -> str:
        return self.host
