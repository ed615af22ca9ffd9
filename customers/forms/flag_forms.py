"""Changing the SMS flag of many records: which flag of which records, and the number typed to go on."""

from collections.abc import Sequence
from typing import cast
from unicodedata import normalize

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from customers.models import AssetKind

_CUSTOMERS = "customers"


class FlagChoiceForm(forms.Form):
    flag = forms.ChoiceField(
        label=_("Set the SMS flag to"),
        choices=[("on", _("on: bulk sends include them")), ("off", _("off: bulk sends leave them out"))],
        widget=forms.RadioSelect,
    )
    of = forms.ChoiceField(label=_("Of"), widget=forms.RadioSelect)

    def __init__(self, data: QueryDict | None = None, *, kinds: Sequence[AssetKind]) -> None:
        super().__init__(data, initial={"of": _CUSTOMERS})
        self._kinds = {f"kind-{kind.pk}": kind for kind in kinds}
        of = cast(forms.ChoiceField, self.fields["of"])
        of.choices = [(_CUSTOMERS, _("the customers themselves"))] + [
            (value, _("what is looked after for them: %(kind)s") % {"kind": kind})
            for value, kind in self._kinds.items()
        ]

    @property
    def wanted(self) -> bool:
        return bool(self.cleaned_data["flag"] == "on")

    @property
    def asset_kind(self) -> AssetKind | None:
        """Whose assets' flag; None: the customers' own."""
        return self._kinds.get(self.cleaned_data["of"])


class TypedNumberForm(forms.Form):
    """Who changes many records types how many: full width and commas do."""

    typed = forms.CharField(
        label=_("Type the number of records that change"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, data: QueryDict | None = None, *, expected: int) -> None:
        super().__init__(data)
        self._expected = expected

    def clean_typed(self) -> str:
        typed = normalize("NFKC", self.cleaned_data["typed"]).replace(",", "").strip()
        if typed != str(self._expected):
            raise forms.ValidationError(
                _("This is not the number of records that change. Nothing has been changed.")
            )
        return typed
