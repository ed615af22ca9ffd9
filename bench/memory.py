"""What processes have used at most, from /proc (Linux)."""

from pathlib import Path

_KB = 1024


def peak_of_tree(pid: int) -> int:
    """Bytes: the largest resident sets of a process and all its children, added up.

    Pages that a forked child shares with its parent count in both: this is an upper limit. 0 where there is no /proc.
    """
    return peak_of(pid) + sum(peak_of_tree(child) for child in children_of(pid))


def peak_of(pid: int) -> int:
    """Bytes of the process itself; 0 for one that is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    lines = (line.split() for line in status.splitlines())
    return next((int(words[1]) * _KB for words in lines if words and words[0] == "VmHWM:"), 0)


def children_of(pid: int) -> list[int]:
    """Ids of the processes that it started and that still run."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [int(child) for child in task.read_text(encoding="ascii").split()]
        except OSError:
            continue
    return found
