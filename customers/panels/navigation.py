"""Customers' entries in the navigation."""

from django.utils.translation import gettext_lazy as _

from accounts.models import Permission
from accounts.registries.navigation import NavigationEntry, add_entry


def add_navigation() -> None:
    view = Permission.CUSTOMERS_VIEW
    add_entry(NavigationEntry(20, _("Customers"), "people", "customers:list", view))
    add_entry(NavigationEntry(22, _("Due lists"), "calendar-event", "due:list", view))
    add_entry(NavigationEntry(24, _("Appointments"), "calendar-check", "appointments:calendar", view))
    add_entry(NavigationEntry(26, _("Free search"), "funnel", "searches:list", view))
    add_entry(NavigationEntry(27, _("Lists"), "list-check", "lists:list", view))
    imports = Permission.CUSTOMERS_IMPORT
    add_entry(NavigationEntry(28, _("Imports"), "file-earmark-arrow-up", "imports:list", imports))
    prove = Permission.CONSENTS_PROVE
    add_entry(NavigationEntry(60, _("Consent ledger"), "journal-text", "consents:ledger", prove))
    add_entry(NavigationEntry(61, _("Stops"), "ban", "stops:list", view))
    keep = Permission.SIGN_UP_MANAGE
    add_entry(NavigationEntry(80, _("Sign-up page"), "qr-code", "sign_up:page", keep))
    erase = Permission.PRIVACY_ERASE
    add_entry(NavigationEntry(62, _("Personal data"), "shield-lock", "privacy:search", erase))
    define = Permission.CUSTOMERS_DEFINE
    add_entry(NavigationEntry(85, _("Fields and kinds"), "sliders", "definitions:overview", define))
