"""What the processes held in memory at most, over all rows that were run before."""

from bench.figures import Figure
from bench.rows.notice import busy_notices
from bench.stand import Stand

_PROCESSES = ("worker-bulk", "worker-urgent", "worker-upkeep", "web")
_MB = 1_000_000


def measure(stand: Stand, n: int) -> list[Figure]:
    if not set(_PROCESSES) <= {_kind(name) for name in stand.peaks}:
        busy_notices(stand, n)
    return [_figure(stand, process) for process in _PROCESSES]


def _figure(stand: Stand, process: str) -> Figure:
    peaks = [peak for name, peak in stand.peaks.items() if _kind(name) == process]
    return Figure(what=f"memory of {process}, with its children", ours=max(peaks) / _MB, unit="MB")


def _kind(name: str) -> str:
    """`worker-bulk` of `worker-bulk#1`."""
    return name.partition("#")[0]
