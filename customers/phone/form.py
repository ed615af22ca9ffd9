"""A stored number as people read it. Pure."""

import re

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat

_DIGIT = re.compile(r"[0-9]")
_FIRST_GROUP = re.compile(r"[0-9]+")
_JAPAN = 81


def national_form(e164: str) -> str:
    """`090-1234-5678` for a number of Japan, `+1 202-555-0143` for any other; what is no number comes back."""
    number = _number(e164)
    if number is None:
        return e164
    dress = PhoneNumberFormat.NATIONAL if number.country_code == _JAPAN else PhoneNumberFormat.INTERNATIONAL
    return str(phonenumbers.format_number(number, dress))


def masked_form(e164: str) -> str:
    """`090-****-5678`: the first group and the last four digits stand, for logs, audit lines, public pages."""
    form = national_form(e164)
    first = _FIRST_GROUP.search(form)
    start = first.end() if first else 0
    places = [found.start() for found in _DIGIT.finditer(form, start)]
    hidden = set(places[:-4])
    return "".join("*" if place in hidden else character for place, character in enumerate(form))


def national_digits(e164: str) -> str:
    """The digits as dialled at home: `09012345678`."""
    if e164.startswith(f"+{_JAPAN}"):
        return "0" + e164[3:]
    number = _number(e164)
    if number is None:
        return "".join(_DIGIT.findall(e164))
    return str(phonenumbers.national_significant_number(number))


def _number(e164: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return None
