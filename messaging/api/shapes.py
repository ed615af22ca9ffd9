"""The JSON of messages: what a request may hold, and, for the document, what an answer holds."""

from typing import Any

from rest_framework import serializers

from accounts.api.fields import Choice, Flag, Moment, RowId, ShortList, StrictRequest, Text
from accounts.api.pages import CURSOR, MOST, USUAL
from customers.models import ConsentPurpose
from messaging.models import Dispatch, State

MOST_IN_BATCH = 1000
_REFERENCE_LENGTH = 100
_LONGEST_VALUE = 660


class MessageRequest(StrictRequest):
    """Either `to` or `customer`, and either `body` or `template`."""

    to = Text(
        required=False,
        allow_null=True,
        help_text="A mobile number as people write it: 090-1234-5678, +819012345678, full width.",
    )
    customer = RowId(required=False, allow_null=True, help_text="A customer's id, instead of a number.")
    body = Text(
        required=False,
        allow_null=True,
        help_text="The text, with merge fields ([[氏名|お客様]]) if you like. Up to the store's limit (660 at most).",
    )
    template = RowId(
        required=False, allow_null=True, help_text="A template's id: its newest text, instead of a body."
    )
    # The metaclass takes it away from the class before anybody could mistake it for the serializer's own.
    fields = serializers.DictField(  # type: ignore[assignment]
        child=Text(max_length=_LONGEST_VALUE),
        required=False,
        help_text="Values of merge fields by name. They go before the record's, and need not be fields of the store.",
    )
    link = Text(required=False, allow_null=True, help_text="The address that [[URL]] stands for.")
    track_links = Flag(
        required=False, help_text="Whether the first two addresses become short links and taps are counted."
    )
    unique_links = Flag(
        required=False,
        help_text="A short link of their own for each recipient. One recipient has one anyway.",
    )
    link_parameters = Text(
        required=False,
        allow_null=True,
        max_length=Dispatch._meta.get_field("link_parameters").max_length,
        help_text="Appended to the links' targets: utm_source=sms&utm_campaign=spring",
    )
    # What consent is given for is what messages are sent for: one list of words in the document.
    purpose = Choice(
        choices=ConsentPurpose.choices,
        required=False,
        help_text=(
            "notice: an order, a contract, a visit at hand. reminder and promotion need more. Left out: the "
            "template's, else notice."
        ),
    )
    subject = Text(
        required=False,
        allow_null=True,
        max_length=Dispatch._meta.get_field("subject").max_length,
        help_text="Internal, never sent. Empty becomes the time, as YYYYMMDDHHMMSS.",
    )
    memo = Text(
        required=False,
        allow_null=True,
        max_length=Dispatch._meta.get_field("memo").max_length,
        help_text="Internal, never sent.",
    )
    send_at = Moment(
        required=False, allow_null=True, help_text="Not before; up to a year ahead. Left out: at once."
    )
    expires_at = Moment(
        required=False, allow_null=True, help_text="Too late from then on: it ends as withheld, too_late."
    )
    reference = Text(
        required=False,
        allow_null=True,
        max_length=_REFERENCE_LENGTH,
        help_text="Your own name for it, to look it up by. Need not be unique.",
    )
    acknowledge = ShortList(
        child=Text(max_length=50),
        required=False,
        max_length=50,
        help_text="Codes of warnings that you accept.",
    )

    class Meta:
        ref_name = "NewMessage"


class _AsItCame(serializers.Field[Any, Any, Any, Any]):
    """Anything, null too: what it should be, each message's own check says."""

    def __init__(self) -> None:
        super().__init__(allow_null=True)

    def to_internal_value(self, data: Any) -> Any:
        return data


class BatchRequest(StrictRequest):
    """Each message is checked by itself, as MessageRequest; here only their number is."""

    messages = ShortList(child=_AsItCame(), allow_empty=False, max_length=MOST_IN_BATCH)


class BatchShape(serializers.Serializer[Any]):
    messages = serializers.ListField(child=MessageRequest(), min_length=1, max_length=MOST_IN_BATCH)

    class Meta:
        ref_name = "NewMessages"


