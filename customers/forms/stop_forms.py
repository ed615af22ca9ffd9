"""Stopping messages to a number, and allowing them again."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from customers.models import Suppression

# What a person at the counter can know; the other reasons are found by the system.
_REASONS = [Suppression.Reason.AT_REQUEST, Suppression.Reason.COMPLAINT, Suppression.Reason.WRONG_PERSON]


class StopForm(forms.Form):
    # The number that the page showed: the record may get another one meanwhile.
    phone = forms.CharField(max_length=16, widget=forms.HiddenInput)
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[(reason.value, reason.label) for reason in _REASONS],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What was said, and by whom. Only your store sees it."),
    )

    def __init__(self, data: QueryDict | None = None, *, shown: str) -> None:
        super().__init__(data, initial={"phone": shown})
        self._shown = shown

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        if phone != self._shown:
            raise forms.ValidationError(
                _("The customer's number has been changed meanwhile. Please look at the number again.")
            )
        return phone


class LiftForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason for lifting the stop"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("How do you know that the customer wants messages again? It is kept with the stop."),
    )
