"""Customers' entries in the navigation."""

from django.utils.translation import gettext_lazy as _

from accounts.models import Permission
from accounts.registries.navigation import NavigationEntry, add_entry


def add_navigation() -> None:
    view = Permission.CUSTOMERS_VIEW
    add_entry(NavigationEntry(20, _("Customers"), "people", "customers:list", view))
    add_entry(NavigationEntry(22, _("Due lists"), "calendar-event", "due:list", view))
    add_entry(NavigationEntry(27, _("Lists"), "list-check", "lists:list", view))
    imports = Permission.CUSTOMERS_IMPORT
    add_entry(NavigationEntry(28, _("Imports"), "file-earmark-arrow-up", "imports:list", imports))
    keep = Permission.SIGN_UP_MANAGE
    add_entry(NavigationEntry(80, _("Sign-up page"), "qr-code", "sign_up:page", keep))
    erase = Permission.PRIVACY_ERASE
    add_entry(NavigationEntry(62, _("Personal data"), "shield-lock", "privacy:search", erase))
    define = Permission.CUSTOMERS_DEFINE
    add_entry(NavigationEntry(85, _("Fields and kinds"), "sliders", "definitions:overview", define))
