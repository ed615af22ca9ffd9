"""Privacy on other pages: the way there from a customer's page, and what the audit log calls its actions."""

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import AuditEntry, Membership, Permission
from accounts.registries.audit_words import AuditWord, add_audit_words
from accounts.registries.panels import Panel, add_panel
from customers.forms.privacy.periods_form import period_words
from customers.models import Customer
from customers.registries.personal_data import retention_kinds


def add_panels() -> None:
    add_panel("customer", 90, privacy_panel)
    add_audit_words(
        "privacy",
        _("Personal data"),
        {
            "person.exported": AuditWord(_("Everything held on a person exported"), says=_number),
            "person.erased": AuditWord(_("Person erased"), says=_number),
            "customer.deleted": AuditWord(_("Customer's record deleted"), says=lambda entry: ""),
            "retention.changed": AuditWord(_("How long data are kept changed"), says=_periods),
            "retention.dropped": AuditWord(_("Old data deleted"), says=_dropped),
            "retention.night": AuditWord(_("Nightly clearing done"), says=_night),
        },
    )


def privacy_panel(membership: Membership, customer: Customer) -> Panel | None:
    if not membership.may(Permission.PRIVACY_ERASE):
        return None
    return Panel("customers/panels/privacy.html", {"has_number": bool(customer.mobile or customer.landline)})


def _number(entry: AuditEntry) -> str:
    return str(entry.details.get("phone", ""))


def _periods(entry: AuditEntry) -> str:
    told = [
        f"{_label(slug)}: {period_words(before)} → {period_words(after)}"
        for slug, (before, after) in entry.details.items()
    ]
    return _now(", ").join(told)


def _dropped(entry: AuditEntry) -> str:
    return f"{_label(entry.details.get('kind'))}: {_rows(entry.details.get('rows', 0))}"


def _night(entry: AuditEntry) -> str:
    return f"{entry.details.get('day', '')} · {_rows(entry.details.get('dropped', 0))}"


def _label(slug: Any) -> str:
    return next((str(kind.label) for kind in retention_kinds() if kind.slug == slug), str(slug))


def _rows(count: int) -> str:
    return ngettext("%(count)s entry", "%(count)s entries", count) % {"count": f"{count:,}"}
