"""Many exchanges at once, for providers that take one message a request."""

import math
import os
from collections import deque
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from messaging.gateways.clock import awake
from messaging.gateways.line import (
    PATIENCE,
    Answer,
    AnswerMissing,
    NotReached,
    NotStarted,
    Patience,
    exchange,
)

# At once for one caller, the caller's own thread among them.
CONCURRENCY = 32
# For all callers of a process together: whoever finds none free goes on by itself.
_THREADS = 128

Exchanged = Answer | NotReached | AnswerMissing


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    url: str
    headers: Mapping[str, str]
    json: Any = None


def exchange_all(
    requests: Sequence[Request],
    *,
    concurrency: int = CONCURRENCY,
    patience: Patience = PATIENCE,
    begin_by: float = math.inf,
) -> list[Exchanged]:
    """What came of each, in order. What has not begun after `patience.start`, or by `begin_by`, is NotStarted.

    So the whole ends within `patience.start + patience.exchange`, however many there are.
    """
    work = _Work(requests, patience, begin_by)
    helpers = []
    try:
        helpers = [_threads.submit(work.go_on) for _ in range(min(concurrency, len(requests)) - 1)]
        work.go_on()
    finally:
        # Also when this thread was interrupted: nothing further starts for a caller that has gone.
        work.stop()
        under_way = [helper for helper in helpers if not helper.cancel()]
    for helper in under_way:
        helper.result()
    return work.results


class _Work:
    """Requests that any thread takes one by one."""

    def __init__(self, requests: Sequence[Request], patience: Patience, begin_by: float) -> None:
        self.results: list[Exchanged] = [NotStarted("not started in time")] * len(requests)
        self._requests = requests
        self._patience = patience
        self._waiting = deque(range(len(requests)))
        self._start_until = min(awake() + patience.start, begin_by)

    def go_on(self) -> None:
        while awake() < self._start_until:
            try:
                place = self._waiting.popleft()
            except IndexError:
                return
            self.results[place] = self._exchanged(self._requests[place])

    def stop(self) -> None:
        self._waiting.clear()

    def _exchanged(self, request: Request) -> Exchanged:
        try:
            return exchange(
                method=request.method,
                url=request.url,
                headers=request.headers,
                json=request.json,
                patience=self._patience,
                # Not only asked for above: the process may stand still in between.
                begin_by=self._start_until,
            )
        except (NotReached, AnswerMissing) as error:
            # Its frames would keep this object alive in a circle.
            return error.with_traceback(None)


def _new_threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_THREADS, thread_name_prefix="exchange")


def _after_fork() -> None:
    """Threads do not live on in a child."""
    global _threads
    _threads = _new_threads()


_threads = _new_threads()
os.register_at_fork(after_in_child=_after_fork)
