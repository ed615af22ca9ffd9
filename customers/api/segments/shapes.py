"""The JSON of saved searches: what a request may hold, and, for the document, what an answer holds."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.described import FieldErrorShape
from accounts.api.fields import Choice, ShortList, StrictRequest, Text
from accounts.api.pages import CURSOR, MOST, USUAL
from customers.domain.searches.save_segment import MOST_COLUMNS
from customers.models import Segment

_CRITERIA = (
    '{"all": [...]}, {"any": [...]}, {"not": ...}, {"asset": ...} (one and the same asset), or a comparison: '
    '{"field": "customer.sms_flag", "operator": "yes"}, {"field": "due.3", "operator": "within_next_days", '
    '"value": 60}. '
    "Up to 50 comparisons, 5 deep."
)


@extend_schema_field({"type": "object", "additionalProperties": True})
class Criteria(serializers.Field[Any, Any, Any, Any]):
    """As it came: what it should be, and where it is not, the reading of criteria says."""

    def to_internal_value(self, data: Any) -> Any:
        return data

    def to_representation(self, value: Any) -> Any:
        return value


class _SegmentFields(StrictRequest):
    columns = ShortList(
        child=Text(max_length=100),
        required=False,
        max_length=MOST_COLUMNS,
        help_text="On the screen, in order.",
    )
    file_columns = ShortList(
        child=Text(max_length=100), required=False, max_length=MOST_COLUMNS, help_text="In files, in order."
    )


class SegmentRequest(_SegmentFields):
    name = Text(allow_blank=False, max_length=80, help_text="Unique among those in use.")
    of = Choice(choices=Segment.Of.choices, required=False, default=Segment.Of.CUSTOMERS)
    criteria = Criteria(help_text=_CRITERIA)

    class Meta:
        ref_name = "NewSegment"


class SegmentChange(_SegmentFields):
    """What is left out stays; customers or assets, it stays what it is of."""

    name = Text(required=False, allow_blank=False, max_length=80)
    criteria = Criteria(required=False, help_text=_CRITERIA)

    class Meta:
        ref_name = "SegmentChange"


class PreviewRequest(StrictRequest):
    of = Choice(choices=Segment.Of.choices, required=False, default=Segment.Of.CUSTOMERS)
    criteria = Criteria(help_text=_CRITERIA)

    class Meta:
        ref_name = "SegmentPreview"


class PageQuery(StrictRequest):
    cursor = serializers.RegexField(
        CURSOR, required=False, help_text="From next or previous of another page."
    )
    limit = serializers.IntegerField(
        min_value=1, max_value=MOST, default=USUAL, required=False, help_text="Rows of a page."
    )


class SegmentShape(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    of = serializers.ChoiceField(choices=Segment.Of.choices)
    criteria = Criteria(help_text=_CRITERIA)
    described = serializers.CharField(
        allow_blank=True,
        help_text="The criteria in words, in the language of Accept-Language; empty if broken.",
    )
    columns = serializers.ListField(child=serializers.CharField())
    file_columns = serializers.ListField(child=serializers.CharField())
    broken = FieldErrorShape(
        many=True, help_text="What it asks for that is no longer there; it does not run until that is mended."
    )
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    archived_at = serializers.DateTimeField(allow_null=True)

    class Meta:
        ref_name = "Segment"


class SegmentPageShape(serializers.Serializer[Any]):
    results = SegmentShape(many=True, help_text="The newest first.")
    next = serializers.CharField(allow_null=True, help_text="The address of the next older ones.")
    previous = serializers.CharField(allow_null=True, help_text="The address of the next newer ones.")

    class Meta:
        ref_name = "SegmentPage"


class CountShape(serializers.Serializer[Any]):
    count = serializers.IntegerField(help_text="Customers, or assets, by what it is of.")

    class Meta:
        ref_name = "SegmentCount"
