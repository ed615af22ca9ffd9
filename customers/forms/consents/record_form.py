"""What a customer said about messages, as somebody at the counter writes it down."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Membership
from customers.domain.consents.given import Given
from customers.forms.store_moment import SaidAtField
from customers.models import ConsentPurpose, ConsentSource, ConsentWording, Customer, Upload
from customers.queries.access_consents import wordings_to_show

MOST_EVIDENCE = 10_000_000
# The others are written down by the pages and programs where they happen.
SOURCES_OF_PEOPLE = (ConsentSource.COUNTER, ConsentSource.PAPER, ConsentSource.CALL, ConsentSource.REPLY)
_GRANTED, _WITHDRAWN = "granted", "withdrawn"


class RecordForm(forms.Form):
    # The number that the page showed: the record may get another one meanwhile.
    phone = forms.CharField(max_length=16, widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        label=_("What did the customer say?"),
        choices=[(_GRANTED, _("Yes, please send them")), (_WITHDRAWN, _("No, no more of them"))],
        widget=forms.RadioSelect,
    )
    purposes = forms.MultipleChoiceField(
        label=_("About which messages?"),
        choices=ConsentPurpose.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Promotion needs a yes. Notices and reminders go unless the customer says no."),
    )
    source = forms.ChoiceField(
        label=_("How was it said?"),
        choices=[(source.value, source.label) for source in SOURCES_OF_PEOPLE],
        widget=forms.RadioSelect,
    )
    given_at = SaidAtField(label=_("When was it said?"))
    wording = forms.ChoiceField(
        label=_("Wording that was shown"),
        required=False,
        help_text=_("The text that the customer read or heard, if it was one of yours."),
    )
    note = forms.CharField(
        label=_("Note"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    evidence = forms.FileField(
        label=_("Evidence (signed paper, photo, recording)"),
        required=False,
        allow_empty_file=True,
        help_text=_("One file of up to 10 MB. It is kept as it is, and only managers can download it."),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        files: Any = None,
        *,
        membership: Membership,
        customer: Customer,
    ) -> None:
        self._shown = customer.mobile or ""
        self._name = str(customer)
        super().__init__(data, files, initial={"phone": self._shown, "given_at": timezone.now()})
        cast(SaidAtField, self.fields["given_at"]).zone = membership.store.zone
        self._wordings = {str(one.pk): one for one in wordings_to_show(membership)}
        cast(forms.ChoiceField, self.fields["wording"]).choices = [
            ("", _("None")),
            *((pk, _wording_word(one)) for pk, one in self._wordings.items()),
        ]

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        if phone != self._shown:
            raise ValidationError(
                _("The customer's number has been changed meanwhile. Please look at the number again.")
            )
        return phone

    def given(self, evidence: Upload | None) -> list[Given]:
        """One entry for each ticked purpose, of a valid form."""
        cleaned = self.cleaned_data
        moment: datetime = cleaned["given_at"]
        return [
            Given(
                phone=cleaned["phone"],
                purpose=purpose,
                granted=cleaned["answer"] == _GRANTED,
                given_at=moment,
                source=cleaned["source"],
                name=self._name,
                wording=self._wordings.get(cleaned["wording"]),
                note=cleaned["note"],
                evidence=evidence,
            )
            for purpose in cleaned["purposes"]
        ]


def _wording_word(wording: ConsentWording) -> str:
    """Its version and how it begins."""
    words = " ".join(wording.text.split())
    shown = words if len(words) <= 40 else f"{words[:40]}…"
    return str(
        pgettext_lazy("wording of consent", "Version %(version)s: %(words)s")
        % {"version": wording.version, "words": shown}
    )