class ListQuery(StrictRequest):
    """What an address of the list may hold."""

    status = Choice(choices=State.choices, required=False, help_text="Only messages that stand like this.")
    to = Text(required=False, allow_blank=False, help_text="Only to this number, however it is written.")
    reference = Text(
        required=False, allow_blank=False, max_length=_REFERENCE_LENGTH, help_text="Only with this reference."
    )
    since = Moment(required=False, help_text="Only made from this time on.")
    cursor = serializers.RegexField(
        CURSOR, required=False, help_text="From next or previous of another page."
    )
    limit = serializers.IntegerField(
        min_value=1, max_value=MOST, default=USUAL, required=False, help_text="Rows of a page."
    )


class PartsShape(serializers.Serializer[Any]):
    docomo = serializers.IntegerField(min_value=1)
    au = serializers.IntegerField(min_value=1)
    softbank = serializers.IntegerField(min_value=1)
    rakuten = serializers.IntegerField(min_value=1)

    class Meta:
        ref_name = "Parts"


class PriceShape(serializers.Serializer[Any]):
    currency = serializers.CharField()
    low = serializers.CharField(help_text="With the cheapest carrier; fractions are real.")
    high = serializers.CharField(help_text="With the dearest.")
    charged = serializers.CharField(
        allow_null=True, help_text="Null until the provider's bill is reckoned with."
    )

    class Meta:
        ref_name = "Price"


class WarningShape(serializers.Serializer[Any]):
    code = serializers.CharField(help_text="What `acknowledge` names.")
    message = serializers.CharField()

    class Meta:
        ref_name = "Warning"


class LinkShape(serializers.Serializer[Any]):
    code = serializers.CharField()
    url = serializers.CharField()
    target = serializers.CharField()
    hits = serializers.IntegerField(help_text="Everything that asked for it, previews and scanners too.")
    people = serializers.IntegerField(allow_null=True, help_text="Null where everybody got the same link.")
    first_click_at = serializers.DateTimeField(allow_null=True)
    last_click_at = serializers.DateTimeField(allow_null=True)

    class Meta:
        ref_name = "Link"


def _moment(words: str, *, null: bool = True) -> serializers.DateTimeField:
    return serializers.DateTimeField(allow_null=null, help_text=words)


class MessageShape(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    status = serializers.ChoiceField(choices=State.choices)
    reason = serializers.CharField(
        allow_null=True, help_text="Why it was withheld, failed, did not arrive: a code."
    )
    to = serializers.CharField(help_text="E.164.")
    customer = serializers.IntegerField(
        allow_null=True, help_text="Whose history it joins; null without the permission to see customers."
    )
    body = serializers.CharField(help_text="Exactly what is sent.")
    subject = serializers.CharField()
    memo = serializers.CharField(allow_blank=True)
    purpose = serializers.ChoiceField(choices=ConsentPurpose.choices)
    send_at = _moment("As asked for; null: at once.")
    expires_at = _moment("As asked for.")
    parts = PartsShape(help_text="Billed parts if it goes to this carrier.")
    price = PriceShape(allow_null=True, help_text="As it was shown; null without a price table.")
    warnings = WarningShape(many=True, help_text="What was acknowledged; of a preview, what has to be.")
    created_at = _moment("When it was taken.", null=False)
    accepted_at = _moment("When the provider took it.")
    delivered_at = _moment("When the handset had it, as the carrier says.")
    carrier = serializers.CharField(allow_null=True, help_text="As reported: docomo, au, softbank, rakuten.")
    provider_id = serializers.CharField(allow_null=True, help_text="The provider's name for it.")
    reference = serializers.CharField(allow_blank=True)
    links = LinkShape(many=True, help_text="Its short links; empty where none are tracked.")

    class Meta:
        ref_name = "Message"


class PreviewShape(MessageShape):
    """What would be made; `status` is scheduled, or withheld with its reason."""

    id = serializers.IntegerField(allow_null=True, help_text="Null: nothing is made.")
    created_at = _moment("Null: nothing is made.")
    hints = WarningShape(many=True, help_text="Worth a look; they keep nothing from being sent.")

    class Meta:
        ref_name = "Preview"


class MessagePageShape(serializers.Serializer[Any]):
    results = MessageShape(many=True, help_text="The newest first.")
    next = serializers.CharField(allow_null=True, help_text="The address of the next older ones.")
    previous = serializers.CharField(allow_null=True, help_text="The address of the next newer ones.")

    class Meta:
        ref_name = "MessagePage"
