"""The JSON of due lists: what an address may hold, and, for the document, what an answer holds."""

from typing import Any

from rest_framework import serializers

from accounts.api.fields import Day, StrictRequest
from accounts.api.pages import MOST, USUAL

CURSOR = r"^(after|before)-[0-9]{4}-[0-9]{2}-[0-9]{2}\.[1-9][0-9]{0,17}$"


class DueQuery(StrictRequest):
    kind = serializers.RegexField(
        r"^[1-9][0-9]{0,17}$", help_text="What falls due: the id of a due kind, as `asset-kinds` has it."
    )
    # A word of Python's own.
    vars()["from"] = Day(required=False, help_text="From this day on.")
    to = Day(required=False, help_text="Up to this day.")
    cursor = serializers.RegexField(
        CURSOR, required=False, help_text="From next or previous of another page."
    )
    limit = serializers.IntegerField(
        min_value=1, max_value=MOST, default=USUAL, required=False, help_text="Rows of a page."
    )


class LastMessageShape(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    result = serializers.CharField(help_text="In the language of Accept-Language.")

    class Meta:
        ref_name = "LastMessage"


class DueShape(serializers.Serializer[Any]):
    due_on = Day()
    days_left = serializers.IntegerField(help_text="From today; negative: overdue.")
    asset = serializers.IntegerField()
    asset_label = serializers.CharField()
    asset_number = serializers.CharField(allow_blank=True)
    asset_sms_flag = serializers.BooleanField()
    customer = serializers.IntegerField()
    customer_name = serializers.CharField()
    customer_sms_flag = serializers.BooleanField()
    mobile = serializers.CharField(allow_null=True, help_text="E.164.")
    stopped = serializers.BooleanField(help_text="No message may go to the number.")
    last_message = LastMessageShape(
        allow_null=True,
        help_text="The last notice or reminder to the number; null also without the scope to read.",
    )

    class Meta:
        ref_name = "Due"


class DuePageShape(serializers.Serializer[Any]):
    results = DueShape(many=True, help_text="By day and asset; archived assets are left out.")
    next = serializers.CharField(allow_null=True, help_text="The address of the next later ones.")
    previous = serializers.CharField(allow_null=True, help_text="The address of the next earlier ones.")

    class Meta:
        ref_name = "DuePage"
