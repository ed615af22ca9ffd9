"""Stopping messages to a number, and allowing them again."""

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Store
from customers.domain.suppress_number import purposes_of
from customers.forms.consents.number_form import PhoneField
from customers.forms.consents.record_form import SOURCES_OF_PEOPLE
from customers.forms.store_moment import SaidAtField
from customers.models import ConsentPurpose, Suppression
from customers.queries.consents import consent_states

# What a person at the counter can know; the other reasons are found by the system.
_REASONS = [Suppression.Reason.AT_REQUEST, Suppression.Reason.COMPLAINT, Suppression.Reason.WRONG_PERSON]
_SOURCES = [(source.value, source.label) for source in SOURCES_OF_PEOPLE]


def _reason() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Reason"),
        choices=[(reason.value, reason.label) for reason in _REASONS],
        widget=forms.RadioSelect,
    )


def _note() -> forms.CharField:
    return forms.CharField(
        label=_("Note"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What was said, and by whom. Only your store sees it."),
    )


class StopForm(forms.Form):
    # The number that the page showed: the record may get another one meanwhile.
    phone = forms.CharField(max_length=16, widget=forms.HiddenInput)
    reason = _reason()
    note = _note()

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


class StopNumberForm(forms.Form):
    """A number that may be nobody's on record."""

    phone = PhoneField(label=_("Mobile number"), help_text=_("In any form, such as 090-1234-5678."))
    purpose = forms.ChoiceField(
        label=_("Which messages?"),
        choices=Suppression.Purpose.choices,
        initial=Suppression.Purpose.ALL,
        widget=forms.RadioSelect,
    )
    reason = _reason()
    note = _note()

    def __init__(self, data: QueryDict | None = None, *, store: Store) -> None:
        super().__init__(data)
        cast(PhoneField, self.fields["phone"]).store = store


class LiftForm(forms.Form):
    """How it is known that messages may come again, and which: that is written into the consent ledger."""

    reason = forms.CharField(
        label=_("Reason for lifting the stop"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("How do you know that the customer wants messages again? It is kept with the stop."),
    )
    source = forms.ChoiceField(
        label=_("How did the customer ask for it?"), choices=_SOURCES, widget=forms.RadioSelect
    )
    said_at = SaidAtField(label=_("When did the customer ask for it?"))
    allowed = forms.MultipleChoiceField(
        label=_("What does the customer want again?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Written into the consent ledger. What is not ticked is recorded as not wanted and does not go."
        ),
    )

    def __init__(self, data: QueryDict | None = None, *, stop: Suppression, store: Store) -> None:
        covered = purposes_of(stop)
        super().__init__(data, initial={"said_at": timezone.now(), "allowed": _wanted(stop, covered)})
        cast(SaidAtField, self.fields["said_at"]).zone = store.zone
        if stop.ends_at is not None:
            # A pause has withdrawn nothing.
            del self.fields["allowed"]
            return
        cast(forms.MultipleChoiceField, self.fields["allowed"]).choices = [
            (purpose.value, purpose.label) for purpose in covered
        ]

    @property
    def lift(self) -> dict[str, Any]:
        """What was typed in a valid form, for lift_suppression."""
        return {name: self.cleaned_data[name] for name in self.fields}


def _wanted(stop: Suppression, covered: list[ConsentPurpose]) -> list[str]:
    """Notices and reminders, which need no consent, and whatever was granted and is still."""
    states = consent_states(phones=[stop.phone])
    granted = {purpose for (_phone, purpose), state in states.items() if state.granted}
    return [one.value for one in covered if one is not ConsentPurpose.PROMOTION or one.value in granted]


class StopFilterForm(forms.Form):
    """Bound to the address's query: which stops the list shows. The digits are the last ones of a number."""

    digits = forms.RegexField(
        r"^[0-9０-９\-‐ー ]{0,20}$",
        label=_("Last digits of the number"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": _("Enter digits only, please.")},
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("In force and lifted")),
            ("in_force", _("In force")),
            ("lifted", _("Lifted or over")),
        ],
    )
    purpose = forms.ChoiceField(
        label=_("Messages"), required=False, choices=[("", _("Any messages")), *Suppression.Purpose.choices]
    )
    reason = forms.ChoiceField(
        label=_("Reason"), required=False, choices=[("", _("Any reason")), *Suppression.Reason.choices]
    )
