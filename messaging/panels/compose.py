"""The button 「SMSを送る」 on the customer's page."""

from django.urls import reverse

from accounts.models import Membership
from accounts.registries.panels import Panel, add_panel
from customers.models import Customer
from messaging.domain.obstacle import obstacle_to_texting


def add_panels() -> None:
    add_panel("customer_actions", 10, send_button)


def send_button(membership: Membership, customer: Customer) -> Panel:
    """A link to the composer; without a way to text the customer, the reason in its place."""
    return Panel(
        "messaging/compose/_button.html",
        {
            "url": reverse("send:customer", args=[membership.store.slug, customer.pk]),
            "obstacle": obstacle_to_texting(membership, customer),
        },
    )
