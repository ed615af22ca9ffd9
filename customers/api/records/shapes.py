"""The JSON of customers and assets: what a request may hold, and, for the document, what an answer holds."""

from typing import Any

from django.core.validators import ProhibitNullCharactersValidator
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.fields import Choice, Day, Flag, Moment, RowId, StrictRequest, Text
from accounts.api.pages import CURSOR, MOST, USUAL
from customers.models import Asset, Attribute, Customer
from customers.text_search import LONGEST_QUERY

_LONGEST_NOTES = 5000
_LONGEST_PHONE = 40
_BY_NAME = "By the name of the store's definition. What is left out stays; null takes it away."


def _length(model: type[Customer] | type[Asset], field: str) -> int:
    column: Any = model._meta.get_field(field)
    return int(column.max_length)


@extend_schema_field({"oneOf": [{"type": "string", "maxLength": 500}, {"type": "number"}], "nullable": True})
class _Value(serializers.Field[Any, Any, Any, Any]):
    """A text, a number, a day as text; what fits which attribute, the domain says."""

    default_error_messages = {"invalid": serializers.CharField.default_error_messages["invalid"]}

    def __init__(self) -> None:
        super().__init__(allow_null=True)

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, bool) or not isinstance(data, str | int | float):
            self.fail("invalid")
        if isinstance(data, str):
            ProhibitNullCharactersValidator()(data)
        return data

    def to_representation(self, value: Any) -> Any:
        return value


class _CustomerFields(StrictRequest):
    number = Text(
        required=False, max_length=_length(Customer, "number"), help_text="Your own; unique where given."
    )
    kana = Text(required=False, max_length=_length(Customer, "kana"), help_text="Lists are in its order.")
    mobile = Text(
        required=False,
        allow_null=True,
        max_length=_LONGEST_PHONE,
        help_text="As people write it: 090-1234-5678, +819012345678. Several customers may have one.",
    )
    landline = Text(
        required=False, allow_null=True, max_length=_LONGEST_PHONE, help_text="As people write it."
    )
    postal_code = Text(required=False, max_length=_length(Customer, "postal_code"))
    address = Text(required=False, max_length=_length(Customer, "address"))
    email = Text(required=False, max_length=_length(Customer, "email"))
    staff = Text(
        required=False,
        allow_null=True,
        max_length=254,
        help_text="The person in charge, by the address with which they sign in.",
    )
    language = Choice(choices=Customer.Language.choices, required=False)
    attributes = serializers.DictField(child=_Value(), required=False, help_text=_BY_NAME)
    notes = Text(required=False, max_length=_LONGEST_NOTES)
    sms_flag = Flag(required=False, help_text="Left out of a new one: the store's default.")


class CustomerRequest(_CustomerFields):
    kind = Choice(choices=Customer.Kind.choices, required=False, default=Customer.Kind.PERSON)
    name = Text(required=False, max_length=_length(Customer, "name"), help_text="Required of a person.")
    company_name = Text(
        required=False, max_length=_length(Customer, "company_name"), help_text="Required of a company."
    )

    class Meta:
        ref_name = "NewCustomer"


class CustomerChange(_CustomerFields):
    """What is left out stays."""

    kind = Choice(choices=Customer.Kind.choices, required=False)
    name = Text(required=False, max_length=_length(Customer, "name"))
    company_name = Text(required=False, max_length=_length(Customer, "company_name"))

    class Meta:
        ref_name = "CustomerChange"


class _AssetFields(StrictRequest):
    number = Text(
        required=False, max_length=_length(Asset, "number"), help_text="Registration, contract, serial."
    )
    attributes = serializers.DictField(child=_Value(), required=False, help_text=_BY_NAME)
    dues = serializers.DictField(
        child=Day(allow_null=True), required=False, help_text=f"Days on which something falls due. {_BY_NAME}"
    )
    notes = Text(required=False, max_length=_LONGEST_NOTES)
    sms_flag = Flag(required=False, help_text="Left out of a new one: the store's default.")


class AssetRequest(_AssetFields):
    customer = RowId(help_text="Whose it is: a customer's id.")
    kind = Text(allow_blank=False, max_length=40, help_text="The name of one of the store's kinds.")
    label = Text(allow_blank=False, max_length=_length(Asset, "label"), help_text="What people call it.")  # type: ignore[assignment]  # not its own label

    class Meta:
        ref_name = "NewAsset"


class AssetChange(_AssetFields):
    """What is left out stays; customer and kind cannot be changed."""

    label = Text(required=False, allow_blank=False, max_length=_length(Asset, "label"))  # type: ignore[assignment]  # not its own label

    class Meta:
        ref_name = "AssetChange"


