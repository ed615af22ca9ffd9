"""What the simulator remembers: hand-overs, messages, reports, replies."""

from dataclasses import dataclass
from typing import Any, Literal

from simulator.clock import written
from simulator.fates import Fate

ReplyState = Literal["kept", "waiting", "taken", "given_up"]


@dataclass(slots=True, eq=False)
class Batch:
    """What one request handed over; the token is the account, `accepted_at` in Unix seconds."""

    id: str
    token: str
    sender: str
    receipts_url: str | None
    replies_url: str | None
    accepted_at: float


@dataclass(slots=True, eq=False)
class Message:
    """One accepted text. `arrived_at` is set when the carrier is done with it, `known` when the provider
    has heard of it; `earlier` is a message accepted before under the same reference."""

    batch: Batch
    index: int
    to: str
    text: str
    reference: str
    carrier: str
    parts: int
    fate: Fate
    arrived_at: float | None = None
    known: bool = False
    earlier: "Message | None" = None

    @property
    def id(self) -> str:
        return f"{self.batch.id}-{self.index}"

    @property
    def result(self) -> str:
        """delivered or undelivered: the word of the final report."""
        return "delivered" if self.fate.arrives else "undelivered"

    @property
    def is_on_handset(self) -> bool:
        return self.arrived_at is not None and self.fate.arrives


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """One receipt on its way. `last`: the message is settled when this one has been taken."""

    message: Message
    final: bool
    last: bool = True

    def as_wire(self) -> dict[str, Any]:
        message = self.message
        at = message.arrived_at if self.final else message.batch.accepted_at
        return {
            "id": message.id,
            "reference": message.reference,
            "to": message.to,
            "status": message.result if self.final else "sent",
            "code": message.fate.code if self.final else "ok",
            "carrier": message.carrier,
            "parts": message.parts,
            "at": written(at or message.batch.accepted_at),
        }


@dataclass(slots=True, eq=False)
class Reply:
    """What somebody typed on a handset. Without `url` it stays there (state kept)."""

    id: str
    handset: str
    to: str
    text: str
    at: float
    url: str | None
    token: str
    state: ReplyState

    def as_wire(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "from": self.handset,
            "to": self.to,
            "text": self.text,
            "at": written(self.at),
        }
