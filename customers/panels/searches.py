"""The button that takes out whoever is ticked or found as a file."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Membership, Permission
from accounts.registries.panels import Panel, add_panel


def add_panels() -> None:
    add_panel("customer_selection", 40, export_button)


def export_button(membership: Membership, _bar: object) -> Panel | None:
    if not membership.may(Permission.CUSTOMERS_EXPORT):
        return None
    url = reverse("searches:export", args=[membership.store.slug])
    return Panel(
        "customers/parts/selection_button.html",
        {"url": url, "icon": "download", "word": _("Take out as a file")},
    )
