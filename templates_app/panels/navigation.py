"""The templates' entry in the navigation."""

from django.utils.translation import gettext_lazy as _

from accounts.models import Permission
from accounts.registries.navigation import NavigationEntry, add_entry


def add_navigation() -> None:
    add_entry(
        NavigationEntry(14, _("Templates"), "file-earmark-text", "templates:list", Permission.MESSAGES_SEND)
    )
