"""The JSON of links: what a request may hold, and, for the document, what an answer holds."""

from typing import Any

from rest_framework import serializers

from accounts.api.fields import StrictRequest
from accounts.api.pages import CURSOR, MOST, USUAL
from tracking.models import HitKind


class HitQuery(StrictRequest):
    cursor = serializers.RegexField(
        CURSOR, required=False, help_text="From next or previous of another page."
    )
    limit = serializers.IntegerField(
        min_value=1, max_value=MOST, default=USUAL, required=False, help_text="Rows of a page."
    )


class HitShape(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    kind = serializers.ChoiceField(choices=HitKind.choices, help_text="By evidence; only people are counted.")
    evidence = serializers.CharField(help_text="What told it: a code.")
    method = serializers.CharField()
    agent = serializers.CharField(help_text="What the browser or program called itself.")

    class Meta:
        ref_name = "Hit"


class LinkHitsShape(serializers.Serializer[Any]):
    """One code: its figures, and its single hits a page at a time."""

    code = serializers.CharField()
    url = serializers.CharField(
        help_text="As new texts hold it; one that went earlier may hold another domain, which the store had then."
    )
    target = serializers.CharField(help_text="Where it leads.")
    message = serializers.IntegerField(
        allow_null=True, help_text="Whose it is; null: everybody got the same."
    )
    hits = serializers.IntegerField(help_text="Everything that asked for it, of people or not.")
    taps = serializers.IntegerField(help_text="Of them those of people.")
    people = serializers.IntegerField(
        allow_null=True, help_text="Once a recipient; null: everybody got the same, so it cannot be known."
    )
    previews = serializers.IntegerField()
    scans = serializers.IntegerField()
    unclear = serializers.IntegerField()
    first_click_at = serializers.DateTimeField(allow_null=True)
    last_click_at = serializers.DateTimeField(allow_null=True)
    results = HitShape(many=True)
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)

    class Meta:
        ref_name = "LinkHits"
