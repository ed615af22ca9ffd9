"""Making and changing a customer's record."""

from collections.abc import Mapping
from typing import Any, TypedDict, cast

import psycopg
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.domain.record_audit import record_audit
from accounts.models import Actor, Membership, Permission
from accounts.queries.memberships import require
from customers.domain.check_attributes import changed_attributes
from customers.domain.index_customer import index_customer
from customers.domain.tidy import TIDY
from customers.models import Customer
from customers.queries.attributes import attributes_of_store
from customers.queries.settings import customer_settings

# Made here or by the database, never typed.
_NOT_TYPED = [
    "store",
    "staff",
    "attributes",
    "sort_key",
    "search_text",
    "search_grams",
    "search_number",
    "mobile_reversed",
    "landline_reversed",
]


class CustomerValues(TypedDict, total=False):
    """What is given is set, what is left out stays; so with each attribute, by its id. Numbers are E.164 or None."""

    number: str
    kind: str
    name: str
    kana: str
    company_name: str
    mobile: str | None
    landline: str | None
    postal_code: str
    address: str
    email: str
    staff: Membership | None
    language: str
    attributes: Mapping[int, Any]
    notes: str
    sms_flag: bool


def save_customer(*, actor: Actor, customer: Customer | None, values: CustomerValues) -> Customer:
    """The record as it is now kept; a new one where `customer` is None.

    A mobile number may be another customer's too (a household); a changed one is no longer confirmed. A new record's
    SMS flag is the store's choice where none is given. Writes one audit line with the names of the fields
    that changed, and none where nothing did. Raises PermissionDenied, and ValidationError by field: a customer
    number that is taken, no name, a wrong attribute.
    """
    require(actor, Permission.CUSTOMERS_EDIT)
    with transaction.atomic():
        record, before = _record(actor, customer)
        _set(record, values)
        _check(record)
        changed = [name for name in before if before[name] != getattr(record, name)]
        if customer is not None and not changed:
            return record
        if "mobile" in changed:
            record.mobile_confirmed_at = None
        index_customer(record)
        _write(record)
        record_audit(
            actor=actor,
            action="customer.changed" if customer is not None else "customer.created",
            target=record,
            details={"fields": changed} if customer is not None else {},
        )
    return record


def names_missing(*, kind: str, name: str, company_name: str) -> dict[str, Any]:
    """What a record of this kind lacks to be called by, by field: also for a form that is not ready to be saved."""
    if kind == Customer.Kind.COMPANY and not company_name:
        return {"company_name": _("Enter the company's name, please.")}
    if kind == Customer.Kind.PERSON and not name:
        return {"name": _("Enter the customer's name, please.")}
    return {}


def _record(actor: Actor, customer: Customer | None) -> tuple[Customer, dict[str, Any]]:
    """The row to write, locked where it is there already, and what it held."""
    if customer is None:
        flag = customer_settings().customer_sms_flag
        return Customer(store_id=actor.store_id, sms_flag=flag), {}
    record: Customer = Customer.objects.select_for_update().get(pk=customer.pk)
    names = [name if name != "staff" else "staff_id" for name in CustomerValues.__annotations__]
    return record, {name: getattr(record, name) for name in names}


def _set(record: Customer, values: CustomerValues) -> None:
    for name, value in values.items():
        if name != "attributes":
            tidy = TIDY.get(name)
            setattr(record, name, tidy(cast(str, value)) if tidy else value)
    if "attributes" in values:
        record.attributes = changed_attributes(attributes_of_store(), record.attributes, values["attributes"])


def _check(record: Customer) -> None:
    errors: dict[str, Any] = {}
    try:
        record.clean_fields(exclude=_NOT_TYPED)
    except ValidationError as error:
        errors.update(error.error_dict)
    errors = names_missing(kind=record.kind, name=record.name, company_name=record.company_name) | errors
    if record.staff is not None and record.staff.store_id != record.store_id:
        errors["staff"] = _("This person does not belong to the store.")
    if record.number:
        holder = Customer.objects.filter(number=record.number).exclude(pk=record.pk).first()
        if holder is not None:
            errors["number"] = _number_taken(str(holder))
    if errors:
        raise ValidationError(errors)


def _write(record: Customer) -> None:
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError as error:
        # Two people gave the same number at the same moment: _check saw neither.
        cause = error.__cause__
        if isinstance(cause, psycopg.Error) and cause.diag.constraint_name == "customers_customer_number":
            raise ValidationError({"number": _number_taken(_("another customer"))}) from error
        raise


def _number_taken(holder: str) -> str:
    return _("This customer number belongs to %(holder)s already.") % {"holder": holder}
