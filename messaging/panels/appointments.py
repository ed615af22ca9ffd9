"""On an appointment's page: the button 「SMSを送る」, and what became of the automatic reminder."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership, Permission
from accounts.registries.panels import Panel, add_panel
from customers.models import Appointment
from messaging.domain.obstacle import obstacle_to_texting
from messaging.queries.appointment_reminders import reminders_of

_REMINDERS = "messaging/panels/appointment_reminders.html"


def add_panels() -> None:
    add_panel("appointment_actions", 10, send_button)
    add_panel("appointment", 10, reminders_panel)


def send_button(membership: Membership, appointment: Appointment) -> Panel:
    """A link to the composer with a text ready; without a way to text the customer, the reason in its place."""
    customer = appointment.customer
    address = reverse("send:customer", args=[membership.store.slug, customer.pk])
    return Panel(
        "messaging/compose/_button.html",
        {
            "url": f"{address}?appointment={appointment.pk}",
            "obstacle": obstacle_to_texting(membership, customer),
        },
    )


def reminders_panel(membership: Membership, appointment: Appointment) -> Panel | None:
    if not membership.may(Permission.MESSAGES_VIEW):
        return None
    sent = reminders_of(membership, appointment)
    waits = appointment.status == Appointment.Status.BOOKED and not any(
        one.starts_at == appointment.starts_at for one in sent
    )
    if appointment.remind_hours is None or not waits:
        return Panel(_REMINDERS, {"sent": sent}) if sent else None
    hindrance = _hindrance(appointment)
    goes_at = None if hindrance else appointment.starts_at - timedelta(hours=appointment.remind_hours)
    return Panel(_REMINDERS, {"sent": sent, "hindrance": hindrance, "goes_at": goes_at})


def _hindrance(appointment: Appointment) -> str:
    """Why the reminder that was chosen will not go, as it stands now; empty where it will."""
    if appointment.starts_at <= timezone.now():
        return _("It does not go any more: the appointment's time has come.")
    if not appointment.customer.mobile:
        return _("It will not go: the customer has no mobile number.")
    if not appointment.customer.sms_flag:
        return _("It will not go: the customer's SMS flag is off. Turn it on, or send an SMS yourself.")
    return ""
