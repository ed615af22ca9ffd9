"""The store's own attributes as fields of a form."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from customers.domain.check_attributes import LONGEST_TEXT, MOST_DIGITS, attribute_field
from customers.models import Attribute


def attribute_fields(
    attributes: Sequence[Attribute], *, kept: Mapping[str, Any] | None = None
) -> dict[str, forms.Field]:
    """`kept`: the record's values; a choice that is none any more can be kept, so that a form loses nothing."""
    values = kept or {}
    return {
        attribute_field(attribute): _field(attribute, values.get(str(attribute.pk)))
        for attribute in attributes
    }


def attribute_initial(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Customer.attributes as initial values of those fields."""
    return {f"attribute_{pk}": value for pk, value in kept.items()}


def _field(attribute: Attribute, value: Any) -> forms.Field:
    match attribute.kind:
        case Attribute.Kind.NUMBER:
            return forms.DecimalField(label=attribute.name, required=False, max_digits=MOST_DIGITS)
        case Attribute.Kind.DATE:
            return forms.DateField(
                label=attribute.name,
                required=False,
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            )
        case Attribute.Kind.CHOICE:
            offered = dict.fromkeys([*attribute.choices, *([value] if value else [])])
            choices = [("", _("Not chosen")), *((choice, choice) for choice in offered)]
            return forms.ChoiceField(label=attribute.name, required=False, choices=choices)
        case _:
            return forms.CharField(label=attribute.name, required=False, max_length=LONGEST_TEXT)
