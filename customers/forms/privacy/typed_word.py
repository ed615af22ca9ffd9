"""What must be typed before something is gone for good."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _


class TypedWordForm(forms.Form):
    typed = forms.CharField(
        max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"})
    )

    def __init__(self, data: QueryDict | None, *, label: str, expected: str, numeric: bool = False) -> None:
        super().__init__(data)
        self._expected = expected
        self.fields["typed"].label = label
        if numeric:
            self.fields["typed"].widget.attrs["inputmode"] = "numeric"

    def clean_typed(self) -> str:
        typed: str = self.cleaned_data["typed"]
        # Half width whatever the keyboard was set to.
        if typed.translate(_HALF_WIDTH).strip().casefold() != self._expected.casefold():
            raise forms.ValidationError(_("This is not what was asked for. Nothing was deleted."))
        return typed


_HALF_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
