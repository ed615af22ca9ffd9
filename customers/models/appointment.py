"""Appointments (予約 / オンライン接客)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.links import StoreForeignKey
from accounts.tenancy.rows import StoreRow, store_row_key


class Appointment(StoreRow):
    class Status(models.TextChoices):
        BOOKED = "booked", _("booked")
        DONE = "done", _("done")
        MISSED = "missed", _("did not come")
        CANCELLED = "cancelled", _("cancelled")

    customer = StoreForeignKey(
        "customers.Customer", on_delete=models.DO_NOTHING, related_name="appointments", db_index=False
    )
    asset = StoreForeignKey(
        "customers.Asset",
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_index=False,
    )
    staff = StoreForeignKey(
        "accounts.Membership",
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_index=False,
        verbose_name=_("staff in charge"),
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.BOOKED)
    title = models.CharField(_("about"), max_length=100, blank=True)
    starts_at = models.DateTimeField(_("starts"))
    minutes = models.PositiveSmallIntegerField(_("length in minutes"), default=60)
    place = models.CharField(_("place"), max_length=200, blank=True)
    meeting_url = models.URLField(_("meeting URL"), max_length=500, blank=True)
    meeting_id = models.CharField(_("meeting ID"), max_length=60, blank=True)
    passcode = models.CharField(_("passcode"), max_length=60, blank=True)
    notes = models.TextField(_("notes"), blank=True)
    # Hours before the start when the customer is reminded; empty: not at all.
    remind_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta(StoreRow.Meta):
        verbose_name = _("appointment")
        constraints = [
            store_row_key("customers_appointment"),
            models.CheckConstraint(
                condition=models.Q(minutes__gte=5, minutes__lte=1440), name="customers_appointment_minutes"
            ),
        ]
        indexes = [
            # The calendar.
            models.Index(fields=["store", "starts_at", "id"], name="customers_appointments_at"),
            # A customer's page.
            models.Index(fields=["store", "customer", "starts_at"], name="customers_appointments_of"),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.starts_at:%Y-%m-%d %H:%M}"
