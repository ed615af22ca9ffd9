"""A number of whatever kind and form, typed or from a page's address."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from customers.phone import PhoneRefused, telephone_from
from customers.phone_words import REFUSAL_WORDS


class NumberForm(forms.Form):
    number = forms.CharField(
        label=_("Phone number"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        help_text=_("Mobile or landline, with or without hyphens"),
    )

    def __init__(self, data: QueryDict | None, *, countries: Sequence[str]) -> None:
        super().__init__(data)
        self._countries = countries

    def clean_number(self) -> str:
        """E.164."""
        try:
            return telephone_from(self.cleaned_data["number"], countries=self._countries).e164
        except PhoneRefused as refused:
            raise forms.ValidationError(str(REFUSAL_WORDS[refused.code])) from refused
