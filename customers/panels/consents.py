"""What a customer agreed to, and complained of, on the customer's page."""

from accounts.models import Membership, Permission
from accounts.registries.panels import Panel, add_panel
from customers.models import Customer
from customers.queries.access_consents import complaints_to_view, records_to_view
from customers.queries.consent_ledger import standings_of

MOST_ENTRIES = 100


def add_panels() -> None:
    add_panel("customer", 5, consents_panel)
    add_panel("customer", 15, complaints_panel)


def consents_panel(membership: Membership, customer: Customer) -> Panel | None:
    if not customer.mobile:
        return None
    entries = list(records_to_view(membership, customer)[: MOST_ENTRIES + 1])
    return Panel(
        "customers/panels/consents.html",
        {
            "customer": customer,
            "standings": standings_of(customer.mobile),
            "entries": entries[:MOST_ENTRIES],
            "more": len(entries) > MOST_ENTRIES,
            "may_record": membership.may(Permission.CONSENTS_RECORD),
            "may_prove": membership.may(Permission.CONSENTS_PROVE),
        },
    )


def complaints_panel(membership: Membership, customer: Customer) -> Panel | None:
    """Nothing where nobody has complained: the button stands beside the number."""
    complaints = list(complaints_to_view(membership, customer)[:20]) if customer.mobile else []
    return Panel("customers/panels/complaints.html", {"complaints": complaints}) if complaints else None
