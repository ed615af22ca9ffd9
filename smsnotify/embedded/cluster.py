"""PostgreSQL's data directory: made, recognised, and freed of what a killed server left in it."""

import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from smsnotify.embedded.identity import Identity, give_data
from smsnotify.embedded.program import Program
from smsnotify.embedded.refusal import Refused, last_lines
from smsnotify.embedded.supervisor import Supervisor

# The same collation on every machine: the C library's locales differ, and a fresh container has none.
_INITDB = (
    *("--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-instructions"),
    *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
)
_THROWN_AWAY = ("--no-sync", "--no-data-checksums")
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


def make_data(
    data: Path, *, programs: Path, identity: Identity | None, lasting: bool, log: Path, supervisor: Supervisor
) -> None:
    """Makes the data directory unless it is there. Raises Refused for one that this PostgreSQL cannot read.

    initdb works beside it and the name is given last: an interrupted initdb leaves nothing that looks whole.
    """
    if data.exists() and any(data.iterdir()):
        _refuse_other_version(data, programs=programs)
        give_data(data, identity=identity)
        return
    fresh = data.with_name(f"{data.name}.new")
    if fresh.exists():
        shutil.rmtree(fresh)
    fresh.mkdir(parents=True)
    give_data(fresh, identity=identity)
    options = _INITDB if lasting else (*_INITDB, *_THROWN_AWAY)
    initdb = Program(
        name="initdb",
        argv=(str(programs / "initdb"), *options, "-D", str(fresh)),
        environment=ENVIRONMENT,
        folder=Path("/"),
        log=log,
        identity=identity,
    )
    if supervisor.once(initdb) != 0:
        raise Refused(f"initdb could not make {data}. {last_lines(log)}")
    if data.exists():
        data.rmdir()
    fresh.rename(data)


def free_data(data: Path) -> None:
    """Removes a postmaster.pid that nobody stands behind; ends a server that an earlier start left running.

    PostgreSQL itself takes any living process with that number for a server. In a container, where numbers
    are low and come again, it then never starts. Only one start per checkout gets here (it holds the lock),
    so a server on this directory is an orphan.
    """
    lock = data / "postmaster.pid"
    try:
        first = lock.read_text(encoding="utf-8").partition("\n")[0].strip()
    except FileNotFoundError:
        return
    if first.isdecimal() and _serves(int(first), data):
        _end_orphan(int(first), data)
    lock.unlink(missing_ok=True)


def _end_orphan(pid: int, data: Path) -> None:
    until = time.monotonic() + 20
    for ending in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.kill(pid, ending)
        until = time.monotonic() + 10
        while time.monotonic() < until:
            if not _serves(pid, data):
                return
            time.sleep(0.1)
    raise Refused(f"A PostgreSQL of an earlier start (process {pid}) holds {data} and does not end.")


def _serves(pid: int, data: Path) -> bool:
    """Whether the process is a PostgreSQL on this directory, by its command line (readable for everybody)."""
    try:
        arguments = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except FileNotFoundError:
        if Path("/proc/self/cmdline").exists():
            return False
        shown = subprocess.run(("ps", "-o", "command=", "-p", str(pid)), capture_output=True, check=False)
        return bytes(data) in shown.stdout
    return bytes(data) in arguments


def _refuse_other_version(data: Path, *, programs: Path) -> None:
    version = data / "PG_VERSION"
    if not version.exists():
        raise Refused(f"{data} holds something, but no PostgreSQL data. Move it away, then start again.")
    there = version.read_text(encoding="ascii").strip()
    ours = postgres_major(programs)
    if there != ours:
        raise Refused(
            f"{data} was made by PostgreSQL {there}; the one installed here is {ours} and cannot read it.\n"
            "To keep the data: go back to the commit it was made with, pg_dump there, load it here.\n"
            f"To begin anew: mv {data} {data}-{there}"
        )


def postgres_major(programs: Path) -> str:
    """`18` of `postgres (PostgreSQL) 18.4`."""
    shown = subprocess.run(
        (str(programs / "postgres"), "--version"), capture_output=True, text=True, check=True
    )
    return shown.stdout.split()[2].partition(".")[0]
