"""The entries of a store's own settings in the navigation."""

from django.utils.translation import gettext_lazy as _

from accounts.models import Permission
from accounts.registries.navigation import NavigationEntry, add_entry


def add_navigation() -> None:
    add_entry(NavigationEntry(88, _("Audit log"), "journal-text", "accounts:audit", Permission.AUDIT_VIEW))
    add_entry(NavigationEntry(90, _("API tokens"), "key", "accounts:tokens", Permission.TOKENS_MANAGE))
