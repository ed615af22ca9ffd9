"""The button 「SMSを送る」 on the customer's page, and under lists with ticked rows."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Membership, Permission
from accounts.registries.panels import Panel, add_panel
from customers.models import Customer
from messaging.domain.obstacle import obstacle_to_texting


def add_panels() -> None:
    add_panel("customer_actions", 10, send_button)
    add_panel("customer_selection", 10, send_to_chosen_button)


def send_button(membership: Membership, customer: Customer) -> Panel:
    """A link to the composer; without a way to text the customer, the reason in its place."""
    return Panel(
        "messaging/compose/_button.html",
        {
            "url": reverse("send:customer", args=[membership.store.slug, customer.pk]),
            "obstacle": obstacle_to_texting(membership, customer),
        },
    )


def send_to_chosen_button(membership: Membership, _bar: object) -> Panel | None:
    if not membership.may(Permission.MESSAGES_SEND):
        return None
    url = reverse("send:chosen", args=[membership.store.slug])
    context = {"url": url, "icon": "chat-dots", "word": _("Send an SMS"), "main": True}
    return Panel("customers/parts/selection_button.html", context)
