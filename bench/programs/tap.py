"""Taps on short links, over several connections that are kept open. A server that dies is waited for."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench.options import options_of
from bench.tapped import code_of

_AGENTS = tuple(
    f"Mozilla/5.0 (iPhone; CPU iPhone OS {version}_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    f"Version/{version}.1 Mobile/15E148 Safari/604.1"
    for version in range(14, 19)
)
_AGAIN_AFTER_SECONDS = 0.05
_REDIRECTED = b"HTTP/1.1 302"


class _Line(asyncio.Protocol):
    """One connection: asks for the next code as soon as the last was answered."""

    def __init__(self, taps: "_Taps") -> None:
        self._taps = taps
        self._answer = b""
        self._number: int | None = None
        self.closed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        self._ask()

    def _ask(self) -> None:
        self._number = self._taps.next()
        if self._number is None:
            self._transport.close()
        else:
            self._transport.write(self._taps.request(self._number))

    def data_received(self, data: bytes) -> None:
        self._answer += data
        if b"\r\n\r\n" not in self._answer:
            return
        if not self._answer.startswith(_REDIRECTED) or self._number is None:
            # A page of some length: told, and the connection given up.
            self._taps.others += 1
            self._transport.close()
            return
        self._taps.answered.append(self._number)
        self._answer = b""
        self._ask()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.closed.done():
            self.closed.set_result(None)


class _Taps:
    """Each code is asked for once: what was asked when the server died is not asked again."""

    def __init__(self, url: str, wanted: int) -> None:
        self._host = urlsplit(url).netloc
        self._wanted = wanted
        self._numbers: Iterator[int] = count()
        self.answered: list[int] = []
        self.others = 0

    def next(self) -> int | None:
        return next(self._numbers) if len(self.answered) < self._wanted else None

    def request(self, number: int) -> bytes:
        agent = _AGENTS[number % len(_AGENTS)]
        return (
            f"GET /s/{code_of(number)} HTTP/1.1\r\nHost: {self._host}\r\nUser-Agent: {agent}\r\n"
            "Accept: text/html,application/xhtml+xml\r\nAccept-Language: ja-JP\r\n\r\n"
        ).encode()

    async def tap(self) -> None:
        """Until enough were answered."""
        host, _, port = self._host.partition(":")
        loop = asyncio.get_running_loop()
        while len(self.answered) < self._wanted:
            try:
                _, line = await loop.create_connection(lambda: _Line(self), host, int(port))
            except OSError:
                await asyncio.sleep(_AGAIN_AFTER_SECONDS)
            else:
                await line.closed


def main(arguments: Sequence[str]) -> dict[str, float]:
    """`count` answers from `lines` connections. `numbers`: the file that gets the answered codes' numbers.

    Gives how many a second, how many answers were no redirect, and how many codes there must have been.
    """
    asked = options_of(arguments, url=str, count=int, lines=int, numbers=Path)
    taps = _Taps(asked.url, asked.count)

    async def all_lines() -> None:
        await asyncio.gather(*(taps.tap() for _ in range(asked.lines)))

    began = time.monotonic()
    asyncio.run(all_lines())
    took = time.monotonic() - began
    asked.numbers.write_text("\n".join(map(str, taps.answered)))
    return {"taps_a_second": len(taps.answered) / took, "others": taps.others, "answered": len(taps.answered)}
