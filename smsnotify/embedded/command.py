"""Runs one command with PostgreSQL and Redis behind it (the tests, the checks, manage.py), then ends them."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from smsnotify.embedded.development import development_environment
from smsnotify.embedded.ending import Ending
from smsnotify.embedded.folders import make_folders, make_private
from smsnotify.embedded.keys import kept_keys, missing_keys, passing_keys
from smsnotify.embedded.lock import Lock, taken
from smsnotify.embedded.orphans import end_orphans, reap_orphans
from smsnotify.embedded.outside import refuse_bad_postgres, refuse_bad_redis
from smsnotify.embedded.paths import Places, places_inside
from smsnotify.embedded.ports import listeners_of
from smsnotify.embedded.prctl import end_with_parent
from smsnotify.embedded.refusal import Refused
from smsnotify.embedded.servers import addressed, begin_servers
from smsnotify.embedded.supervisor import Supervisor

_ANSWERS_WITHIN = 30.0  # seconds


def run_apart(command: Sequence[str], *, lasting: bool = False, say: Callable[[str], None]) -> int:
    """With servers of its own, thrown away with their data. Gives the exit code.

    `lasting`: the servers wait for the disk as those of `make run` do, so that what is measured on them holds there.
    """
    _refuse_missing(command[0])
    environment = {**os.environ, **missing_keys(os.environ, passing_keys())}
    folder = Path(tempfile.mkdtemp(prefix="smsnotify-"))
    ending = Ending()
    with ending, Supervisor(ending=ending, say=say) as supervisor:
        supervisor.remove_at_the_end(folder)
        make_private(folder)
        places = places_inside(folder)
        begin_servers(environment, places=places, lasting=lasting, supervisor=supervisor, say=say)
        return _run(command, addressed(environment, places=places), ending=ending, supervisor=supervisor)


def run_beside(command: Sequence[str], *, places: Places, say: Callable[[str], None]) -> int:
    """With the data of `make run`, and with its servers while those run. Gives the exit code."""
    _refuse_missing(command[0])
    make_folders(places)
    ending = Ending()
    lock = taken(places.lock)
    if not isinstance(lock, Lock):
        with ending, Supervisor(ending=ending, say=say) as supervisor:
            environment = lasting_environment(places)
            _wait_for_answers(environment, owner=lock, supervisor=supervisor)
            return _run(command, environment, ending=ending, supervisor=supervisor)
    with lock, ending, Supervisor(ending=ending, say=say, lock=lock.number) as supervisor:
        begin_servers(os.environ, places=places, lasting=True, supervisor=supervisor, say=say)
        return _run(command, lasting_environment(places), ending=ending, supervisor=supervisor)


def lasting_environment(places: Places) -> dict[str, str]:
    """What the processes of `make run` find in their environment."""
    environment = addressed(os.environ, places=places)
    environment |= missing_keys(environment, kept_keys(places.data))
    return development_environment(environment, listeners=listeners_of(os.environ))


def _run(
    command: Sequence[str], environment: Mapping[str, str], *, ending: Ending, supervisor: Supervisor
) -> int:
    """Stays in our group and keeps the terminal: a shell needs both. Signals to us are passed on."""
    parent = os.getpid()
    process = subprocess.Popen(
        command,
        env=dict(environment),
        preexec_fn=lambda: end_with_parent(signal.SIGTERM, parent=parent),
    )
    passed_on = 0
    while (code := process.poll()) is None:
        for asked in ending.asked[passed_on:]:
            passed_on += 1
            if asked != signal.SIGINT or not _has_terminal():
                process.send_signal(asked)
        supervisor.tend()
        reap_orphans(sparing={process.pid, *supervisor.pids})
        time.sleep(0.02)
    end_orphans(sparing=supervisor.pids)
    return code if code >= 0 else 128 - code


def _refuse_missing(program: str) -> None:
    if shutil.which(program) is None:
        raise Refused(f"There is no command {program}.")


def _has_terminal() -> bool:
    """Whether a terminal's Ctrl-C reaches the command by itself: it goes to everybody in the foreground."""
    try:
        terminal = os.open("/dev/tty", os.O_RDONLY)
    except OSError:
        return False
    try:
        return os.tcgetpgrp(terminal) == os.getpgrp()
    finally:
        os.close(terminal)


def _wait_for_answers(environment: Mapping[str, str], *, owner: int, supervisor: Supervisor) -> None:
    until = time.monotonic() + _ANSWERS_WITHIN
    while True:
        try:
            refuse_bad_postgres(environment["DATABASE_URL"])
            refuse_bad_redis(environment["REDIS_URL"])
        except Refused as problem:
            if time.monotonic() > until:
                raise Refused(
                    f"Process {owner} runs this folder's servers, but they do not answer. {problem}"
                ) from None
            supervisor.pause(0.2)
        else:
            return
