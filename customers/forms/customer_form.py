"""A customer's record as a form: parses what was typed; what holds for a record is customers.domain's matter."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from customers.domain.save_customer import CustomerValues, names_missing
from customers.domain.tidy import lines, one_line, one_width, postal_code
from customers.forms.attribute_fields import attribute_fields, attribute_initial
from customers.models import Customer
from customers.phone import PhoneRefused, Refusal, phone_from, telephone_from
from customers.phone_words import REFUSAL_WORDS
from customers.queries.attributes import attributes_of_store
from customers.queries.settings import customer_settings
from customers.queries.staff import staff_to_choose

_PLAIN = ("number", "kind", "name", "company_name", "email", "language", "notes", "sms_flag")


def _phone_input() -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})


class CustomerForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=Customer.Kind.choices, widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        required=False,
        help_text=_("Required for a person. For a company, whom to speak to."),
    )
    kana = forms.CharField(
        label=_("Name in kana"),
        max_length=100,
        required=False,
        help_text=_("Lists are in the order of the kana."),
    )
    company_name = forms.CharField(
        label=_("Company name"), max_length=100, required=False, help_text=_("Required for a company.")
    )
    number = forms.CharField(
        label=_("Customer number"),
        max_length=40,
        required=False,
        help_text=_("Your own number, if you use one."),
    )
    mobile = forms.CharField(
        label=_("Mobile number"),
        max_length=40,
        required=False,
        widget=_phone_input(),
        help_text=_("SMS goes to this number. With or without hyphens; a family may share one."),
    )
    landline = forms.CharField(label=_("Landline"), max_length=40, required=False, widget=_phone_input())
    email = forms.EmailField(label=_("E-mail address"), required=False)
    postal_code = forms.CharField(label=_("Postal code"), max_length=20, required=False)
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    staff = forms.ChoiceField(label=_("Staff in charge"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=Customer.Language.choices)
    sms_flag = forms.BooleanField(
        label=_("Include in bulk SMS (SMS flag)"),
        required=False,
        help_text=_("Bulk sends, campaigns and reminders reach only customers with this flag."),
    )
    notes = forms.CharField(
        label=_("Notes"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(
        self, data: QueryDict | None = None, *, membership: Membership, customer: Customer | None = None
    ) -> None:
        super().__init__(data, initial=_initial(customer))
        self._customer = customer
        self._countries = membership.store.allowed_countries
        self._attributes = attributes_of_store()
        current_id = customer.staff_id if customer else None
        self._staff = {str(one.pk): one for one in staff_to_choose(membership, current_id=current_id)}
        staff = cast(forms.ChoiceField, self.fields["staff"])
        staff.choices = [("", _("Nobody")), *((pk, str(one.user)) for pk, one in self._staff.items())]
        kept = customer.attributes if customer else {}
        self.fields.update(attribute_fields(self._attributes, kept=kept))

    @property
    def own_fields(self) -> list[forms.BoundField]:
        """The fields of the store's own attributes."""
        return [self[name] for name in attribute_fields(self._attributes)]

    @property
    def values(self) -> CustomerValues:
        """What was typed in a valid form, for save_customer."""
        cleaned = self.cleaned_data
        values: dict[str, Any] = {name: cleaned[name] for name in _PLAIN}
        values |= {name: cleaned[name] for name in ("kana", "mobile", "landline", "postal_code", "address")}
        values["staff"] = self._staff.get(cleaned["staff"])
        values["attributes"] = {
            attribute.pk: cleaned[field]
            for attribute, field in zip(self._attributes, attribute_fields(self._attributes), strict=True)
        }
        return cast(CustomerValues, values)

    def show_refusal(self, refused: ValidationError) -> None:
        """Put what the domain refused next to its fields."""
        for field, errors in refused.error_dict.items():
            self.add_error(field if field in self.fields else None, errors)

    def clean(self) -> dict[str, Any]:
        # Said with the other errors, not one after the other.
        cleaned = self.cleaned_data
        missing = names_missing(
            kind=cleaned.get("kind", ""), name=self._typed("name"), company_name=self._typed("company_name")
        )
        for field, error in missing.items():
            self.add_error(field, error)
        return cleaned

    def _typed(self, field: str) -> str:
        """A text that was refused for another reason is not missing."""
        return str(self.cleaned_data.get(field, field))

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"])

    def clean_company_name(self) -> str:
        return one_line(self.cleaned_data["company_name"])

    def clean_kana(self) -> str:
        # Half-width kana come from old systems; nothing of a kana is lost in full width.
        return one_width(self.cleaned_data["kana"])

    def clean_number(self) -> str:
        return one_width(self.cleaned_data["number"])

    def clean_address(self) -> str:
        return one_line(self.cleaned_data["address"])

    def clean_notes(self) -> str:
        return lines(self.cleaned_data["notes"])

    def clean_postal_code(self) -> str:
        return postal_code(self.cleaned_data["postal_code"])

    def clean_mobile(self) -> str | None:
        if self._customer is not None and "mobile" not in self.changed_data:
            return self._customer.mobile
        try:
            return phone_from(self.cleaned_data["mobile"], countries=self._countries).e164
        except PhoneRefused as refused:
            if refused.code is Refusal.EMPTY:
                return None
            if refused.code is Refusal.NOT_MOBILE:
                raise ValidationError(
                    _(
                        "SMS reaches mobile numbers only (060, 070, 080, 090). "
                        "Please put this number into the landline field."
                    )
                ) from refused
            raise ValidationError(str(REFUSAL_WORDS[refused.code])) from refused

    def clean_landline(self) -> str | None:
        if self._customer is not None and "landline" not in self.changed_data:
            return self._customer.landline
        try:
            return telephone_from(self.cleaned_data["landline"], countries=self._countries).e164
        except PhoneRefused as refused:
            if refused.code is Refusal.EMPTY:
                return None
            raise ValidationError(str(REFUSAL_WORDS[refused.code])) from refused


def _initial(customer: Customer | None) -> dict[str, Any]:
    if customer is None:
        flag = customer_settings().customer_sms_flag
        return {"kind": Customer.Kind.PERSON, "language": Customer.Language.JA, "sms_flag": flag}
    initial: dict[str, Any] = {
        name: getattr(customer, name) for name in (*_PLAIN, "kana", "postal_code", "address")
    }
    initial |= {"mobile": customer.mobile_form, "landline": customer.landline_form}
    initial["staff"] = str(customer.staff_id or "")
    return initial | attribute_initial(customer.attributes)
