"""What a visitor gives on the sign-up page, and the code that comes back."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from customers.domain.number_checks.answer import MOST_TRIES
from customers.domain.number_checks.code import code_in
from customers.models import NumberCheck
from customers.phone import PhoneRefused, phone_from
from customers.phone_words import REFUSAL_WORDS
from customers.queries.sign_up.pages import Joining
from customers.queries.sign_up.words import PURPOSE_WORDS


class JoinForm(forms.Form):
    # The one-time key of the form, and the wording that the page showed.
    form = forms.UUIDField(widget=forms.HiddenInput)
    wording = forms.IntegerField(widget=forms.HiddenInput)
    # Each is a consent of its own: none is ticked before somebody ticks it.
    purposes = forms.MultipleChoiceField(
        label=_("Messages that I want to get"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick what you want to get, please.")},
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("So that the shop knows who you are."),
    )
    mobile = forms.CharField(
        label=_("Mobile number"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        help_text=_("A code comes to this number by SMS, now."),
        error_messages={"required": _("Enter your mobile number, please.")},
    )

    def __init__(self, data: QueryDict | None = None, *, shown: Joining) -> None:
        super().__init__(data, initial={"form": uuid.uuid4(), "wording": shown.wording.version})
        self._shown = shown
        purposes = self.fields["purposes"]
        assert isinstance(purposes, forms.MultipleChoiceField)  # noqa: S101  # as declared above
        purposes.choices = _choices(shown.wording.purposes)
        if not shown.page.asks_name:
            del self.fields["name"]

    @property
    def ticked(self) -> tuple[str, ...]:
        """The purposes, in the page's order."""
        chosen = set(self.cleaned_data["purposes"])
        return tuple(purpose for purpose in self._shown.wording.purposes if purpose in chosen)

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())

    def clean_mobile(self) -> str:
        try:
            return phone_from(self.cleaned_data["mobile"], countries=self._shown.store.allowed_countries).e164
        except PhoneRefused as refused:
            raise ValidationError(str(REFUSAL_WORDS[refused.code])) from refused

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if "wording" in cleaned and cleaned["wording"] != self._shown.wording.version:
            # What is agreed to must be what was read.
            raise ValidationError(
                _("The shop has changed these words meanwhile. Please read them again, then go on.")
            )
        return cleaned

    def shown_anew(self) -> "JoinForm":
        """The refused form with what was typed, ready to be sent again: what is hidden in it is as it should be."""
        renewed = QueryDict(mutable=True)
        renewed.update(self.data)
        renewed["wording"] = str(self._shown.wording.version)
        if "form" in self.errors:
            renewed["form"] = str(uuid.uuid4())
        self.data = renewed
        return self


def _choices(purposes: Sequence[str]) -> list[tuple[str, Promise]]:
    return [(purpose, PURPOSE_WORDS[purpose]) for purpose in purposes]


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code from the SMS"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        help_text=_("Six digits."),
        error_messages={"required": _("Enter the six digits from the SMS, please.")},
    )

    def clean_code(self) -> str:
        code = code_in(self.cleaned_data["code"])
        if code is None:
            raise ValidationError(_("Enter the six digits from the SMS, please."))
        return code


def wrong_code_words(check: NumberCheck) -> str:
    """Said beside a wrong code, while there are tries left."""
    left = MOST_TRIES - check.tries
    return ngettext(
        "This is not the code. Please look at the newest SMS; you can try once more.",
        "This is not the code. Please look at the newest SMS; you can try %(count)s more times.",
        left,
    ) % {"count": left}
