"""A store: the tenant."""

import zoneinfo

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


def _japan_only() -> list[str]:
    return ["JP"]


class Store(models.Model):
    class Status(models.TextChoices):
        TRIAL = "trial", _("trial")
        ACTIVE = "active", _("active")
        SUSPENDED = "suspended", _("suspended")

    legal_entity = models.ForeignKey(
        "accounts.LegalEntity",
        on_delete=models.PROTECT,
        related_name="stores",
        verbose_name=_("legal entity"),
    )
    slug = models.SlugField(
        max_length=60,
        unique=True,
        validators=[
            RegexValidator(
                r"\A[a-z0-9]+(-[a-z0-9]+)*\Z",
                _("Lower-case letters, digits and hyphens."),
            )
        ],
    )
    name = models.CharField(_("store name"), max_length=100)
    phone = models.CharField(
        _("phone"),
        max_length=20,
        blank=True,
        help_text=_("Shown to staff and customers."),
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.TRIAL)
    time_zone = models.CharField(max_length=50, default="Asia/Tokyo")
    # Countries whose mobile numbers may be texted, ISO 3166-1 alpha-2.
    allowed_countries = ArrayField(models.CharField(max_length=2), default=_japan_only)
    # Longest body staff may write, in characters (mission.md A3: 70 up to 660).
    body_limit = models.PositiveSmallIntegerField(
        default=660, validators=[MinValueValidator(70), MaxValueValidator(660)]
    )
    # Ask "send?" once more after the confirm screen; a user's own choice goes before it (A8).
    asks_before_sending = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("store")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(body_limit__gte=70, body_limit__lte=660),
                name="accounts_store_body_limit",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def hue(self) -> int:
        """0 to 11: the colour of the store's bar, so that two tabs of two stores look different."""
        return self.pk % 12
