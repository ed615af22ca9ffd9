"""The carriers' exchange: accepts, delivers to handsets, lets receipts and replies go out.

What it answers is in the journal first; memory follows the journal's order.
"""

import asyncio
import secrets
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from simulator.clock import SteadyClock
from simulator.control import Control, changed
from simulator.fates import Receipts
from simulator.journal import Journal
from simulator.ledger import Ledger
from simulator.messages import Batch, Message, Reply, ReplyState, Report
from simulator.receipts import Courier, Parcel, Patience
from simulator.records import (
    acceptance,
    arrival,
    message_of,
    replay,
    reply_line,
    reply_settlement,
    reporting,
)
from simulator.throttle import Throttle
from simulator.wire import Handover, Rejected

Item = TypeVar("Item")

# Between the two receipts of a number that gets two.
_SECOND_RECEIPT_AFTER = 0.3


class Exchange:
    """The state of the simulator and everything that changes it. Made inside a running event loop."""

    def __init__(self, journal: Journal, patience: Patience) -> None:
        self.control = Control()
        self.throttle = Throttle()
        self.ledger = Ledger()
        # How often somebody asked for one message by its reference.
        self.looked_up = 0
        self._clock = SteadyClock()
        self._journal = journal
        self._courier = Courier(patience, self._settled)
        # Timers that were set before a reset belong to an era that is over.
        self._era = 0

    def resume(self) -> None:
        """Reads the journal and goes on with what was under way when the process ended."""
        unfinished = replay(self._journal.records(), self.ledger)
        now = time.time()
        by_batch: dict[Batch, list[Message]] = defaultdict(list)
        for message in unfinished.travelling:
            by_batch[message.batch].append(message)
        for batch, messages in by_batch.items():
            self._later(batch.accepted_at + self.control.delivery_delay - now, self._arrive, messages)
        for arrived_at, messages in _by_arrival(unfinished.unreported).items():
            self._report_later(messages, arrived_at - now)
        for reply in unfinished.replies:
            self._send_reply(reply)

    async def accept(self, token: str, handover: Handover) -> list[Message | Rejected]:
        """For each draft the message, once it is on the disk; what was rejected stays as it is.

        Raises NotWritten when the journal cannot be written; nothing is accepted then.
        """
        batch = Batch(
            secrets.token_hex(8),
            token,
            handover.sender,
            handover.receipts_url,
            handover.replies_url,
            self._clock.now(),
        )
        outcomes: list[Message | Rejected] = []
        messages: list[Message] = []
        for draft in handover.drafts:
            if isinstance(draft, Rejected):
                outcomes.append(draft)
                continue
            message = message_of(batch, len(messages), draft.to, draft.text, draft.reference)
            messages.append(message)
            outcomes.append(message)
        if messages:
            await self._journal.commit(acceptance(messages))
            self.ledger.enter(messages)
            self._later(self.control.delivery_delay, self._arrive, messages)
        return outcomes

    async def reply(self, number: str, text: str, sender: str | None) -> Reply | None:
        """What was typed on a handset, on its way to the replies_url of the latest message there (of
        `sender`, when given); None when there is no such message. Raises NotWritten like `accept`."""
        answered = self.ledger.shelf[number].latest_from(sender)
        if answered is None:
            return None
        batch = answered.batch
        state: ReplyState = "waiting" if batch.replies_url else "kept"
        id, now = secrets.token_hex(8), time.time()
        reply = Reply(id, number, batch.sender, text, now, batch.replies_url, batch.token, state)
        await self._journal.commit(reply_line(reply))
        self.ledger.shelf.keep_reply(reply)
        self._send_reply(reply)
        return reply

    def set_control(self, changes: Mapping[str, object]) -> None:
        """Moves the levers; raises ControlError and moves none."""
        self.control = changed(self.control, changes)

    async def reset(self) -> None:
        """Forgets all messages, handsets and replies and sets the levers back."""
        await self._journal.clear()
        self._era += 1
        self._courier.clear()
        self.ledger.clear()
        self.looked_up = 0
        self.throttle.clear()
        self.control = Control()

    async def close(self) -> None:
        self._era += 1
        await self._courier.close()
        await self._journal.close()

    def _later(self, delay: float, action: Callable[[list[Item]], None], items: list[Item]) -> None:
        asyncio.get_running_loop().call_later(max(delay, 0), self._unless_reset, self._era, action, items)

    def _unless_reset(self, era: int, action: Callable[[list[Item]], None], items: list[Item]) -> None:
        if era == self._era:
            action(items)

    def _arrive(self, messages: list[Message]) -> None:
        now = time.time()
        self.ledger.arrive(messages, now)
        self._journal.note(arrival(messages, now))
        self._report_later(messages, 0.0)

    def _report_later(self, messages: list[Message], since_arrival: float) -> None:
        """`since_arrival`: 0 for what arrives now, negative for what arrived before a restart."""
        late = [message for message in messages if message.fate.receipts is Receipts.LATE]
        on_time = (
            [message for message in messages if message.fate.receipts is not Receipts.LATE]
            if late
            else messages
        )
        if on_time:
            self._later(since_arrival + self.control.receipt_delay, self._report, on_time)
        if late:
            self._later(since_arrival + self.control.late_receipt_delay, self._report, late)

    def _report(self, messages: list[Message]) -> None:
        """The provider knows; whoever wants receipts gets them."""
        first: list[Report] = []
        second: list[Report] = []
        silent: list[Message] = []
        pushing = self.control.receipts == "push"
        for message in messages:
            message.known = True
            receipts = self._receipts_of(message)
            if not pushing or receipts is Receipts.NONE or not message.batch.receipts_url:
                silent.append(message)
                continue
            twofold = receipts is Receipts.TWICE or receipts is Receipts.REORDERED
            first.append(Report(message, final=True, last=not twofold))
            if twofold:
                second.append(Report(message, final=receipts is Receipts.TWICE))
        if silent:
            self._journal.note(reporting(silent))
        self._push(first)
        if second:
            self._later(_SECOND_RECEIPT_AFTER, self._push, second)

    def _receipts_of(self, message: Message) -> Receipts:
        """What the number says beats the lever."""
        receipts = message.fate.receipts
        return Receipts(self.control.receipt_order) if receipts is Receipts.NORMAL else receipts

    def _push(self, reports: Sequence[Report]) -> None:
        by_address: dict[tuple[str, str], list[Report]] = defaultdict(list)
        for report in reports:
            batch = report.message.batch
            if batch.receipts_url:
                by_address[batch.receipts_url, batch.token].append(report)
        for (url, token), group in by_address.items():
            self._courier.push(url, token, "reports", group)

    def _send_reply(self, reply: Reply) -> None:
        if reply.url:
            self._courier.push(reply.url, reply.token, "replies", [reply])

    def _settled(self, parcels: Sequence[Parcel], taken: bool) -> None:
        done = [parcel.message for parcel in parcels if isinstance(parcel, Report) and parcel.last]
        if done:
            self._journal.note(reporting(done))
        for parcel in parcels:
            if isinstance(parcel, Reply):
                parcel.state = "taken" if taken else "given_up"
                self._journal.note(reply_settlement(parcel))


def _by_arrival(messages: Sequence[Message]) -> dict[float, list[Message]]:
    groups: dict[float, list[Message]] = defaultdict(list)
    for message in messages:
        groups[message.arrived_at or 0.0].append(message)
    return groups
