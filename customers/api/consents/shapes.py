"""The JSON of consents and stops: what a request may hold, and, for the document, what an answer holds."""

from typing import Any

from rest_framework import serializers

from accounts.api.fields import Choice, Flag, Moment, ShortList, StrictRequest, Text
from accounts.api.pages import CURSOR, MOST, USUAL
from customers.models import ConsentPurpose, ConsentSource, Suppression

_NUMBER = "A mobile number as people write it: 090-1234-5678, +819012345678, full width."
_LONGEST_PHONE = 40


def _purposes(**kwargs: Any) -> ShortList:
    return ShortList(child=Choice(choices=ConsentPurpose.choices), max_length=3, **kwargs)


class ConsentRequest(StrictRequest):
    purposes = _purposes(min_length=1, help_text="What was asked about. One entry for each.")
    granted = Flag(help_text="false: withdrawn.")
    # A request's field, not the serializer's own source.
    source = Choice(choices=ConsentSource.choices, help_text="How it was said.")  # type: ignore[assignment]
    given_at = Moment(required=False, help_text="When it was said; left out: now. Not in the future.")
    wording = serializers.IntegerField(
        required=False,
        allow_null=True,
        min_value=1,
        max_value=2**31 - 1,
        help_text="The version of your wording that was shown.",
    )
    note = Text(required=False, max_length=500)
    ip = serializers.IPAddressField(
        required=False, allow_null=True, help_text="Of the person, for a web form."
    )
    user_agent = Text(required=False, max_length=300, help_text="Of the person's browser, for a web form.")

    class Meta:
        ref_name = "NewConsent"


class StateShape(serializers.Serializer[Any]):
    purpose = serializers.ChoiceField(choices=ConsentPurpose.choices)
    granted = serializers.BooleanField(allow_null=True, help_text="Null: nothing was said.")
    given_at = serializers.DateTimeField(allow_null=True)
    position = serializers.IntegerField(allow_null=True, help_text="Of the entry that decides it.")

    class Meta:
        ref_name = "ConsentState"


class EntryShape(serializers.Serializer[Any]):
    position = serializers.IntegerField(help_text="The place in the store's ledger.")
    purpose = serializers.ChoiceField(choices=ConsentPurpose.choices)
    granted = serializers.BooleanField()
    given_at = serializers.DateTimeField()
    source = serializers.ChoiceField(choices=ConsentSource.choices)  # type: ignore[assignment]
    wording = serializers.IntegerField(allow_null=True, help_text="The version that was shown.")
    note = serializers.CharField(allow_blank=True)
    ip = serializers.CharField(allow_null=True)
    user_agent = serializers.CharField(allow_blank=True)
    evidence_sha256 = serializers.CharField(allow_null=True, help_text="Of the file kept as evidence.")
    recorded_by = serializers.CharField()

    class Meta:
        ref_name = "ConsentEntry"


class ConsentsShape(serializers.Serializer[Any]):
    phone = serializers.CharField(allow_null=True, help_text="E.164; null without a mobile number.")
    states = StateShape(many=True, help_text="What holds now, one for each purpose.")
    entries = EntryShape(many=True, help_text="The newest first, up to 100.")

    class Meta:
        ref_name = "Consents"


class SuppressionRequest(StrictRequest):
    phone = Text(allow_blank=False, max_length=_LONGEST_PHONE, help_text=_NUMBER)
    purpose = Choice(
        choices=Suppression.Purpose.choices, required=False, default=Suppression.Purpose.ALL.value
    )
    reason = Choice(choices=Suppression.Reason.choices)
    note = Text(required=False, max_length=500)
    said_at = Moment(
        required=False, help_text="When the person asked for it; left out: now. Not in the future."
    )

    class Meta:
        ref_name = "NewSuppression"


class LiftRequest(StrictRequest):
    reason = Text(max_length=500, help_text="How you know that messages may come again.")
    source = Choice(  # type: ignore[assignment]
        choices=ConsentSource.choices,
        required=False,
        default=ConsentSource.COUNTER.value,
        help_text="How the person said so.",
    )
    said_at = Moment(required=False, help_text="When the person said so; left out: now. Not in the future.")
    allowed = _purposes(
        required=False,
        default=list,
        help_text="What may go again, of what the stop covered. The rest is recorded as withdrawn. Empty for a pause: "
        "it never touched consents.",
    )

    class Meta:
        ref_name = "LiftedSuppression"


class SuppressionQuery(StrictRequest):
    """What an address of the list may hold."""

    phone = Text(
        required=False, allow_blank=False, max_length=_LONGEST_PHONE, help_text="Only of this number."
    )
    state = Choice(
        choices=[("in_force", "in_force"), ("lifted", "lifted")],
        required=False,
        help_text="Only such stops; a pause that is over counts as lifted.",
    )
    cursor = serializers.RegexField(
        CURSOR, required=False, help_text="From next or previous of another page."
    )
    limit = serializers.IntegerField(
        min_value=1, max_value=MOST, default=USUAL, required=False, help_text="Rows of a page."
    )


class SuppressionShape(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    phone = serializers.CharField(help_text="E.164.")
    purpose = serializers.ChoiceField(choices=Suppression.Purpose.choices)
    reason = serializers.ChoiceField(choices=Suppression.Reason.choices)
    note = serializers.CharField(allow_blank=True)
    created_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField(
        allow_null=True,
        help_text="Of a pause that the recipient asked for, when it ends by itself. Null: a stop.",
    )
    lifted_at = serializers.DateTimeField(
        allow_null=True, help_text="Null: in force, unless a pause that is over."
    )
    lift_reason = serializers.CharField(allow_blank=True)

    class Meta:
        ref_name = "Suppression"


class SuppressionPageShape(serializers.Serializer[Any]):
    results = SuppressionShape(many=True, help_text="The newest first.")
    next = serializers.CharField(allow_null=True, help_text="The address of the next older ones.")
    previous = serializers.CharField(allow_null=True, help_text="The address of the next newer ones.")

    class Meta:
        ref_name = "SuppressionPage"
