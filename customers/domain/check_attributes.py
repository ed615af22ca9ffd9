"""Values of a store's own attributes, in the form in which they are kept."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from customers.models import Attribute

LONGEST_TEXT = 500
# JSON's numbers come back from Python's reader as floats, exact to so many digits.
MOST_DIGITS = 15


def attribute_field(attribute: Attribute) -> str:
    """The name under which a form shows an attribute and an error points to it."""
    return f"attribute_{attribute.pk}"


def changed_attributes(
    attributes: Sequence[Attribute], kept: Mapping[str, Any], given: Mapping[int, Any]
) -> dict[str, Any]:
    """`kept` (a record's attributes) with what is given: an empty value takes one away, what is not given stays.

    So does what is kept of attributes that are defined no more, and a choice that is none any more while it is given
    unchanged. Raises ValidationError as checked_attributes.
    """
    touched = [attribute for attribute in attributes if attribute.pk in given]
    unchanged = {
        str(attribute.pk): kept[str(attribute.pk)]
        for attribute in touched
        if str(attribute.pk) in kept and given[attribute.pk] == kept[str(attribute.pk)]
    }
    others = {key: value for key, value in kept.items() if key not in {str(one.pk) for one in touched}}
    new = checked_attributes([one for one in touched if str(one.pk) not in unchanged], given)
    return others | unchanged | new


def checked_attributes(attributes: Sequence[Attribute], given: Mapping[int, Any]) -> dict[str, Any]:
    """`given` (by attribute id) as kept in Customer.attributes or Asset.attributes; empty values are left out.

    Text, numbers (int, float, Decimal or text), dates (date or ISO text), a choice. Raises ValidationError by
    attribute_field.
    """
    kept: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for attribute in attributes:
        value = given.get(attribute.pk)
        if value is None or value == "":
            continue
        try:
            kept[str(attribute.pk)] = _READERS[attribute.kind](attribute, value)
        except ValueError as error:
            errors[attribute_field(attribute)] = str(error)
    if errors:
        raise ValidationError(dict(errors))
    return kept


def _text(attribute: Attribute, value: Any) -> str:
    text = str(value).strip()
    if len(text) > LONGEST_TEXT:
        raise ValueError(_("Up to %(most)s characters, please.") % {"most": LONGEST_TEXT})
    return text


def _number(attribute: Attribute, value: Any) -> int | float:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise ValueError(_("Enter a number, please.")) from None
    # Neither more digits than a float keeps, nor so many zeros that writing the number out would take for ever.
    if (
        not number.is_finite()
        or len(number.as_tuple().digits) > MOST_DIGITS
        or abs(number.adjusted()) >= MOST_DIGITS
    ):
        raise ValueError(_("Enter a number of up to %(most)s digits, please.") % {"most": MOST_DIGITS})
    return int(number) if number == number.to_integral_value() else float(number)


def _date(attribute: Attribute, value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise ValueError(_("Enter a date, please.")) from None


def _choice(attribute: Attribute, value: Any) -> str:
    if value not in attribute.choices:
        raise ValueError(_("Choose one of: %(choices)s") % {"choices": ", ".join(attribute.choices)})
    return str(value)


_READERS = {
    Attribute.Kind.TEXT.value: _text,
    Attribute.Kind.NUMBER.value: _number,
    Attribute.Kind.DATE.value: _date,
    Attribute.Kind.CHOICE.value: _choice,
}
