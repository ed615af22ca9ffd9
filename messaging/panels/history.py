"""What messaging shows of its history on other pages: a store's first page, and a customer's."""

from accounts.models import Membership, Permission, Store
from accounts.registries.panels import Panel, add_panel
from customers.models import Customer
from messaging.domain.waits import UNCLEAR_ASKED_FOR
from messaging.queries.history import newest_for_customer
from messaging.queries.shown_today import history_url, shown_today

NEWEST_OF_CUSTOMER = 10


def add_panels() -> None:
    add_panel("dashboard", 0, next_steps_panel)
    add_panel("dashboard", 10, today_panel)
    add_panel("customer", 10, contact_history_panel)


def next_steps_panel(membership: Membership, store: Store) -> Panel | None:
    may_send = membership.may(Permission.MESSAGES_SEND)
    may_find = membership.may(Permission.CUSTOMERS_VIEW)
    if not (may_send or may_find):
        return None
    return Panel("messaging/panels/next_steps.html", {"may_send": may_send, "may_find": may_find})


def today_panel(membership: Membership, store: Store) -> Panel | None:
    if not membership.may(Permission.MESSAGES_VIEW):
        return None
    return Panel(
        "messaging/panels/today.html", {"today": shown_today(membership, asked_for=UNCLEAR_ASKED_FOR)}
    )


def contact_history_panel(membership: Membership, customer: Customer) -> Panel | None:
    if not membership.may(Permission.MESSAGES_VIEW):
        return None
    rows = newest_for_customer(membership, customer, limit=NEWEST_OF_CUSTOMER)
    full_url = history_url(membership.store, customer=str(customer.pk))
    return Panel("messaging/panels/contact_history.html", {"newest": rows, "full_url": full_url})
