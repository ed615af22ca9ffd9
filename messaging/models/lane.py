"""When a worker of each lane was last seen at work."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Lane(models.TextChoices):
    """The queues, one worker each: a one-off notice never waits behind a bulk send (mission.md D5)."""

    URGENT = "urgent", _("one-off")
    BULK = "bulk", _("bulk")


class LaneHeartbeat(models.Model):
    """One row a lane, moved by every delivery run of it. Of the installation, not of a store."""

    lane = models.CharField(max_length=10, primary_key=True, choices=Lane)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.lane} {self.seen_at:%H:%M:%S}"
