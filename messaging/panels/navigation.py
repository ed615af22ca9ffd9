"""Messaging's entries in the navigation, and the first page's."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Permission
from accounts.registries.navigation import NavigationEntry, add_entry, add_person_entry


def add_navigation() -> None:
    add_entry(NavigationEntry(0, _("Today"), "house-door", "accounts:dashboard"))
    add_entry(NavigationEntry(10, _("Quick send"), "send", "send:quick", Permission.MESSAGES_SEND))
    add_entry(
        NavigationEntry(12, _("Send history"), "clock-history", "messages:history", Permission.MESSAGES_VIEW)
    )
    add_entry(NavigationEntry(84, _("Prices"), "cash-coin", "sending:prices", Permission.MESSAGES_SEND))
    add_entry(
        NavigationEntry(
            13, _("Scheduled messages"), "calendar-event", "messages:scheduled", Permission.MESSAGES_VIEW
        )
    )
    define = Permission.SENDING_DEFINE
    add_entry(
        NavigationEntry(82, pgettext_lazy("settings", "Sending"), "send-check", "sending:settings", define)
    )
    add_person_entry(
        NavigationEntry(
            10, _("Your test number"), "phone-vibrate", "sending:test_number", Permission.MESSAGES_SEND
        )
    )
