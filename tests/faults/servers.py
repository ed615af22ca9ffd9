"""A PostgreSQL and a Redis of the fault runs' own, to be stopped, frozen and killed without hurting anybody else.

They are the real embedded servers. PostgreSQL writes as in production (a commit is on the disk before it is told),
Redis keeps nothing on the disk: a killed one comes back empty.
"""

import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg
import redis

from smsnotify.embedded.ending import Ending
from smsnotify.embedded.folders import make_folders, make_private
from smsnotify.embedded.paths import POSTGRES_PORT, Places, places_inside
from smsnotify.embedded.postgres import begin_postgres
from smsnotify.embedded.redis import begin_redis
from smsnotify.embedded.supervisor import Running, Supervisor

_ENDS_WITHIN = 30.0


class Servers:
    """Enter it to have both running; leaving ends them and removes their data."""

    def __init__(self) -> None:
        # Not pytest's folder: a Unix socket's path has to be short.
        self._folder = Path(tempfile.mkdtemp(prefix="smsnotify-faults-"))
        make_private(self._folder)
        self.places: Places = places_inside(self._folder)
        self._supervisor = Supervisor(ending=Ending(), say=_say)
        self._stopped: dict[str, list[int]] = {}

    def __enter__(self) -> Self:
        self._supervisor.__enter__()
        self._supervisor.remove_at_the_end(self._folder)
        make_folders(self.places)
        begin_postgres(self.places, lasting=True, supervisor=self._supervisor, say=_say)
        begin_redis(self.places, lasting=False, supervisor=self._supervisor)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for name in list(self._stopped):
            self.thaw(name)
        self._supervisor.__exit__(kind, error, trace)
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def database(self) -> dict[str, str]:
        """What psycopg needs to reach it, but for the database's name."""
        return {"user": "smsnotify", "host": str(self.places.postgres_sockets), "port": str(POSTGRES_PORT)}

    @property
    def redis_url(self) -> str:
        return self.places.redis_url

    def end(self, name: str, how: signal.Signals) -> None:
        """Ends `postgres` or `redis` for now. SIGKILL takes its children too; SIGINT is PostgreSQL's "fast"."""
        process = self._running(name).process
        if how == signal.SIGKILL:
            for pid in self._family(process.pid):
                with suppress(ProcessLookupError):
                    os.kill(pid, how)
        else:
            process.send_signal(how)
        process.wait(_ENDS_WITHIN)
        self._supervisor.tend()

    def freeze(self, name: str) -> None:
        """SIGSTOP for it and its children: whoever asks gets no answer, and no refusal either."""
        first = self._running(name).process.pid
        os.kill(first, signal.SIGSTOP)
        family = list(self._family(first))
        for pid in family:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGSTOP)
        self._stopped[name] = family

    def thaw(self, name: str) -> None:
        for pid in reversed(self._stopped.pop(name)):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)

    def empty_redis(self) -> None:
        """FLUSHALL: every bell and every queue is gone."""
        with redis.Redis(unix_socket_path=str(self.places.redis_socket)) as client:
            client.flushall()

    def bring_back(self) -> None:
        """Returns when both run and answer, whatever was done to them."""
        for name in list(self._stopped):
            self.thaw(name)
        until = time.monotonic() + _ENDS_WITHIN
        while not self._answer():
            if time.monotonic() > until:
                raise AssertionError("the servers of the fault runs do not come back")
            self._supervisor.pause(0.05)

    def _answer(self) -> bool:
        self._supervisor.tend()
        try:
            where = self.database | {"dbname": "postgres", "connect_timeout": "2"}
            psycopg.connect(**where).close()  # type: ignore[arg-type]  # psycopg's types know no mapping
            with redis.Redis(unix_socket_path=str(self.places.redis_socket), socket_timeout=2) as client:
                return bool(client.ping())
        except (psycopg.OperationalError, redis.RedisError):
            return False

    def _running(self, name: str) -> Running:
        return next(one for one in self._supervisor.running if one.program.name == name)

    def _family(self, pid: int) -> Iterator[int]:
        """The process and all below it. PostgreSQL's children lead groups of their own, so its group will not do."""
        yield pid
        with suppress(FileNotFoundError):
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
            for child in children:
                yield from self._family(int(child))


def _say(line: str) -> None:
    print(f"servers: {line}", file=sys.stderr, flush=True)
