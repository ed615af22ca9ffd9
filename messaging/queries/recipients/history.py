"""What a store has sent to somebody, and why, for that person's eyes."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from customers.models import ConsentPurpose
from customers.queries.sign_up.letter import AgreedLine, agreed_by
from customers.queries.sign_up.words import PURPOSE_WORDS
from messaging.models import Dispatch, MessageText, State
from messaging.queries.recipients.bearer import Bearer

MOST = 20

_RESULTS: dict[str, Promise] = {
    State.DELIVERED: _("arrived on your phone"),
    State.UNDELIVERED: _("did not arrive"),
}
# What has left, or may have.
_LEFT = (State.ACCEPTED, State.DELIVERED, State.UNDELIVERED, State.EXPIRED, State.UNKNOWN)


@dataclass(frozen=True, slots=True)
class SentToMe:
    """`text` is empty for a code that proves a number: whoever holds an old address must not learn a new one."""

    at: datetime
    purpose: str | Promise
    text: str
    result: str | Promise


def sent_to(bearer: Bearer) -> list[SentToMe]:
    """The newest MOST to this number as this customer's, in the store in scope. One query.

    A number changes hands: what was written to another customer, or to nobody on record, is not shown. To whom a
    number belonged that nobody was on record with, nobody knows: that code shows its own send alone.
    """
    texts = MessageText.objects.filter(
        phone=bearer.phone, customer_id=bearer.customer_id, message__state__in=_LEFT
    )
    if bearer.customer_id is None:
        texts = texts.filter(dispatch_id=bearer.dispatch_id)
    return [
        SentToMe(
            at=text.message.accepted_at or text.message.created_at,
            purpose=PURPOSE_WORDS[text.dispatch.purpose],
            text="" if text.dispatch.source == Dispatch.Source.NUMBER_CHECK else text.body,
            result=_RESULTS.get(text.message.state, _("sent")),
        )
        for text in texts.select_related("message", "dispatch").order_by("-message_id")[:MOST]
    ]


def agreed(bearer: Bearer) -> list[AgreedLine]:
    """What the number's owner has said of each kind of messages, as it holds now. Two queries."""
    lines = agreed_by(bearer.phone, list(ConsentPurpose))
    return [line for line in lines if line.granted is not None]
