"""What a provider takes for a message, by carrier and parts (mission.md G1)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PriceTable(models.Model):
    """One version of an account's prices, in force from a day on until the next one's. Never changed once in force."""

    class Tax(models.TextChoices):
        EXCLUDED = "excluded", _("tax excluded")
        INCLUDED = "included", _("tax included")

    account = models.ForeignKey("messaging.GatewayAccount", on_delete=models.PROTECT, related_name="prices")
    # A day in the installation's zone.
    valid_from = models.DateField(_("valid from"))
    # ISO 4217.
    currency = models.CharField(_("currency"), max_length=3, default="JPY")
    tax = models.CharField(_("tax"), max_length=10, choices=Tax, default=Tax.EXCLUDED)
    note = models.CharField(_("note"), max_length=200, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("price table")
        constraints = [
            models.UniqueConstraint(fields=["account", "valid_from"], name="messaging_pricetable_once"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.valid_from}"


class Price(models.Model):
    """Of a message of so many parts to one carrier. Fractions of a yen or a cent are real prices."""

    table = models.ForeignKey(PriceTable, on_delete=models.CASCADE, related_name="prices")
    carrier = models.CharField(max_length=10)
    parts = models.PositiveSmallIntegerField()
    amount = models.DecimalField(max_digits=10, decimal_places=4)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["table", "carrier", "parts"], name="messaging_price_once"),
            models.CheckConstraint(
                condition=models.Q(amount__gte=0, parts__gte=1, parts__lte=10), name="messaging_price_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.carrier} {self.parts}: {self.amount}"
