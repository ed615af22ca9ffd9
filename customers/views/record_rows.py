"""A record as pairs of term and description (parts/definition.html)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from customers.models import Attribute, Customer

Row = tuple[str | Promise, Any]


def record_rows(customer: Customer) -> list[Row]:
    """Our own fields; the mobile number and the SMS flag stand apart, being states."""
    return [
        (_("Kind"), customer.get_kind_display()),
        (_("Name"), customer.name),
        (_("Name in kana"), customer.kana),
        (_("Company name"), customer.company_name),
        (_("Customer number"), customer.number),
        (_("Landline"), customer.landline_form),
        (_("E-mail address"), customer.email),
        (_("Postal code"), customer.postal_code),
        (_("Address"), customer.address),
        (_("Staff in charge"), customer.staff.user if customer.staff else ""),
        (_("Language"), customer.get_language_display()),
    ]


def attribute_rows(customer: Customer, attributes: Sequence[Attribute]) -> list[Row]:
    """The store's own attributes; dates as dates, so that they are shown in the reader's language."""
    return [
        (attribute.name, _shown(attribute, customer.attributes.get(str(attribute.pk))))
        for attribute in attributes
    ]


def _shown(attribute: Attribute, value: Any) -> Any:
    if value is not None and attribute.kind == Attribute.Kind.DATE:
        return date.fromisoformat(value)
    return value
