"""The journal's lines and what a restart makes of them.

`accepted` a batch, `arrived` messages a carrier is done with, `reported` messages whose last receipt was
taken, given up or never due, `replied` a reply typed, `reply_settled` a reply taken or given up.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from simulator.carriers import carrier_of, parts_of
from simulator.fates import fate_of
from simulator.journal import JournalError, Record
from simulator.ledger import Ledger
from simulator.messages import Batch, Message, Reply


@dataclass(slots=True)
class Unfinished:
    """What was under way when the process ended, in journal order."""

    travelling: list[Message] = field(default_factory=list)
    unreported: list[Message] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)


def message_of(batch: Batch, index: int, to: str, text: str, reference: str) -> Message:
    """An accepted message; carrier, parts and fate follow from number and text."""
    carrier = carrier_of(to)
    return Message(batch, index, to, text, reference, carrier, parts_of(text, carrier), fate_of(to))


def acceptance(messages: Sequence[Message]) -> Record:
    """The line that must be on the disk before the batch is answered."""
    batch = messages[0].batch
    return {
        "kind": "accepted",
        "batch": batch.id,
        "at": batch.accepted_at,
        "token": batch.token,
        "from": batch.sender,
        "receipts_url": batch.receipts_url,
        "replies_url": batch.replies_url,
        "messages": [[message.to, message.text, message.reference] for message in messages],
    }


def arrival(messages: Sequence[Message], at: float) -> Record:
    return {"kind": "arrived", "at": at, "ids": [message.id for message in messages]}


def reporting(messages: Sequence[Message]) -> Record:
    return {"kind": "reported", "ids": [message.id for message in messages]}


def reply_line(reply: Reply) -> Record:
    return {
        "kind": "replied",
        "id": reply.id,
        "handset": reply.handset,
        "to": reply.to,
        "text": reply.text,
        "at": reply.at,
        "url": reply.url,
        "token": reply.token,
    }


def reply_settlement(reply: Reply) -> Record:
    return {"kind": "reply_settled", "id": reply.id, "state": reply.state}


def replay(records: Iterable[Record], ledger: Ledger) -> Unfinished:
    """Fills an empty ledger as it was; JournalError for a line that is none of ours."""
    reading = _Reading(ledger)
    for number, record in enumerate(records, start=1):
        try:
            getattr(reading, f"read_{record['kind']}")(record)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise JournalError(f"line {number} of the journal is not understood") from error
    return reading.unfinished()


class _Reading:
    """One pass over the journal."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._travelling: dict[str, Message] = {}
        self._unreported: dict[str, Message] = {}
        self._replies: dict[str, Reply] = {}

    def read_accepted(self, line: Record) -> None:
        batch = Batch(
            line["batch"],
            line["token"],
            line["from"],
            line["receipts_url"],
            line["replies_url"],
            line["at"],
        )
        messages = [message_of(batch, index, *entry) for index, entry in enumerate(line["messages"])]
        self._ledger.enter(messages)
        self._travelling.update((message.id, message) for message in messages)

    def read_arrived(self, line: Record) -> None:
        # Ids from before a reset may be noted just after it; they are nobody's any more.
        messages = [self._travelling.pop(id) for id in line["ids"] if id in self._travelling]
        self._ledger.arrive(messages, line["at"])
        self._unreported.update((message.id, message) for message in messages)

    def read_reported(self, line: Record) -> None:
        for id in line["ids"]:
            if id in self._unreported:
                self._unreported.pop(id).known = True

    def read_replied(self, line: Record) -> None:
        reply = Reply(
            line["id"],
            line["handset"],
            line["to"],
            line["text"],
            line["at"],
            line["url"],
            line["token"],
            "waiting" if line["url"] else "kept",
        )
        self._ledger.shelf.keep_reply(reply)
        if reply.url:
            self._replies[reply.id] = reply

    def read_reply_settled(self, line: Record) -> None:
        if line["id"] in self._replies:
            self._replies.pop(line["id"]).state = line["state"]

    def unfinished(self) -> Unfinished:
        return Unfinished(
            list(self._travelling.values()), list(self._unreported.values()), list(self._replies.values())
        )
