"""Receipts and replies on their way to the customer's addresses: collected, signed, repeated until taken."""

import asyncio
import hashlib
import hmac
import json
import logging
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

import aiohttp

Kind = Literal["reports", "replies"]

_COLLECTED_FOR = 0.05
_MOST_IN_A_REQUEST = 500
_REQUESTS_AT_ONCE = 4
_TIMEOUT = aiohttp.ClientTimeout(total=15)

_log = logging.getLogger(__name__)


class Parcel(Protocol):
    """Anything that is pushed."""

    def as_wire(self) -> dict[str, Any]: ...


Settled = Callable[[Sequence[Parcel], bool], None]


@dataclass(frozen=True, slots=True)
class Patience:
    """Pauses between attempts, in seconds: `first`, doubled up to `longest`, no more after `give_up`."""

    first: float = 1.0
    longest: float = 60.0
    give_up: float = 3600.0


@dataclass(slots=True, eq=False)
class _Channel:
    """What waits for one address of one account."""

    url: str
    token: str
    kind: Kind
    waiting: deque[Parcel] = field(default_factory=deque)
    sending: int = 0
    collecting: bool = False


class Courier:
    """Pushes parcels; `settled` hears of each one once: taken (a 2xx came), or given up."""

    def __init__(self, patience: Patience, settled: Settled) -> None:
        self._patience = patience
        self._settled = settled
        self._channels: dict[tuple[str, str, Kind], _Channel] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._client = aiohttp.ClientSession(timeout=_TIMEOUT, cookie_jar=aiohttp.DummyCookieJar())

    def push(self, url: str, token: str, kind: Kind, parcels: Sequence[Parcel]) -> None:
        """Sends the parcels with whatever else is for this address within the next 50 ms."""
        key = (url, token, kind)
        channel = self._channels.get(key)
        if channel is None:
            channel = self._channels[key] = _Channel(url, token, kind)
        channel.waiting.extend(parcels)
        if not channel.collecting:
            channel.collecting = True
            asyncio.get_running_loop().call_later(_COLLECTED_FOR, self._send_waiting, channel)

    def clear(self) -> None:
        """Forgets everything that is under way."""
        for channel in self._channels.values():
            channel.waiting.clear()
        self._channels.clear()
        for task in self._tasks:
            task.cancel()

    async def close(self) -> None:
        self.clear()
        if self._tasks:
            await asyncio.wait(self._tasks)
        await self._client.close()

    def _send_waiting(self, channel: _Channel) -> None:
        channel.collecting = False
        while channel.waiting and channel.sending < _REQUESTS_AT_ONCE:
            count = min(len(channel.waiting), _MOST_IN_A_REQUEST)
            parcels = [channel.waiting.popleft() for _ in range(count)]
            channel.sending += 1
            task = asyncio.get_running_loop().create_task(self._bring(channel, parcels))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _bring(self, channel: _Channel, parcels: list[Parcel]) -> None:
        taken = await self._push_until_taken(channel, parcels)
        self._settled(parcels, taken)
        channel.sending -= 1
        self._send_waiting(channel)
        if not channel.sending and not channel.collecting:
            self._channels.pop((channel.url, channel.token, channel.kind), None)

    async def _push_until_taken(self, channel: _Channel, parcels: list[Parcel]) -> bool:
        body = json.dumps({channel.kind: [parcel.as_wire() for parcel in parcels]}).encode()
        started, pause = time.monotonic(), self._patience.first
        while True:
            problem = await self._problem_of_push(channel, body)
            if problem is None:
                return True
            where = f"{len(parcels)} {channel.kind} for {channel.url}: {problem}"
            if time.monotonic() - started + pause > self._patience.give_up:
                _log.warning("%s; given up", where)
                return False
            _log.warning("%s; again in %g s", where, pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, self._patience.longest)

    async def _problem_of_push(self, channel: _Channel, body: bytes) -> str | None:
        timestamp = str(int(time.time()))
        headers = {
            "Content-Type": "application/json",
            "X-Simulator-Timestamp": timestamp,
            "X-Simulator-Signature": signature(channel.token, timestamp, body),
        }
        try:
            async with self._client.post(
                channel.url, data=body, headers=headers, allow_redirects=False
            ) as answer:
                return None if 200 <= answer.status < 300 else f"HTTP {answer.status}"
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return type(error).__name__


def signature(token: str, timestamp: str, body: bytes) -> str:
    """Hex HMAC-SHA256 over `timestamp.body`, keyed with the account's token."""
    return hmac.new(token.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
