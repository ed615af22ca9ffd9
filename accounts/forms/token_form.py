"""Letting a program in."""

from unicodedata import category

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import PERMISSIONS_OF_SCOPE, ApiToken, Scope

# Control and format characters, halves of characters, private ones, and ends of lines.
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_("Which program is it for?"),
        max_length=ApiToken._meta.get_field("name").max_length,
        help_text=_("Its messages stand in the history under this name."),
    )
    scopes = forms.TypedMultipleChoiceField(
        label=_("What may it do?"),
        # Not what brings nothing yet.
        choices=[(scope.value, scope.label) for scope in Scope if PERMISSIONS_OF_SCOPE[scope]],
        coerce=Scope,
        widget=forms.CheckboxSelectMultiple,
    )

    def clean_name(self) -> str:
        """What cannot be seen, or turns the writing round, would make one program look like another in the history."""
        name: str = self.cleaned_data["name"]
        if any(category(character) in _UNSEEN for character in name):
            raise ValidationError(gettext("Use characters that can be seen, please."), code="unseen")
        return name
