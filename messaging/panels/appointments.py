"""On an appointment's page: the button 「SMSを送る」, and what became of the automatic reminder."""

from django.urls import reverse

from accounts.models import Membership, Permission
from accounts.registries.panels import Panel, add_panel
from customers.models import Appointment
from messaging.domain.obstacle import obstacle_to_texting
from messaging.queries.appointment_reminders import reminders_of


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
    waits = appointment.remind_hours is not None and not any(
        one.starts_at == appointment.starts_at for one in sent
    )
    waits = waits and appointment.status == Appointment.Status.BOOKED
    if not sent and not waits:
        return None
    return Panel("messaging/panels/appointment_reminders.html", {"sent": sent, "waits": waits})
