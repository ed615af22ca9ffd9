"""Where the rows are measured: the real processes (tests/stack.py) on a database that each row gets anew."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import psycopg
import redis
import requests
from django.conf import settings

from bench.memory import peak_of_tree
from bench.pace import Moment
from smsnotify.embedded.development import WEB_OPTIONS
from tests.stack import ROOT, Stack

# Processes of the rival for each core (bench/rival).
RIVALS = 4
_PLANTERS = 2
# Fewer are planted sooner than a second process has started.
_FEW = 20_000
_INSTANT = "-instant"
_INSTALLED = {
    "web-as-installed": "smsnotify.wsgi:application",
    "web-bare-redirect": "bench.bare_redirect:application",
}
_WAITING = ("scheduled", "claimed", "submitting")
_PROGRAM_SECONDS = 3600.0
_LOOKED_EVERY_SECONDS = 0.5
_ASKING_COSTS = 20
_LEFT_WITHIN_SECONDS = 120.0


@dataclass
class Stand(Stack):
    """`prepare` once, then `renew` for each row."""

    prepared: str = "smsnotify_bench_prepared"
    # Processes of the bulk lane.
    workers: int = 1
    # Messages a second of the batch hand-over of so many, once measured.
    known: dict[int, float] = field(default_factory=dict)
    # The largest memory seen of each process, in bytes, with that of its children.
    peaks: dict[str, int] = field(default_factory=dict)

    def prepare(self) -> None:
        name, self.name = self.name, self.prepared
        super().prepare()
        self.name = name
        self.renew()

    def renew(self) -> None:
        """Nothing runs, the database is as prepared, Redis and the simulator know nothing."""
        self.end()
        self._drop(self.name)
        self._on_server(f'CREATE DATABASE "{self.name}" TEMPLATE "{self.prepared}"')
        with redis.Redis.from_url(self.redis_client_url) as client:
            client.flushdb()
        shutil.rmtree(self.folder / "simulator", ignore_errors=True)

    def remove(self) -> None:
        self.stop()
        self._drop(self.name)
        self._drop(self.prepared)

    def _drop(self, name: str) -> None:
        """Without FORCE: that may not end the autovacuum of a table just filled; without it PostgreSQL asks it to go.

        It waits five seconds for the killed processes' connections; those of a long statement take longer.
        """
        until = time.monotonic() + _LEFT_WITHIN_SECONDS
        while True:
            try:
                return self._on_server(f'DROP DATABASE IF EXISTS "{name}"')
            except psycopg.errors.ObjectInUse:
                if time.monotonic() > until:
                    raise

    def end(self) -> None:
        """Like stop, but what the processes used is kept."""
        self.note_peaks()
        self.stop()

    def note_peaks(self) -> None:
        for name, process in self.running.items():
            self.peaks[name] = max(self.peaks.get(name, 0), peak_of_tree(process.pid))

    @property
    def streams(self) -> int:
        """How many tasks a worker of the bulk lane works on at once, as it is started."""
        return int(settings.CELERY_WORKER_CONCURRENCY)

    def bulk_workers(self, *, instantly: bool = False) -> list[str]:
        """Names to start: as many workers of the bulk lane as are measured. `instantly`: by bench/instant.py."""
        return [f"worker-bulk#{number}{_INSTANT if instantly else ''}" for number in range(self.workers)]

    def _command(self, name: str) -> list[str]:
        """The product's own, some with as many processes and threads as in production; others are the bench's."""
        if name in _INSTALLED:
            place = ["--host", "127.0.0.1", "--port", str(self.web_port)]
            return [sys.executable, "-m", "granian", *WEB_OPTIONS, *place, _INSTALLED[name]]
        if name == "web-bare":
            return [*super()._command("web")[:-1], "bench.bare_view:application"]
        if name == "worker-rival":
            # Celery's default is a process for each core; four do better, since each waits for its own request.
            at_once = ["--concurrency", str(RIVALS * cores()), "--without-gossip", "--without-mingle"]
            return [sys.executable, "-m", "celery", "-A", "bench.rival.celery", "worker", *at_once]
        command = super()._command(name.removesuffix(_INSTANT))
        if name.endswith(_INSTANT):
            command[command.index("-A") + 1] = "bench.instant"
        return command

    def run(self, program: str, **options: object) -> dict[str, Any]:
        """A program of bench/programs in the product's environment; what it prints last, read as JSON."""
        [found] = self.run_all([(program, options)])
        return found

    def run_all(self, programs: Sequence[tuple[str, Mapping[str, object]]]) -> list[dict[str, Any]]:
        """Several at once, each a process."""
        begun = [self.begin(program, options) for program, options in programs]
        return [self.ended(process) for process in begun]

    def begin(
        self, program: str, options: Mapping[str, object], environment: Mapping[str, str] | None = None
    ) -> subprocess.Popen[str]:
        """The program, started; `ended` ends its standard input and waits for it."""
        given = (f"--{name.replace('_', '-')}={value}" for name, value in options.items())
        return subprocess.Popen(
            [sys.executable, "-m", "bench.programs", program, *given],
            cwd=ROOT,
            env=self.environment | dict(environment or {}),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ended(self, process: subprocess.Popen[str]) -> dict[str, Any]:
        said, _ = process.communicate(timeout=_PROGRAM_SECONDS)
        if process.returncode:
            raise RuntimeError(f"{process.args!r} ended with {process.returncode}")
        found: dict[str, Any] = json.loads(said.splitlines()[-1])
        return found

    def plant(self, count: int) -> float:
        """`count` messages wait in the bulk lane, as the product plans them. Returns the seconds it took."""
        began = time.monotonic()
        share = count if count <= _FEW else -(-count // _PLANTERS)
        starts = range(0, count, share)
        self.run_all([("plant", {"first": start, "count": min(share, count - start)}) for start in starts])
        return time.monotonic() - began

    def pull(self, **levers: object) -> None:
        requests.post(f"{self.simulator}/control", json=levers, timeout=10).raise_for_status()

    def wait_until_handed_over(self) -> None:
        """No message waits any more."""
        self.wait_until_none(*_WAITING)

    def wait_until_none(self, *states: str) -> None:
        """No message is in one of these states any more."""
        query = "SELECT EXISTS (SELECT FROM messaging_message WHERE state = ANY(%s))"
        self.wait_long(lambda: not self.rows(query, list(states))[0][0], f"none to be {' or '.join(states)}")

    def wait_long(self, happens: Callable[[], bool], what: str) -> None:
        """Asks so seldom that asking costs next to nothing of what is measured."""
        until = time.monotonic() + _PROGRAM_SECONDS
        while True:
            asked_at = time.monotonic()
            if happens():
                return
            if asked_at > until:
                raise RuntimeError(f"waited an hour for {what}; the logs are in {self.folder}")
            for name, process in self.running.items():
                if process.poll() is not None:
                    raise RuntimeError(f"{name} ended; its log is in {self.folder}")
            time.sleep(max(_LOOKED_EVERY_SECONDS, _ASKING_COSTS * (time.monotonic() - asked_at)))

    def answers(self) -> bool:
        """Whether the web process does."""
        try:
            return requests.get(f"{self.web}/healthz", timeout=2).ok
        except requests.RequestException:
            return False

    def moments(self, column: str) -> list[Moment]:
        """When messages came to a state, by a time of messaging_message; PostgreSQL's clock."""
        rows = self.rows(
            f"SELECT extract(epoch FROM {column})::float8, count(*) FROM messaging_message "
            f"WHERE {column} IS NOT NULL GROUP BY 1 ORDER BY 1"
        )
        return [Moment(float(str(at)), int(str(count))) for at, count in rows]

    def states(self) -> Mapping[str, int]:
        rows = self.rows("SELECT state, count(*) FROM messaging_message GROUP BY 1 ORDER BY 1")
        return {str(state): int(str(count)) for state, count in rows}


def cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
