"""On what was measured: the machine, and the settings of PostgreSQL that decide what a commit costs."""

import os
import platform
from pathlib import Path

from bench.stand import Stand, cores

_SETTINGS = (
    "server_version",
    "fsync",
    "synchronous_commit",
    "full_page_writes",
    "wal_level",
    "shared_buffers",
    "max_wal_size",
    "checkpoint_timeout",
    "data_checksums",
    "jit",
)


def machine() -> dict[str, object]:
    return {
        "cores": cores(),
        "processor": _first("/proc/cpuinfo", "model name"),
        "memory": _first("/proc/meminfo", "MemTotal"),
        "system": platform.platform(),
        "python": platform.python_version(),
        "load_before": os.getloadavg()[0],
    }


def postgres(stand: Stand) -> dict[str, str]:
    rows = stand.rows(
        "SELECT name, current_setting(name) FROM pg_settings WHERE name = ANY(%s) ORDER BY name",
        list(_SETTINGS),
    )
    return {str(name): str(value) for name, value in rows}


def _first(file: str, name: str) -> str:
    """The value of the first line that begins with `name`; empty where there is no such file."""
    try:
        lines = Path(file).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "")
