"""Letting a program in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import PERMISSIONS_OF_SCOPE, ApiToken, Scope


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