class _ListQuery(StrictRequest):
    updated_since = Moment(required=False, help_text="Only made or changed from this time on.")
    cursor = serializers.RegexField(
        CURSOR, required=False, help_text="From next or previous of another page."
    )
    limit = serializers.IntegerField(
        min_value=1, max_value=MOST, default=USUAL, required=False, help_text="Rows of a page."
    )


class CustomerQuery(_ListQuery):
    phone = Text(
        required=False,
        allow_blank=False,
        max_length=_LONGEST_PHONE,
        help_text="Only with this mobile number.",
    )
    number = Text(
        required=False,
        allow_blank=False,
        max_length=_length(Customer, "number"),
        help_text="Only with this customer number.",
    )
    q = Text(
        required=False,
        allow_blank=False,
        max_length=LONGEST_QUERY,
        help_text="As in the search box: part of a name, the end of a number.",
    )


class AssetQuery(_ListQuery):
    customer = serializers.RegexField(
        r"^[1-9][0-9]{0,17}$", required=False, help_text="Only this customer's."
    )
    kind = Text(required=False, allow_blank=False, max_length=40, help_text="Only of the kind of this name.")
    number = Text(
        required=False,
        allow_blank=False,
        max_length=_length(Asset, "number"),
        help_text="Only with this number.",
    )


class CustomerShape(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    number = serializers.CharField(allow_blank=True)
    kind = serializers.ChoiceField(choices=Customer.Kind.choices)
    name = serializers.CharField(allow_blank=True)
    kana = serializers.CharField(allow_blank=True)
    company_name = serializers.CharField(allow_blank=True)
    mobile = serializers.CharField(allow_null=True, help_text="E.164.")
    landline = serializers.CharField(allow_null=True, help_text="E.164.")
    postal_code = serializers.CharField(allow_blank=True)
    address = serializers.CharField(allow_blank=True)
    email = serializers.CharField(allow_blank=True)
    staff = serializers.CharField(
        allow_null=True, help_text="The person in charge, by their sign-in address."
    )
    language = serializers.ChoiceField(choices=Customer.Language.choices)
    attributes = serializers.DictField(child=_Value(), help_text="By the names of the store's definitions.")
    notes = serializers.CharField(allow_blank=True)
    sms_flag = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()

    class Meta:
        ref_name = "Customer"


class AssetShape(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    customer = serializers.IntegerField()
    kind = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # an answer's field, not the serializer's own label
    number = serializers.CharField(allow_blank=True)
    attributes = serializers.DictField(child=_Value())
    dues = serializers.DictField(child=Day(), help_text="Days of the store's calendar, by what falls due.")
    notes = serializers.CharField(allow_blank=True)
    sms_flag = serializers.BooleanField()
    archived_at = serializers.DateTimeField(
        allow_null=True, help_text="When it was sold or ended; null: current."
    )
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()

    class Meta:
        ref_name = "Asset"


class AttributeShape(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField(help_text="Under which values are given and answered.")
    kind = serializers.ChoiceField(choices=Attribute.Kind.choices)
    choices = serializers.ListField(child=serializers.CharField())

    class Meta:
        ref_name = "Attribute"


class DueKindShape(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()

    class Meta:
        ref_name = "DueKind"


class AssetKindShape(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    attributes = AttributeShape(many=True)
    due_kinds = DueKindShape(many=True)

    class Meta:
        ref_name = "AssetKind"


class CustomerPageShape(serializers.Serializer[Any]):
    results = CustomerShape(many=True, help_text="The newest first.")
    next = serializers.CharField(allow_null=True, help_text="The address of the next older ones.")
    previous = serializers.CharField(allow_null=True, help_text="The address of the next newer ones.")

    class Meta:
        ref_name = "CustomerPage"


class AssetPageShape(serializers.Serializer[Any]):
    results = AssetShape(many=True, help_text="The newest first.")
    next = serializers.CharField(allow_null=True, help_text="The address of the next older ones.")
    previous = serializers.CharField(allow_null=True, help_text="The address of the next newer ones.")

    class Meta:
        ref_name = "AssetPage"


class AttributesShape(serializers.Serializer[Any]):
    results = AttributeShape(many=True, help_text="In the store's order.")

    class Meta:
        ref_name = "Attributes"


class AssetKindsShape(serializers.Serializer[Any]):
    results = AssetKindShape(many=True, help_text="In the store's order.")

    class Meta:
        ref_name = "AssetKinds"
