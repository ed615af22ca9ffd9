"""What somebody complained of, and what was promised."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _


class ComplaintForm(forms.Form):
    # The number that the page showed: the record may get another one meanwhile.
    phone = forms.CharField(max_length=16, widget=forms.HiddenInput)
    said = forms.CharField(
        label=_("What did the customer say?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    promised = forms.CharField(
        label=_("What did you promise?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example a call back, and by whom."),
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
