"""The JSON of templates: what a request may hold, and, for the document, what an answer holds."""

from typing import Any

from rest_framework import serializers

from accounts.api.fields import Choice, Flag, StrictRequest, Text
from accounts.api.pages import CURSOR, MOST, USUAL
from customers.models import ConsentPurpose
from templates_app.models import Language, Template, TemplateVersion

_NAME_LIMIT: int = Template._meta.get_field("name").max_length or 0
_CATEGORY_LIMIT: int = Template._meta.get_field("category").max_length or 0
_SUBJECT_LIMIT: int = TemplateVersion._meta.get_field("subject").max_length or 0
# Longer by far than any that can be sent: the domain says by how much it is too long.
_BODY_LIMIT = 5000


class TemplateQuery(StrictRequest):
    cursor = serializers.RegexField(
        CURSOR, required=False, help_text="From next or previous of another page."
    )
    limit = serializers.IntegerField(
        min_value=1, max_value=MOST, default=USUAL, required=False, help_text="Rows of a page."
    )


class TemplateChange(StrictRequest):
    """What is left out stays. Every change is a version; what changes nothing makes none."""

    name = Text(
        required=False,
        allow_blank=False,
        max_length=_NAME_LIMIT,
        help_text="Internal; unique among those in use.",
    )
    category = Text(required=False, max_length=_CATEGORY_LIMIT, help_text="Internal.")
    purpose = Choice(choices=ConsentPurpose.choices, required=False, help_text="What its messages are for.")
    language = Choice(choices=Language.choices, required=False, help_text="Of the text, its dates and times.")
    for_appointments = Flag(required=False, help_text="Messages about appointments begin with it.")
    subject = Text(
        required=False, max_length=_SUBJECT_LIMIT, help_text="Internal, never sent; may hold merge fields."
    )
    body = Text(
        required=False,
        allow_blank=False,
        max_length=_BODY_LIMIT,
        help_text="Up to 660 characters, with merge fields as [[氏名]] or [[氏名|お客様]] (GET merge-fields).",
    )

    class Meta:
        ref_name = "TemplateChange"


class TemplateRequest(TemplateChange):
    name = Text(allow_blank=False, max_length=_NAME_LIMIT, help_text="Internal; unique among those in use.")
    body = Text(
        allow_blank=False,
        max_length=_BODY_LIMIT,
        help_text="Up to 660 characters, with merge fields as [[氏名]] or [[氏名|お客様]] (GET merge-fields).",
    )

    class Meta:
        ref_name = "NewTemplate"


class TemplateShape(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    version = serializers.IntegerField(help_text="Counts the saves.")
    name = serializers.CharField()
    category = serializers.CharField()
    purpose = serializers.ChoiceField(choices=ConsentPurpose.choices)
    language = serializers.ChoiceField(choices=Language.choices)
    for_appointments = serializers.BooleanField()
    subject = serializers.CharField()
    body = serializers.CharField()
    merge_fields = serializers.ListField(
        child=serializers.CharField(), help_text="What the body names, each once; for `fields` of a message."
    )
    created_at = serializers.DateTimeField()
    changed_at = serializers.DateTimeField()
    archived_at = serializers.DateTimeField(allow_null=True)

    class Meta:
        ref_name = "Template"


class TemplatePageShape(serializers.Serializer[Any]):
    results = TemplateShape(many=True, help_text="The newest first.")
    next = serializers.CharField(allow_null=True, help_text="The address of the next older ones.")
    previous = serializers.CharField(allow_null=True, help_text="The address of the next newer ones.")

    class Meta:
        ref_name = "TemplatePage"


class MergeFieldShape(serializers.Serializer[Any]):
    name = serializers.CharField(help_text="What stands between the brackets.")
    names = serializers.ListField(child=serializers.CharField(), help_text="Other names that are read too.")
    label = serializers.CharField(  # type: ignore[assignment]  # a field of that name, not the property
        help_text="For people, in the language of Accept-Language (ja, en)."
    )
    group = serializers.CharField(help_text="For people as well.")
    example = serializers.CharField(help_text="A typical value, made up.")

    class Meta:
        ref_name = "MergeField"


class MergeFieldsShape(serializers.Serializer[Any]):
    results = MergeFieldShape(many=True)

    class Meta:
        ref_name = "MergeFields"
