"""One line of a list of messages, wherever such a list stands."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership, Permission
from customers.phone import national_form
from messaging.models import SETTLED, Message, State
from messaging.queries.results import Result, result_of
from tracking.queries.figures import Taps, taps_of_recipients

_BEGINNING = 32


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One line of a list of messages. `phone` as people read it, `beginning` of the text on one line.

    Without the permission to see customers `name` is empty and `customer_id` None.
    """

    id: int
    state: str
    reason: str
    created_at: datetime
    arrived_at: datetime | None
    name: str
    phone: str
    customer_id: int | None
    subject: str
    beginning: str
    sender: str
    result: Result
    # Nothing more is expected to happen by itself.
    settled: bool
    # Where staff decide about it; empty for what is not unclear, and for who may not decide.
    decide_url: str = ""
    # Of its own links together; None where it has none of its own, or nobody has tapped.
    taps: Taps | None = None
    # Where the taps are shown.
    taps_url: str = ""

    @property
    def mark(self) -> str:
        """Changes whenever what is shown as the result does."""
        return f"{self.id}.{self.state}.{self.reason}"


class HistoryRows(list[HistoryRow]):
    """Rows of one list, and what its page needs to follow them until all are settled."""

    @property
    def seen(self) -> str:
        """The marks of the rows that may still move; empty when nothing moves any more."""
        return ",".join(row.mark for row in self if not row.settled)

    @property
    def pace(self) -> int:
        """Seconds between two looks: the youngest open row decides, what has been open for long moves rarely."""
        opened = [row.created_at for row in self if not row.settled]
        age = timezone.now() - max(opened) if opened else timedelta(0)
        if age < timedelta(minutes=2):
            return 2
        return 10 if age < timedelta(hours=1) else 60


def history_rows(messages: QuerySet[Message], membership: Membership) -> HistoryRows:
    """The newest first, as this person may see them. Two queries."""
    found = sorted(messages, key=lambda message: -message.pk)
    taps = taps_of_recipients([message.pk for message in found])
    return HistoryRows(row_of(message, membership, taps.get(message.pk)) for message in found)


def person_shown(message: Message, membership: Membership) -> tuple[str, int | None]:
    """Name and customer; neither to whom may not see customers: any number may have been recognised as one's."""
    if not membership.may(Permission.CUSTOMERS_VIEW):
        return "", None
    return message.text.recipient_name, message.text.customer_id


def row_of(message: Message, membership: Membership, taps: Taps | None = None) -> HistoryRow:
    text, dispatch = message.text, message.dispatch
    name, customer_id = person_shown(message, membership)
    words = " ".join(text.body.split())
    return HistoryRow(
        id=message.pk,
        state=message.state,
        reason=message.reason,
        created_at=message.created_at,
        arrived_at=message.arrived_at,
        name=name,
        # A message whose person was erased, or whose text was kept long enough (domain/privacy/empty_messages.py).
        phone=national_form(text.phone) or _("(erased)"),
        customer_id=customer_id,
        subject=dispatch.subject or _("(erased)"),
        beginning=words if len(words) <= _BEGINNING else f"{words[:_BEGINNING]}…",
        sender=dispatch.sender_name,
        result=result_of(message),
        settled=is_settled(message),
        decide_url=_decide_url(message, membership),
        taps=taps if taps and taps.taps else None,
        taps_url=_taps_url(membership, message.dispatch_id, taps) if taps and taps.taps else "",
    )


def _taps_url(membership: Membership, dispatch_id: int, taps: Taps) -> str:
    """The link's page; of several the links of the send."""
    slug = membership.store.slug
    if taps.target_id is not None:
        return reverse("links:page", args=[slug, taps.target_id])
    return f"{reverse('links:list', args=[slug])}?send={dispatch_id}"


def is_settled(message: Message) -> bool:
    """By its state; or it counts as sent by a person's word, and is waited for no longer."""
    return message.state in SETTLED or message.closed_at is not None


def _decide_url(message: Message, membership: Membership) -> str:
    if message.state != State.UNKNOWN or not membership.may(Permission.MESSAGES_SEND):
        return ""
    return f"{reverse('messages:unclear', args=[membership.store.slug])}?at={message.pk}"
