"""`python -m bench --n 200000 [--only handover,single]`: the rows one after another, a table, and JSON.

Needs DATABASE_URL and REDIS_URL of servers that wait for the disk: `make bench` starts some.
"""

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

from bench.figures import Figure, table, write_json
from bench.machine import machine, postgres
from bench.rows import ROWS
from bench.stand import Stand

_LEAST = 1_000
_JSON = Path("var/bench.json")


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when everything was measured, whether it was reached or not."""
    asked = _options(arguments)
    run = {
        "n": asked.n,
        "workers": asked.workers,
        "began": datetime.now(UTC).isoformat(),
        "machine": machine(),
    }
    folder = Path(tempfile.mkdtemp(prefix="smsnotify-bench-"))
    stand = Stand(name="smsnotify_bench", folder=folder, redis_number=14, workers=asked.workers)
    figures: list[Figure] = []
    try:
        stand.prepare()
        run["postgres"] = postgres(stand)
        for name in asked.only:
            figures += _measured(name, stand, asked.n)
    except Exception:
        print(f"The processes' logs are in {folder}", file=sys.stderr)
        raise
    finally:
        stand.remove()
    write_json(asked.json, run=run, figures=figures)
    shutil.rmtree(folder)
    print(table(figures))
    return 0


def _measured(name: str, stand: Stand, n: int) -> list[Figure]:
    began = time.monotonic()
    print(f"{name} ...", file=sys.stderr, flush=True)
    figures = ROWS[name](stand, n)
    stand.end()
    print(f"{name}: {time.monotonic() - began:.0f} s\n{table(figures)}", file=sys.stderr, flush=True)
    return figures


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--n", type=_size, default=200_000, help="messages (default %(default)s)")
    parser.add_argument("--only", type=_names, default=list(ROWS), help=f"of {','.join(ROWS)}")
    parser.add_argument("--workers", type=int, default=1, help="processes of the bulk lane (default 1)")
    parser.add_argument("--json", type=Path, default=_JSON, help="default %(default)s")
    return parser.parse_args(arguments)


def _size(typed: str) -> int:
    n = int(typed)
    if n < _LEAST:
        raise argparse.ArgumentTypeError(f"at least {_LEAST}")
    return n


def _names(typed: str) -> list[str]:
    names = [name for name in typed.split(",") if name]
    if unknown := set(names) - set(ROWS):
        raise argparse.ArgumentTypeError(f"there is no row {', '.join(sorted(unknown))}")
    return names or list(ROWS)


if __name__ == "__main__":
    sys.exit(main())
