"""The button that changes the SMS flag of whoever is ticked or found."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Permission
from accounts.registries.panels import Panel, add_panel


def flags_button(membership: Membership, bar: Any) -> Panel | None:
    if not membership.may(Permission.CUSTOMERS_BULK):
        return None
    url = reverse("customers:flags", args=[membership.store.slug])
    context = {"url": url, "icon": "bell", "word": _("Change the SMS flag")}
    return Panel("customers/parts/selection_button.html", context)


def add_panels() -> None:
    add_panel("customer_selection", 30, flags_button)
