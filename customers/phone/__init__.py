"""Telephone numbers: as they are typed, pasted, stored and shown. Pure; docs/customers.md has the table."""

from customers.phone.cell import JAPAN, Phone, PhoneRefused, Refusal, phone_from, telephone_from
from customers.phone.form import masked_form, national_digits, national_form
from customers.phone.line import LinePhone, phone_in_line

__all__ = [
    "JAPAN",
    "LinePhone",
    "Phone",
    "PhoneRefused",
    "Refusal",
    "masked_form",
    "national_digits",
    "national_form",
    "phone_from",
    "phone_in_line",
    "telephone_from",
]
