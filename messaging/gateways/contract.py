"""What every gateway is: hand a batch over, say one outcome for each message, read what the provider reports.

Pure: dataclasses in, dataclasses out; no model, no settings. One folder a provider holds all that knows it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to hand over. `reference` is ours (32 hex digits); `to` is E.164."""

    reference: str
    to: str
    text: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider has taken it."""

    provider_id: str
    parts: int | None = None


@dataclass(frozen=True, slots=True)
class NotAccepted:
    """Surely not taken. `permanent`: the same message would be refused again."""

    code: str
    reason: str
    permanent: bool


@dataclass(frozen=True, slots=True)
class Throttled:
    """Surely not taken, because we are too fast. Wait at least this long."""

    retry_after: timedelta


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may have been taken, or not. Never handed over again by itself."""

    detail: str


Outcome = Accepted | NotAccepted | Throttled | Unknown


class Delivery(StrEnum):
    """What a receipt can say, in the order in which it may be believed."""

    SENT = "sent"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a carrier says of one attempt. `code` is one of the result codes of messaging/queries/results.py."""

    reference: str
    delivery: Delivery
    code: str
    carrier: str
    parts: int | None
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class Reading:
    """A report's content: receipts that can be used, and in words what cannot."""

    receipts: list[Receipt] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


class Presence(StrEnum):
    """The answer of a look-up by our reference."""

    FOUND = "found"
    ABSENT = "absent"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Found:
    presence: Presence
    provider_id: str = ""
    parts: int | None = None


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a provider can do, and what its texts cost.

    largest_batch: the most messages of one submit. smallest_batch: where each message has its own request, how many
    of these go at once; a worker hands over more at a time only while the provider is quick (None: a submit is one
    request). pushes: whether it reports by itself; polls: whether it can be asked for reports.
    look_up_settles_after: how long after hand-over an ABSENT proves that the message never arrived; None where
    ABSENT proves nothing, however late. FOUND counts in either case. newline_weight: what a newline counts in the
    provider's bill (facts.md 1). looks_up: whether the provider can be asked for a reference at all.
    parallel_requests: how many submits of one account may be under way at once in one lane.
    """

    largest_batch: int
    polls: bool
    look_up_settles_after: timedelta | None
    newline_weight: int
    takes_outside_bmp: bool
    can_reply: bool
    looks_up: bool = True
    parallel_requests: int = 1
    smallest_batch: int | None = None
    pushes: bool = False


@dataclass(frozen=True, slots=True)
class WebhookRequest:
    headers: Mapping[str, str]
    body: bytes
    received_at: datetime


def storable(text: str) -> str:
    """A provider's text without what PostgreSQL cannot keep: NUL and halves of characters."""
    return text.translate(_UNSTORABLE)


_UNSTORABLE = dict.fromkeys((0, *range(0xD800, 0xE000)))


class Forged(Exception):
    """A webhook that does not come from the provider. Answered 403 and logged, nothing is kept."""


class GatewayUnavailable(Exception):
    """A poll or look-up got no answer; nothing is known, and it is asked again later."""


class Gateway(Protocol):
    @property
    def capabilities(self) -> Capabilities: ...

    def submit(self, batch: Sequence[Outgoing], *, begin_by: float) -> list[Outcome]:
        """One outcome for each message, in order. Never raises for what the provider or the line does.

        No byte leaves after `begin_by` (clock.awake): the right to send ends then.
        """

    def poll(self, references: Sequence[str]) -> bytes:
        """The provider's report on these, as it came. Raises GatewayUnavailable."""

    def look_up(self, reference: str) -> Found:
        """Is it there? Raises GatewayUnavailable. Only where `looks_up`."""

    def look_up_all(self, references: Sequence[str]) -> list[Found]:
        """One answer for each, in order, many asked at once. Never raises for what the provider or the line does:
        what got no answer is UNCLEAR, and the others keep theirs. Only where `looks_up`."""

    def authenticate(self, request: WebhookRequest) -> None:
        """Raises Forged unless the request surely comes from the provider."""

    def read(self, body: bytes) -> Reading:
        """What a webhook's or a poll's body says. Pure; the same body always reads the same."""
