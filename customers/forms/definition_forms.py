"""What a store defines, as forms; what holds for names and choices is the domain's matter."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from customers.domain.definitions.naming import LONGEST_NAME
from customers.models import Attribute, CustomerSettings


class _Defining(forms.Form):
    def show_refusal(self, refused: ValidationError) -> None:
        """Put what the domain refused next to its fields."""
        if not hasattr(refused, "error_dict"):
            self.add_error(None, refused)
            return
        for field, errors in refused.error_dict.items():
            self.add_error(field if field in self.fields else None, errors)


class NameForm(_Defining):
    """A kind of asset, or what falls due."""

    name = forms.CharField(label=pgettext_lazy("of a thing", "Name"), max_length=LONGEST_NAME)


class AttributeForm(_Defining):
    name = forms.CharField(label=_("Name of the field"), max_length=LONGEST_NAME)
    kind = forms.ChoiceField(
        label=_("What is entered"),
        choices=Attribute.Kind.choices,
        widget=forms.RadioSelect,
        help_text=_("It cannot be changed later."),
    )
    choices = forms.CharField(
        label=_("Choices"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One on each line, in the order in which they are shown. Only for “choice”."),
    )
    drops_held = forms.BooleanField(
        label=_(
            "Drop these choices all the same. The records keep what is chosen until somebody changes it."
        ),
        required=False,
    )

    def __init__(self, data: QueryDict | None = None, *, attribute: Attribute | None = None) -> None:
        initial: dict[str, Any] = {"kind": Attribute.Kind.TEXT}
        if attribute is not None:
            initial = {"name": attribute.name, "choices": "\n".join(attribute.choices)}
        super().__init__(data, initial=initial)
        if attribute is not None:
            del self.fields["kind"]
            if attribute.kind != Attribute.Kind.CHOICE:
                del self.fields["choices"]

    @property
    def asks_about_held(self) -> bool:
        """Whether choices that records have were dropped."""
        return self.is_bound and self.has_error("choices", code="held")

    @property
    def choices_typed(self) -> list[str]:
        return str(self.cleaned_data.get("choices", "")).splitlines()


class FlagDefaultsForm(forms.Form):
    customer_sms_flag = forms.BooleanField(
        label=_("New customers begin with the SMS flag on"), required=False
    )
    asset_sms_flag = forms.BooleanField(label=_("New assets begin with the SMS flag on"), required=False)

    def __init__(self, data: QueryDict | None = None, *, settings: CustomerSettings) -> None:
        super().__init__(data, initial={name: getattr(settings, name) for name in self.base_fields})
