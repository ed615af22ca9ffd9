"""Which appointments were reminded of: at most once for each time to which one was set."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.links import StoreForeignKey
from accounts.tenancy.rows import StoreRow


class AppointmentReminder(StoreRow):
    """Written in the transaction that plans the message. A moved appointment starts at another time: anew."""

    # The database empties both when what they name is erased.
    appointment = StoreForeignKey(
        "customers.Appointment", null=True, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    starts_at = models.DateTimeField()
    dispatch = StoreForeignKey(
        "messaging.Dispatch", null=True, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta(StoreRow.Meta):
        verbose_name = _("reminder of an appointment")
        constraints = [
            # However many workers hear the bell.
            models.UniqueConstraint(
                fields=["store", "appointment", "starts_at"], name="messaging_appointmentreminder_once"
            ),
        ]
        indexes = [
            # What a dispatch that is dropped leaves empty.
            models.Index(fields=["store", "dispatch"], name="messaging_reminder_dispatch"),
        ]

    def __str__(self) -> str:
        return f"{self.appointment_id} {self.starts_at:%Y-%m-%d %H:%M}"
