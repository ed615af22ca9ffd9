"""What processes have used at most, from /proc (Linux)."""

from pathlib import Path

_KB = 1024


def peak_of_tree(pid: int) -> int:
    """Bytes: the largest resident sets of a process and all its children, added up.

    Pages that a forked child shares with its parent count in both: this is an upper limit. 0 where there is no /proc.
    """
    return _peak(pid) + sum(peak_of_tree(child) for child in _children(pid))


def _peak(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    lines = (line.split() for line in status.splitlines())
    return next((int(words[1]) * _KB for words in lines if words and words[0] == "VmHWM:"), 0)


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [int(child) for child in task.read_text(encoding="ascii").split()]
        except OSError:
            continue
    return found
