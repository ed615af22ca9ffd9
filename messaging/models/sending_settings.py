"""What a store has chosen for its messages."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.rows import StoreRow, store_row_key


class SendingSettings(StoreRow):
    """At most one row a store; without one, what stands here as default."""

    class Introduction(models.TextChoices):
        """What a number gets that the store has never written to (mission.md A12)."""

        OFF = "off", _("nothing")
        IN_FRONT = "in_front", _("in front of the text")
        BEFORE = "before", _("as a message of its own, a minute earlier")

    introduction = models.CharField(
        _("introduction"), max_length=10, choices=Introduction, default=Introduction.OFF
    )
    introduction_text = models.CharField(_("text of the introduction"), max_length=200, blank=True)
    # What a new message in the composer has (mission.md A7).
    track_links = models.BooleanField(_("count clicks"), default=True)
    unique_links = models.BooleanField(_("a link of their own for each recipient"), default=True)
    # Links end so many days after the send.
    link_days = models.PositiveSmallIntegerField(_("days until a link ends"), default=400)

    class Meta(StoreRow.Meta):
        verbose_name = _("settings of sending")
        constraints = [
            store_row_key("messaging_sendingsettings"),
            models.UniqueConstraint(fields=["store"], name="messaging_sendingsettings_once"),
            models.CheckConstraint(
                condition=models.Q(link_days__gte=30, link_days__lte=3650),
                name="messaging_sendingsettings_days",
            ),
        ]

    def __str__(self) -> str:
        return f"settings of store {self.store_id}"


class PreflightLevel(StoreRow):
    """How seriously a store takes one rule of the preflight (mission.md A13); without a row, as the rule has it."""

    class Level(models.TextChoices):
        ERROR = "error", _("stops the send")
        WARNING = "warning", _("to be acknowledged")
        HINT = "hint", _("hint")
        OFF = "off", _("not looked for")

    code = models.CharField(max_length=40)
    level = models.CharField(max_length=10, choices=Level)

    class Meta(StoreRow.Meta):
        verbose_name = _("level of a check")
        constraints = [
            store_row_key("messaging_preflightlevel"),
            models.UniqueConstraint(fields=["store", "code"], name="messaging_preflightlevel_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.level}"
