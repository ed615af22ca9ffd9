"""Everybody who waits at this moment in this process is served by one statement, and one wait for the disk.

Whoever comes first goes to PostgreSQL for all who have come by then; those who come meanwhile wait, and one of them
goes next. So a hit costs a share of a commit, and is durable before its answer. No thread of its own: nothing to die,
to be forgotten by a fork, or to be ended.
"""

import logging
import os
import time
from threading import Lock
from weakref import WeakSet

from tracking.domain.hits.line import Line, LineFailed
from tracking.domain.hits.record import STATEMENTS, Knock, Nothing, Outcome, note_unknown, record

logger = logging.getLogger(__name__)

# For a statement; whoever waits for another's and then for their own is done within WAIT_SECONDS.
STATEMENT_SECONDS = 3.0
WAIT_SECONDS = 6.0
# After a failure everybody is refused at once for so long, so that the threads stay free for what needs no database.
PAUSE_SECONDS = 1.0


class Unavailable(Exception):
    """PostgreSQL does not answer. Nobody is sent on whose hit is not kept."""


class _Waiting:
    """A knock, and a lock that opens when there is something for its thread: an outcome, or its turn to go."""

    __slots__ = ("knock", "outcome", "signal", "to_go")

    def __init__(self, knock: Knock) -> None:
        self.knock = knock
        self.outcome: Outcome | None = None
        self.to_go = False
        self.signal = Lock()
        self.signal.acquire()


class Gathering:
    def __init__(self) -> None:
        self._begin()
        _gatherings.add(self)

    def _begin(self) -> None:
        self._lock = Lock()
        self._waiting: list[_Waiting] = []
        self._somebody_goes = False
        self._paused_until = 0.0
        self._line = Line(STATEMENTS)

    def record(self, knock: Knock) -> Outcome:
        """Where to. Raises Unavailable, after WAIT_SECONDS and one statement at the latest."""
        mine = _Waiting(knock)
        with self._lock:
            if time.monotonic() < self._paused_until:
                raise Unavailable
            self._waiting.append(mine)
            mine.to_go = not self._somebody_goes
            self._somebody_goes = True
        if not mine.to_go and not mine.signal.acquire(timeout=WAIT_SECONDS):
            self._leave(mine)
        if mine.to_go:
            self._go()
        if mine.outcome is None:
            raise Unavailable
        return mine.outcome

    def _leave(self, mine: _Waiting) -> None:
        """It took too long; unless its turn came at this very moment."""
        with self._lock:
            if mine.to_go:
                mine.signal.acquire(blocking=False)
            elif mine in self._waiting:
                self._waiting.remove(mine)

    def _go(self) -> None:
        """For all who have come."""
        with self._lock:
            together, self._waiting = self._waiting, []
        failed = True
        unknown: list[str] = []
        try:
            outcomes = record(self._line, [one.knock for one in together], seconds=STATEMENT_SECONDS)
            for one, outcome in zip(together, outcomes, strict=True):
                one.outcome = outcome
                if outcome is Nothing.UNKNOWN:
                    unknown.append(one.knock.network)
            failed = False
        except LineFailed:
            pass
        finally:
            for one in together:
                one.signal.release()
            self._hand_on(unknown, failed=failed)

    def _hand_on(self, unknown: list[str], *, failed: bool) -> None:
        """The next one's turn. After a failure nobody's: what failed once would keep each of them as long."""
        try:
            if unknown:
                note_unknown(self._line, unknown, seconds=STATEMENT_SECONDS)
        except LineFailed:
            logger.warning("Codes that there are not were not counted.")
        finally:
            with self._lock:
                if failed:
                    self._paused_until = time.monotonic() + PAUSE_SECONDS
                    given_up, self._waiting = self._waiting, []
                    for one in given_up:
                        one.signal.release()
                self._somebody_goes = bool(self._waiting)
                if self._waiting:
                    self._waiting[0].to_go = True
                    self._waiting[0].signal.release()

    def close(self) -> None:
        """Hang up; the next knock opens the line again."""
        self._line.close()


_gatherings: WeakSet[Gathering] = WeakSet()


def _begin_anew() -> None:
    """A forked child has neither the threads that hold the locks nor a share in the connection."""
    for gathering in list(_gatherings):
        gathering._begin()


os.register_at_fork(after_in_child=_begin_anew)

# This process's.
knocking = Gathering()
