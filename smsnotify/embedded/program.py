"""One process with its log: how it is started, how it is ended, with everything it started itself."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from smsnotify.embedded.identity import Identity
from smsnotify.embedded.prctl import become, end_with_parent

_LARGEST_LOG = 10_000_000  # bytes; a larger one is put aside at the next start, the one before it is dropped


@dataclass(frozen=True, kw_only=True)
class Program:
    """What to run. `before` is called ahead of every start, `ending` is the signal that lets it end in order.

    `serves`: the others need it, so it is ended after them.
    """

    name: str
    argv: tuple[str, ...]
    environment: Mapping[str, str]
    folder: Path
    log: Path
    ending: signal.Signals = signal.SIGTERM
    identity: Identity | None = None
    before: Callable[[], None] | None = None
    serves: bool = False


def start(program: Program) -> subprocess.Popen[bytes]:
    """Starts it as leader of its own group: the group can be ended as one, and Ctrl-C does not reach it.

    Raises OSError (no such program), subprocess.SubprocessError (it may not become its user).
    """
    if program.before is not None:
        program.before()
    parent, identity, ending = os.getpid(), program.identity, program.ending

    def prepare() -> None:
        if identity is not None:
            become(
                uid=identity.uid,
                gid=identity.gid,
                through_closed_folders=identity.through_closed_folders,
            )
        # Last: the kernel forgets it when the user changes.
        end_with_parent(ending, parent=parent)

    with program.log.open("ab") as log:
        return subprocess.Popen(
            program.argv,
            cwd=program.folder,
            env=dict(program.environment),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=prepare,  # safe: the supervisor has one thread
        )


def put_large_log_aside(log: Path) -> None:
    if log.exists() and log.stat().st_size > _LARGEST_LOG:
        log.replace(log.with_name(f"{log.name}.1"))


def end_group(process: subprocess.Popen[bytes], *, grace: float = 0.5) -> None:
    """Ends what a dead leader left behind: SIGTERM, and SIGKILL for who is there after `grace` seconds."""
    until = time.monotonic() + grace
    kill = signal.SIGTERM
    with suppress(ProcessLookupError, PermissionError):  # macOS refuses for a group of zombies
        while True:
            os.killpg(process.pid, kill)
            with suppress(ChildProcessError):
                os.waitpid(-process.pid, os.WNOHANG)  # an adopted orphan is a zombie until it is asked for
            if kill == signal.SIGKILL:
                return
            time.sleep(0.02)
            kill = signal.SIGKILL if time.monotonic() > until else kill


def how_it_ended(returncode: int) -> str:
    """`ended with 3`, `was ended by SIGKILL`."""
    if returncode >= 0:
        return f"ended with {returncode}"
    return f"was ended by {signal.Signals(-returncode).name}"
