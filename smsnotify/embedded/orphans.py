"""Descendants whose own parent is gone, by `adopt_orphans` our children now. Linux only; elsewhere there are none.

A killed test run, for one, leaves the workers and servers that it started in sessions of their own.
"""

import os
import signal
import time
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path


def reap_orphans(*, sparing: Collection[int]) -> None:
    """Takes note of adopted children that have ended; without it they stay zombies, and their group looks alive."""
    for pid in _children() - set(sparing):
        with suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)


def end_orphans(*, sparing: Collection[int], grace: float = 2.0) -> None:
    """Ends all our children but `sparing`, with their groups: SIGTERM, and SIGKILL after `grace` seconds.

    Whom they leave behind in turn is ended too. For a process that has no other children to lose.
    """
    until = time.monotonic() + grace
    while found := _children() - set(sparing):
        ending = signal.SIGTERM if time.monotonic() < until else signal.SIGKILL
        for pid in found:
            with suppress(ProcessLookupError):
                os.kill(pid, ending)
                if os.getpgid(pid) == pid:
                    os.killpg(pid, ending)
        reap_orphans(sparing=sparing)
        time.sleep(0.05)


def _children() -> set[int]:
    with suppress(FileNotFoundError):
        return {int(pid) for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()}
    return set()
