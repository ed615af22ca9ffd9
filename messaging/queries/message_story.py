"""One message in full: its text, what was counted and billed, and everything that happened to it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Membership
from messaging.models import Attempt, Dispatch, Message, MessageText, Purpose, Reason, Receipt, State
from messaging.queries.message_rows import HistoryRow, row_of
from messaging.queries.senders import CARRIER_NAMES
from messaging.text import Carrier
from tracking.queries.figures import LinkFigures, links_of_recipients

Words = str | Promise

_OUTCOME_WORDS: dict[str, Words] = {
    Attempt.Outcome.OPEN: _("no answer yet"),
    Attempt.Outcome.ACCEPTED: _("taken by the provider"),
    Attempt.Outcome.NOT_ACCEPTED: _("not taken"),
    Attempt.Outcome.THROTTLED: _("not taken: the provider asks for a slower pace"),
    Attempt.Outcome.UNKNOWN: _("no answer came"),
}
_RECEIPT_WORDS: dict[str, Words] = {
    Receipt.Status.SENT: _("on its way"),
    Receipt.Status.DELIVERED: _("delivered"),
    Receipt.Status.UNDELIVERED: _("not delivered by the carrier"),
}
# What the time of the end is called, where there is one worth telling.
_END_WORDS: dict[str, Words] = {
    State.UNDELIVERED: _("Given up by the carrier"),
    State.CANCELLED: _("Cancelled at"),
    State.WITHHELD: _("Held back at"),
    State.FAILED: _("Given up"),
    State.UNKNOWN: _("Unclear since"),
    State.EXPIRED: _("Waited for until"),
}


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    at: datetime
    word: Words
    reason: Words


@dataclass(frozen=True, slots=True)
class AttemptLine:
    number: int
    at: datetime
    word: Words
    reason: Words
    receipts: list[ReceiptLine]


@dataclass(frozen=True, slots=True)
class MessageStory:
    """`planned`: parts by carrier as counted before sending. `billed_parts`, `carrier`: as reported, if they were.

    times: label and moment, in the order in which they happen; None for what has not (yet).
    """

    row: HistoryRow
    body: str
    length: int
    memo: str
    purpose: Words
    source: Words
    planned: list[tuple[Words, int]]
    billed_parts: int | None
    carrier: Words
    times: list[tuple[Words, datetime | None]]
    attempts: list[AttemptLine]
    links: list[LinkFigures]


def story_of(message: Message, membership: Membership) -> MessageStory:
    """As this person may see it. Two queries: attempts and receipts; two more where taps are counted."""
    attempts = list(message.hand_overs.order_by("number").prefetch_related("receipts"))
    text, dispatch = message.text, message.dispatch
    return MessageStory(
        row=row_of(message, membership),
        body=text.body,
        length=text.length,
        memo=dispatch.memo,
        purpose=Purpose(dispatch.purpose).label,
        source=Dispatch.Source(dispatch.source).label,
        planned=_planned(text),
        billed_parts=billed_parts(attempts),
        carrier=carrier_reported(attempts),
        times=_times(message),
        attempts=[_attempt_line(attempt) for attempt in attempts],
        links=_links(message),
    )


def _links(message: Message) -> list[LinkFigures]:
    """Those that its text holds: of a code for everybody not each text does."""
    if not message.dispatch.track_links:
        return []
    links = links_of_recipients({message.pk: message.dispatch_id}).get(message.pk, [])
    return [link for link in links if link.recipient is not None or f"/s/{link.code}" in message.text.body]


def billed_parts(attempts: list[Attempt]) -> int | None:
    """Of all attempts that the provider took; None before anything was reported."""
    told = [a.parts for a in attempts if a.parts is not None and a.outcome != Attempt.Outcome.NOT_ACCEPTED]
    return sum(told) if told else None


def carrier_reported(attempts: list[Attempt]) -> Words:
    """The carrier that the newest receipt names; empty before one did."""
    named = [attempt.carrier for attempt in attempts if attempt.carrier]
    return CARRIER_NAMES.get(named[-1], named[-1]) if named else ""


def _planned(text: MessageText) -> list[tuple[Words, int]]:
    counted = [
        (Carrier.DOCOMO, text.parts_docomo),
        (Carrier.AU, text.parts_au),
        (Carrier.SOFTBANK, text.parts_softbank),
        (Carrier.RAKUTEN, text.parts_rakuten),
    ]
    return [(CARRIER_NAMES[carrier], parts) for carrier, parts in counted]


def _times(message: Message) -> list[tuple[Words, datetime | None]]:
    times: list[tuple[Words, datetime | None]] = [
        (_("Ordered"), message.created_at),
        *([(_("Scheduled for"), message.dispatch.send_at)] if message.dispatch.send_at else []),
        (pgettext_lazy("time", "Sent"), message.accepted_at),
        (_("Arrived on the handset"), message.arrived_at),
    ]
    if message.state == State.SCHEDULED and message.reason:
        times.append((_("Next try"), message.due_at))
    if message.state in _END_WORDS:
        times.append((_END_WORDS[message.state], message.closed_at))
    return times


def _attempt_line(attempt: Attempt) -> AttemptLine:
    said = sorted(attempt.receipts.all(), key=lambda receipt: receipt.occurred_at)
    return AttemptLine(
        number=attempt.number,
        at=attempt.submitted_at,
        word=_OUTCOME_WORDS[attempt.outcome],
        reason=_reason_word(attempt.code),
        receipts=[
            ReceiptLine(one.occurred_at, _RECEIPT_WORDS[one.status], _reason_word(one.code)) for one in said
        ],
    )


def _reason_word(code: str) -> Words:
    return Reason(code).label if code in Reason.values else code
