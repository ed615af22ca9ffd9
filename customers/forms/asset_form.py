"""An asset as a form: its kind is chosen before, since fields and due dates follow from it."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from customers.domain.assets.save_asset import AssetValues, due_field
from customers.domain.tidy import lines, one_line, one_width
from customers.forms.attribute_fields import attribute_fields, attribute_initial
from customers.models import Asset, AssetKind
from customers.queries.assets import due_kinds_of, dues_of
from customers.queries.attributes import attributes_of_store
from customers.queries.settings import customer_settings


class AssetForm(forms.Form):
    label = forms.CharField(
        label=pgettext_lazy("of a thing", "Name"),
        max_length=100,
        help_text=_("By which you and the customer know it: “white Prius”, “Green Heights 203”."),
    )
    number = forms.CharField(label=_("Registration or contract number"), max_length=40, required=False)
    sms_flag = forms.BooleanField(
        label=_("Include in bulk SMS (SMS flag)"),
        required=False,
        help_text=_("Bulk sends about assets reach it only if the customer's flag is on too."),
    )
    notes = forms.CharField(
        label=_("Notes"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, data: QueryDict | None = None, *, kind: AssetKind, asset: Asset | None = None) -> None:
        self._kind = kind
        self._attributes = attributes_of_store(kind)
        self._due_kinds = due_kinds_of(kind)
        super().__init__(data, initial=_initial(asset))
        self.fields.update(attribute_fields(self._attributes, kept=asset.attributes if asset else {}))
        for due_kind in self._due_kinds:
            self.fields[due_field(due_kind.pk)] = forms.DateField(
                label=due_kind.name,
                required=False,
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            )

    @property
    def own_fields(self) -> list[forms.BoundField]:
        """The fields of the kind's own attributes."""
        return [self[name] for name in attribute_fields(self._attributes)]

    @property
    def due_fields(self) -> list[forms.BoundField]:
        return [self[due_field(due_kind.pk)] for due_kind in self._due_kinds]

    @property
    def values(self) -> AssetValues:
        """What was typed in a valid form, for save_asset."""
        cleaned = self.cleaned_data
        values: dict[str, Any] = {name: cleaned[name] for name in ("label", "number", "sms_flag", "notes")}
        values["kind"] = self._kind
        values["attributes"] = {
            attribute.pk: cleaned[field]
            for attribute, field in zip(self._attributes, attribute_fields(self._attributes), strict=True)
        }
        values["dues"] = {due_kind.pk: cleaned[due_field(due_kind.pk)] for due_kind in self._due_kinds}
        return cast(AssetValues, values)

    def show_refusal(self, refused: ValidationError) -> None:
        """Put what the domain refused next to its fields."""
        for field, errors in refused.error_dict.items():
            self.add_error(field if field in self.fields else None, errors)

    def clean_label(self) -> str:
        return one_line(self.cleaned_data["label"])

    def clean_number(self) -> str:
        return one_width(self.cleaned_data["number"])

    def clean_notes(self) -> str:
        return lines(self.cleaned_data["notes"])


def _initial(asset: Asset | None) -> dict[str, Any]:
    if asset is None:
        return {"sms_flag": customer_settings().asset_sms_flag}
    initial: dict[str, Any] = {
        name: getattr(asset, name) for name in ("label", "number", "sms_flag", "notes")
    }
    initial |= {due_field(kind_id): day for kind_id, day in dues_of(asset).items()}
    return initial | attribute_initial(asset.attributes)
