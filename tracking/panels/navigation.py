"""The links' entries in the navigation."""

from django.utils.translation import gettext_lazy as _

from accounts.models import Permission
from accounts.registries.navigation import NavigationEntry, add_entry


def add_navigation() -> None:
    add_entry(NavigationEntry(16, _("Clicks"), "cursor", "links:list", Permission.MESSAGES_VIEW))
    add_entry(NavigationEntry(88, _("Short domain"), "globe", "links:domain", Permission.LINKS_DEFINE))
