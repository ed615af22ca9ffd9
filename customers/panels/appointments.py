"""A customer's appointments on the customer's page."""

from accounts.models import Membership, Permission
from accounts.registries.panels import Panel, add_panel
from customers.models import Customer
from customers.queries.appointments.calendar import appointments_of
from customers.queries.appointments.slot_states import shown_slots


def add_panels() -> None:
    add_panel("customer", 30, appointments_of_customer)


def appointments_of_customer(membership: Membership, customer: Customer) -> Panel | None:
    if not membership.may(Permission.CUSTOMERS_VIEW):
        return None
    found = appointments_of(membership, customer)
    context = {
        "ahead": shown_slots(found.ahead),
        "past": shown_slots(found.past),
        "may_edit": membership.may(Permission.CUSTOMERS_EDIT),
    }
    return Panel("customers/panels/appointments.html", context)
