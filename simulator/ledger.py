"""What has been accepted and what has arrived: messages by reference, handsets, totals. In memory."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from simulator.handsets import Shelf
from simulator.messages import Message


@dataclass(slots=True)
class Totals:
    """Counts since the last reset; references are an account's own."""

    accepted: int = 0
    delivered: int = 0
    references: int = 0
    repeated_references: int = 0

    def as_json(self) -> dict[str, int]:
        return asdict(self)


class Ledger:
    """Entered in the journal's order."""

    def __init__(self) -> None:
        self.shelf = Shelf()
        self.totals = Totals()
        # Every acceptance, oldest first.
        self.accepted: list[Message] = []
        self._by_token: dict[str, dict[str, Message]] = {}

    def enter(self, messages: Sequence[Message]) -> None:
        """Takes in the accepted messages of one batch. The same reference again is a message of its own."""
        by_reference = self._by_token.setdefault(messages[0].batch.token, {})
        for message in messages:
            message.earlier = by_reference.get(message.reference)
            by_reference[message.reference] = message
            if message.earlier is None:
                self.totals.references += 1
            elif message.earlier.earlier is None:
                self.totals.repeated_references += 1
        self.totals.accepted += len(messages)
        self.accepted.extend(messages)

    def arrive(self, messages: Sequence[Message], at: float) -> None:
        """The carrier is done with these messages: on the handset, or refused by it."""
        for message in messages:
            message.arrived_at = at
            if message.fate.arrives:
                self.shelf.receive(message)
                self.totals.delivered += 1

    def under(self, token: str, reference: str) -> list[Message]:
        """What this account handed over under this reference, newest first."""
        message = self._by_token.get(token, {}).get(reference)
        found = []
        while message:
            found.append(message)
            message = message.earlier
        return found

    def clear(self) -> None:
        self.shelf.clear()
        self.totals = Totals()
        self.accepted.clear()
        self._by_token.clear()
