"""A text message in one table, as one would write it at first."""

from typing import ClassVar

from django.db import models


class TextMessage(models.Model):
    phone = models.CharField(max_length=16)
    body = models.TextField()
    status = models.CharField(max_length=12, default="queued", db_index=True)
    provider_id = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["TextMessage"]] = models.Manager()

    class Meta:
        app_label = "rival"
        db_table = "bench_rival_message"

    def __str__(self) -> str:
        return f"{self.pk} {self.status}"
