"""Lists on other pages: on which a customer stands, and the button that puts chosen people on one."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Membership, Permission
from accounts.registries.panels import Panel, add_panel
from customers.models import Customer
from customers.queries.lists.shown_lists import lists_in_use, lists_of


def add_panels() -> None:
    add_panel("customer", 40, lists_of_customer)
    add_panel("customer_selection", 20, put_on_list_button)


def lists_of_customer(membership: Membership, customer: Customer) -> Panel | None:
    if not membership.may(Permission.CUSTOMERS_VIEW):
        return None
    standing = lists_of(membership, customer)
    may_edit = membership.may(Permission.CUSTOMERS_EDIT)
    known = lists_in_use(membership) if may_edit else []
    on = {one.pk for one in standing}
    context = {
        "lists": standing,
        "may_edit": may_edit,
        "others": [one for one in known if one.pk not in on],
        # It is made when somebody is put on it first.
        "has_usual": any(one.is_default for one in known),
    }
    return Panel("customers/panels/lists.html", context)


def put_on_list_button(membership: Membership, _bar: object) -> Panel | None:
    if not membership.may(Permission.CUSTOMERS_EDIT):
        return None
    url = reverse("lists:chosen", args=[membership.store.slug])
    return Panel(
        "customers/parts/selection_button.html",
        {"url": url, "icon": "list-check", "word": _("Put on a list")},
    )
