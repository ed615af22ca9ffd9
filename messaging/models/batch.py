"""Messages that travel together: claimed, handed over and followed as one."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Batch(models.Model):
    """One request to a provider, from its claim until all that it carried is final. Then the row goes.

    Leases and follow-up times live here and not on each message: one row in place of hundreds. A batch may carry
    messages of several stores of one account, hence a global table.
    """

    account = models.ForeignKey(
        "messaging.GatewayAccount", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    lane = models.CharField(max_length=10)
    # Whoever may still need something of this batch. Ids of messaging_message, in ascending order.
    message_ids = ArrayField(models.BigIntegerField())
    # Until then the worker that made it is believed to be alive; empty once the outcome is written.
    lease_until = models.DateTimeField(null=True)
    # Empty: claimed, nothing has left. Set with the last gate: a request may have left.
    submitted_at = models.DateTimeField(null=True)
    # When the provider is asked for receipts that did not come.
    poll_at = models.DateTimeField(null=True)
    # Its customers still have to be marked as texted (domain/note_texted.py).
    texted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            # sweep: leases that ran out.
            models.Index(
                fields=["lease_until"], name="messaging_batch_leases", condition=Q(lease_until__isnull=False)
            ),
            # poll_receipts: whom to ask about next.
            models.Index(
                fields=["account", "poll_at"],
                name="messaging_batch_polls",
                condition=Q(poll_at__isnull=False),
            ),
            # note_texted: handed over longest ago first.
            models.Index(
                fields=["texted_at"], name="messaging_batch_texted", condition=Q(texted_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.lane}"
