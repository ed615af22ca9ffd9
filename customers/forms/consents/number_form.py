"""A number whose proof is asked for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Store
from customers.phone import PhoneRefused, phone_from
from customers.phone_words import REFUSAL_WORDS


class PhoneField(forms.CharField):
    """Typed as people do, cleaned to E.164. `store` says which countries; set it when the form is made."""

    store: Store

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 100)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        if not typed:
            return ""
        try:
            return phone_from(typed, countries=self.store.allowed_countries).e164
        except PhoneRefused as refused:
            raise forms.ValidationError(
                str(REFUSAL_WORDS[refused.code]), code=refused.code.value
            ) from refused


class NumberForm(forms.Form):
    phone = PhoneField(label=_("Mobile number"), help_text=_("In any form, such as 090-1234-5678."))

    def __init__(self, data: Any = None, *, store: Store) -> None:
        super().__init__(data)
        self.fields["phone"].store = store  # type: ignore[attr-defined]
