"""Where the fault runs take place: servers, all processes of the product, the simulator, somebody who plans."""

import random
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import psycopg
import requests

from tests.faults.numbers import FIRST_SERIES, beginning_of
from tests.faults.planter import Planter
from tests.faults.servers import Servers
from tests.faults.verdict import Acceptance
from tests.stack import Stack

PROCESSES = ("simulator", "web", "beat", "worker-urgent", "worker-bulk", "worker-upkeep")
_PATIENCE_SECONDS = 60.0


class Ground:
    """One for many runs, one after the other. `chance` makes what is random; its seed is told with the result."""

    def __init__(self, *, stack: Stack, servers: Servers, chance: random.Random) -> None:
        self.stack = stack
        self.servers = servers
        self.chance = chance
        stack.prepare()
        self.planter = Planter(stack.environment)
        self.levers_at_the_start: dict[str, Any] = {}
        self.ended_by_themselves: list[str] = []
        # Kept: what waits for something asks twenty times a second.
        self._asking: psycopg.Connection[tuple[object, ...]] | None = None
        self._series = FIRST_SERIES - 1

    def close(self) -> None:
        self.planter.close()
        if self._asking is not None:
            self._asking.close()
        self.stack.stop()

    def start(self, *names: str, environment: Mapping[str, str] | None = None) -> None:
        """PostgreSQL is told the process's name: so one can see who waits for a lock."""
        for name in names:
            url = f"{self.stack.environment['DATABASE_URL']}?application_name={quote(name)}"
            self.stack.start(name, environment={"DATABASE_URL": url} | dict(environment or {}))

    def start_all(self) -> None:
        """Whoever of the ordinary processes does not run."""
        for name in list(self.stack.running):
            self._bury(name)
        for name in PROCESSES:
            if name not in self.stack.running:
                self.start(name)

    def kill(self, *names: str) -> None:
        """SIGKILL, also to what it has started."""
        for name in names:
            if not self._bury(name):
                self.stack.kill(name)

    def _bury(self, name: str) -> bool:
        """Whether the process had ended by itself. That is noted: in production somebody has to start it again."""
        code = self.stack.running[name].poll()
        if code is None:
            return False
        del self.stack.running[name]
        self.ended_by_themselves.append(f"{name} ({code})")
        return True

    def lift(self, *, but: Mapping[str, Any] | None = None) -> None:
        """All faults are over: servers and processes run, extra workers are gone, levers are back (`but` those)."""
        self.servers.bring_back()
        self.kill(*set(self.stack.running) - set(PROCESSES))
        self.start_all()
        self.set_levers(**(self.levers_at_the_start | dict(but or {})))

    def forget(self) -> None:
        """An empty simulator: what it says later is of the next run only."""
        requests.post(f"{self.stack.simulator}/reset", timeout=30).raise_for_status()
        answer = requests.get(f"{self.stack.simulator}/control", timeout=10)
        self.levers_at_the_start = answer.json()

    def set_levers(self, **levers: Any) -> None:
        requests.post(f"{self.stack.simulator}/control", json=levers, timeout=10).raise_for_status()

    def new_series(self) -> int:
        """Numbers that nobody else writes to."""
        self._series += 1
        return self._series

    def accepted(self, series: int) -> int:
        """How many messages to this series the simulator has accepted since `forget`; -1 while it does not run."""
        return self._count("/messages/count.json", "accepted", to=beginning_of(series))

    def looked_up(self) -> int:
        """How many look-ups the simulator was asked for since `forget`."""
        return self._count("/messages/rate.json", "looked_up")

    def refused(self) -> int:
        """How many messages the simulator has told to come later, since `forget`."""
        return self._count("/messages/rate.json", "refused")

    def _count(self, path: str, name: str, **asked: str) -> int:
        try:
            answer = requests.get(self.stack.simulator + path, params=asked, timeout=10)
        except requests.RequestException:
            return -1
        return int(answer.json()[name])

    def acceptances(self) -> list[Acceptance]:
        """Everything that the simulator has accepted since `forget`."""
        found: list[Acceptance] = []
        after: int | None = 0
        while after is not None:
            answer = requests.get(
                f"{self.stack.simulator}/messages/references.json", params={"after": after}, timeout=60
            )
            page = answer.json()
            found += [Acceptance(row["to"], row["on_handset"]) for row in page["messages"]]
            after = page["next"]
        return found

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]] | None:
        """None while PostgreSQL does not answer."""
        try:
            if self._asking is None or self._asking.broken:
                self._asking = self.stack.connect()
            return self._asking.execute(query, values).fetchall()
        except psycopg.OperationalError:
            return None

    @contextmanager
    def locked(self, table: str, mode: str) -> Iterator[None]:
        """Holds a lock, so that whoever comes to that table stops right there."""
        with self.stack.connect() as holder, holder.transaction(force_rollback=True):
            holder.execute(f"LOCK TABLE {table} IN {mode} MODE")
            yield

    def waits_for_a_lock(self, name: str) -> bool:
        query = "SELECT 1 FROM pg_stat_activity WHERE application_name = %s AND wait_event_type = 'Lock'"
        return bool(self.rows(query, name))

    def cut_off(self, name: str) -> None:
        """Ends what a killed process left in PostgreSQL, as a closed connection does when nobody holds a lock."""
        query = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = %s"
        self.rows(query, name)

    def wait_for(self, happens: object, what: str, seconds: float = _PATIENCE_SECONDS) -> object:
        return self.stack.wait_for(happens, what, seconds)

    def end_pauses(self) -> None:
        self.rows(
            "UPDATE messaging_accountpace SET free_at = now(), failures = 0 WHERE failures > 0 RETURNING 1"
        )

    def pause_at_random(self, longest: float) -> None:
        """What comes next shall come at no particular moment."""
        time.sleep(self.chance.uniform(0.0, longest))
