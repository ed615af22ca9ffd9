"""The shelf of handsets: what arrived on each, and what was answered."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from simulator.clock import written
from simulator.messages import Message, Reply


@dataclass(slots=True, eq=False)
class Handset:
    """One phone: messages in the order of their arrival, replies in the order of their typing."""

    number: str
    messages: list[Message] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)

    def messages_as_json(self) -> list[dict[str, Any]]:
        """The inbox, with exactly the keys that api.md names."""
        return [
            {
                "from": message.batch.sender,
                "text": message.text,
                "received_at": written(message.arrived_at or message.batch.accepted_at),
                "provider": "simulator",
                "reference": message.reference,
            }
            for message in self.messages
        ]

    def replies_as_json(self) -> list[dict[str, Any]]:
        """What was typed on this handset; state is kept, waiting, taken or given_up."""
        return [{**reply.as_wire(), "state": reply.state} for reply in self.replies]

    def latest_from(self, sender: str | None) -> Message | None:
        """The newest message from `sender`, or from anybody when it is None."""
        for message in reversed(self.messages):
            if sender is None or message.batch.sender == sender:
                return message
        return None


class Shelf:
    """All handsets that ever got something, found by number and listed newest first."""

    def __init__(self) -> None:
        # In the order of their latest message: a handset that gets one moves to the end.
        self._handsets: dict[str, Handset] = {}

    def __len__(self) -> int:
        return len(self._handsets)

    def __getitem__(self, number: str) -> Handset:
        """The handset with this number; an empty one, which is not on the shelf yet, when nothing arrived."""
        return self._handsets.get(number) or Handset(number)

    def receive(self, message: Message) -> None:
        handset = self._handsets.pop(message.to, None) or Handset(message.to)
        self._handsets[message.to] = handset
        handset.messages.append(message)

    def keep_reply(self, reply: Reply) -> None:
        # A reset may have emptied the shelf while the reply was being written down.
        self._handsets.setdefault(reply.handset, Handset(reply.handset)).replies.append(reply)

    def newest_first(self, digits: str, at_most: int) -> list[Handset]:
        """Up to `at_most` handsets whose number contains `digits`."""
        found: Iterator[Handset] = reversed(self._handsets.values())
        if digits:
            found = (handset for handset in found if digits in handset.number)
        return list(islice(found, at_most))

    def clear(self) -> None:
        self._handsets.clear()
