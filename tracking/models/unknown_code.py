"""Codes that there are not, and who asks for them: guessing is slowed down (mission.md F1, F4)."""

from django.db import models


class UnknownCode(models.Model):
    """So many a network (an IPv4 address, an IPv6 /48) within one span of time. Of no store: none was named."""

    network = models.CharField(max_length=43)
    since = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "since"], name="tracking_unknowncode_once"),
        ]
        indexes = [models.Index(fields=["since"], name="tracking_unknowncode_since")]

    def __str__(self) -> str:
        return f"{self.network} {self.count}"
