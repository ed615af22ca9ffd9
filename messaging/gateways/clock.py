"""A clock that no setting of the wall clock moves, and that goes on while the machine sleeps."""

import time

# Linux has such a clock; elsewhere the one that stands still during sleep must do.
_CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


def awake() -> float:
    """Seconds since some moment in the past."""
    return time.clock_gettime(_CLOCK)
