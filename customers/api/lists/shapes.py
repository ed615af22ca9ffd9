"""The JSON of lists: what a request may hold, and, for the document, what an answer holds."""

from typing import Any

from rest_framework import serializers

from accounts.api.fields import RowId, ShortList, StrictRequest, Text
from accounts.api.pages import CURSOR, MOST, USUAL
from customers.domain.lists.make_list import NAME_LIMIT

MOST_AT_ONCE = 1000
_LONGEST_NUMBER = 100


class PageQuery(StrictRequest):
    cursor = serializers.RegexField(
        CURSOR, required=False, help_text="From next or previous of another page."
    )
    limit = serializers.IntegerField(
        min_value=1, max_value=MOST, default=USUAL, required=False, help_text="Rows of a page."
    )


class ListRequest(StrictRequest):
    name = Text(allow_blank=False, max_length=NAME_LIMIT, help_text="Unique among those in use.")

    class Meta:
        ref_name = "NewList"


class ListChange(StrictRequest):
    """What is left out stays."""

    name = Text(required=False, allow_blank=False, max_length=NAME_LIMIT)

    class Meta:
        ref_name = "ListChange"


class _Customers(StrictRequest):
    customers = ShortList(
        child=RowId(), required=False, max_length=MOST_AT_ONCE, help_text="Ids of customers."
    )


class MembersRequest(_Customers):
    numbers = ShortList(
        child=Text(max_length=_LONGEST_NUMBER),
        required=False,
        max_length=MOST_AT_ONCE,
        help_text="Customer numbers, or mobile numbers as people write them: whoever has one.",
    )

    class Meta:
        ref_name = "ListMembers"


class RemovalRequest(_Customers):
    customers = ShortList(
        child=RowId(), allow_empty=False, max_length=MOST_AT_ONCE, help_text="Ids of customers."
    )

    class Meta:
        ref_name = "ListRemoval"


class ListShape(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    customers = serializers.IntegerField(help_text="How many stand on it.")
    is_usual = serializers.BooleanField(help_text="The one that is meant where none is named.")
    created_at = serializers.DateTimeField()
    archived_at = serializers.DateTimeField(allow_null=True)

    class Meta:
        ref_name = "List"


class ListPageShape(serializers.Serializer[Any]):
    results = ListShape(many=True, help_text="The newest first.")
    next = serializers.CharField(allow_null=True, help_text="The address of the next older ones.")
    previous = serializers.CharField(allow_null=True, help_text="The address of the next newer ones.")

    class Meta:
        ref_name = "ListPage"


class PutShape(serializers.Serializer[Any]):
    new = serializers.IntegerField(help_text="How many were put on.")
    already = serializers.IntegerField(help_text="How many stood on it before.")
    unknown_customers = serializers.ListField(
        child=serializers.IntegerField(), help_text="Ids of which there is no customer."
    )
    unknown_numbers = serializers.ListField(
        child=serializers.CharField(), help_text="Numbers that fit nobody, as they were given."
    )

    class Meta:
        ref_name = "ListPut"


class RemovedShape(serializers.Serializer[Any]):
    removed = serializers.IntegerField(help_text="How many stood on it and do no more.")

    class Meta:
        ref_name = "ListRemoved"
