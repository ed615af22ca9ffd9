"""A version of an account's prices, as a form: a grid of carriers and parts."""

import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from messaging.domain.set_prices import NewPrices
from messaging.models import PriceTable
from messaging.pricing import MOST_PARTS, PriceList
from messaging.queries.price_versions import up_to_characters
from messaging.queries.prices import plain_amount, price_day
from messaging.queries.senders import CARRIER_NAMES, CARRIERS
from messaging.text import Carrier

_LONGEST_TYPED = 20


class AmountField(forms.CharField):
    """An amount as people type it: full-width digits, thousands with commas. None where it is empty."""

    def clean(self, value: Any) -> Decimal | None:
        typed = unicodedata.normalize("NFKC", str(super().clean(value))).replace(",", "").strip()
        if not typed:
            return None
        try:
            amount = Decimal(typed)
        except InvalidOperation:
            raise ValidationError(_("An amount looks like 3.3."), code="invalid") from None
        if not amount.is_finite():
            raise ValidationError(_("An amount looks like 3.3."), code="invalid")
        return amount


@dataclass(frozen=True, slots=True)
class GridCell:
    """`field` is None where the carrier makes no message of so many parts."""

    name: str
    field: BoundField | None


@dataclass(frozen=True, slots=True)
class GridRow:
    parts: int
    up_to: int
    cells: list[GridCell]


class PriceForm(forms.Form):
    valid_from = forms.DateField(
        label=_("Valid from"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("From the beginning of this day, in the time of this installation."),
    )
    currency = forms.CharField(
        label=_("Currency"), max_length=3, help_text=_("Three capital letters, like JPY.")
    )
    tax = forms.ChoiceField(label=_("Tax"), choices=PriceTable.Tax.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Note"), required=False, max_length=200, help_text=_("Such as the number of the contract.")
    )

    def __init__(self, data: QueryDict | None = None, *, before: PriceList | None) -> None:
        """`before`: the prices to begin with."""
        super().__init__(data, initial=_initial(before))
        for carrier in CARRIERS:
            for parts in range(1, MOST_PARTS[carrier] + 1):
                self.fields[f"{carrier}_{parts}"] = AmountField(
                    label=str(CARRIER_NAMES[carrier]),
                    required=parts == 1,
                    max_length=_LONGEST_TYPED,
                    widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
                )

    def clean_currency(self) -> str:
        typed: str = self.cleaned_data["currency"]
        return typed.upper()

    @property
    def grid(self) -> list[GridRow]:
        return [
            GridRow(parts, up_to_characters(parts), [self._cell(carrier, parts) for carrier in CARRIERS])
            for parts in range(1, max(MOST_PARTS.values()) + 1)
        ]

    def _cell(self, carrier: Carrier, parts: int) -> GridCell:
        name = f"{carrier}_{parts}"
        return GridCell(str(CARRIER_NAMES[carrier]), self[name] if name in self.fields else None)

    @property
    def prices(self) -> NewPrices:
        """Once the form is valid."""
        given = self.cleaned_data
        return NewPrices(
            valid_from=given["valid_from"],
            currency=given["currency"],
            tax=given["tax"],
            note=given["note"],
            amounts={
                carrier: {
                    parts: amount
                    for parts in range(1, MOST_PARTS[carrier] + 1)
                    if (amount := given[f"{carrier}_{parts}"]) is not None
                }
                for carrier in Carrier
            },
        )

    def show_refusal(self, refused: ValidationError) -> None:
        """Put what the domain refused beside its fields."""
        for field, errors in refused.error_dict.items():
            self.add_error(field if field in self.fields else None, errors)


def _next_month(day: date) -> date:
    """Its first day: when prices usually change."""
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)


def _initial(before: PriceList | None) -> dict[str, Any]:
    if before is None:
        return {"valid_from": price_day(), "currency": "JPY", "tax": PriceTable.Tax.EXCLUDED}
    amounts = {
        f"{carrier}_{parts}": plain_amount(amount)
        for carrier, row in before.amounts.items()
        for parts, amount in enumerate(row, start=1)
    }
    return {"valid_from": _next_month(price_day()), "currency": before.currency, "tax": before.tax, **amounts}
