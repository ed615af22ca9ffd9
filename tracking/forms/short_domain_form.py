"""A store's own domain for short links, as a form; what holds for a domain is the domain's matter."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class ShortDomainForm(forms.Form):
    host = forms.CharField(
        label=_("Domain"),
        required=False,
        max_length=300,
        help_text=_("Like go.sakura-auto.jp. A short one of your own that is used for nothing else."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "inputmode": "url"}),
    )

    def show_refusal(self, refused: ValidationError) -> None:
        """Put what the domain refused next to its field."""
        for field, errors in refused.error_dict.items():
            self.add_error(field, errors)
