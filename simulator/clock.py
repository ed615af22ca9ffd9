"""Times: as the simulator measures them, and as the carriers write them (Japanese, with their offset)."""

import time
from datetime import datetime, timedelta, timezone

_JAPAN = timezone(timedelta(hours=9), "JST")


def japanese(at: float) -> datetime:
    """`at` (Unix seconds) on a Japanese clock."""
    return datetime.fromtimestamp(at, _JAPAN)


def written(at: float) -> str:
    """`at` (Unix seconds) as ISO 8601 with milliseconds and offset."""
    return japanese(at).isoformat(timespec="milliseconds")


class SteadyClock:
    """Unix seconds that never jump while the process lives: differences between two of them are real ones."""

    def __init__(self) -> None:
        self._began = time.time() - time.monotonic()

    def now(self) -> float:
        return self._began + time.monotonic()
