"""One owner of a checkout's servers at a time."""

import fcntl
import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

_SURELY_ALIVE = 1.0  # seconds; one that was killed just now needs a moment to be dead
_BURIED = 20.0  # seconds for the undertaker, who waits for the children of a dead owner


@dataclass
class Lock:
    """Held from `taken` until it is left; its file names the process. The kernel frees it with its holders.

    The supervisor's undertaker inherits it: after a SIGKILL it stays taken until the last child has ended.
    """

    number: int

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self.number)


def taken(path: Path) -> Lock | int:
    """The lock, or the number of the process that has it. Waits for a dead owner's children to be ended."""
    number = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    began = time.monotonic()
    while True:
        with suppress(BlockingIOError):
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.ftruncate(number, 0)
            os.pwrite(number, str(os.getpid()).encode(), 0)
            return Lock(number)
        owner = int(os.pread(number, 20, 0) or b"0")
        if time.monotonic() - began > (_SURELY_ALIVE if _alive(owner) else _BURIED):
            os.close(number)
            return owner
        time.sleep(0.1)


def _alive(pid: int) -> bool:
    if pid == 0:  # its owner is just writing
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    with suppress(FileNotFoundError):
        # A zombie answers signals too: killed, and its parent has not looked yet.
        return Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()[0] != b"Z"
    return True
