"""Ends what a supervisor leaves behind: a process of its own, on nothing but the standard library.

Read from standard input, a line each: `begin GROUP SIGNAL`, `gone GROUP`, `folder PATH`. The supervisor holds
the other end of the pipe. When that closes, the supervisor has left or is dead (SIGKILL gives it no chance to
tell): every group still begun gets its signal, after GRACE seconds SIGKILL, and the folders go. The kernel's
"signal me when my parent dies" reaches children only; this reaches theirs too, because they share the group.
"""

import os
import shutil
import signal
import sys
import time
from contextlib import suppress


def alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # macOS says so of a group of zombies
        return False
    return True


def bury(groups: dict[int, int], *, grace: float) -> None:
    """Ends the groups: politely its leader, then all of it."""
    for leader, ending in groups.items():
        with suppress(ProcessLookupError):
            os.kill(leader, ending)
    until = time.monotonic() + grace
    while any(alive(group) for group in groups) and time.monotonic() < until:
        time.sleep(0.05)
    for group in groups:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)


def main() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    groups: dict[int, int] = {}
    folders: list[str] = []
    for line in sys.stdin:
        word, _, rest = line.rstrip("\n").partition(" ")
        if word == "begin":
            group, ending = rest.split()
            groups[int(group)] = int(ending)
        elif word == "gone":
            groups.pop(int(rest), None)
        else:
            folders.append(rest)
    bury(groups, grace=float(sys.argv[1]))
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
