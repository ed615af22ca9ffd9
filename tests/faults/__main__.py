"""`make faults`: every scenario with many messages, one table, and whether every zero is one.

python -m tests.faults [--size 20000] [--only NAME,NAME] [--seed N] [--list]
"""

import argparse
import json
import os
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.faults.ground import Ground
from tests.faults.run import Result, Run, Scenario, carried_out
from tests.faults.scenarios import ALL, times_of
from tests.faults.set_up import prepared_ground
from tests.faults.table import as_json, table_of
from tests.stack import ROOT

_STOPPED_SECONDS = 30.0


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    if options.list:
        print("\n".join(f"{scenario.name:24}{scenario.title}" for scenario in ALL))
        return 0
    # Importing the product has named its own.
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    logs = options.json.parent / "faults"
    shutil.rmtree(logs, ignore_errors=True)
    logs.mkdir(parents=True)
    _say(f"{options.size:,} messages each, seed {options.seed}; the processes' logs: {logs}/")
    with prepared_ground(logs, seed=options.seed) as ground:
        results = [_result_of(scenario, ground, options) for scenario in options.only]
        about = {
            "size": options.size,
            "seed": options.seed,
            "ended_by_themselves": ground.ended_by_themselves,
        }
    print(f"\n{table_of(results)}")
    found = as_json(results, about=about)
    options.json.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    _say(f"written to {options.json}")
    return 0 if found["is_clean"] else 1


def _result_of(scenario: Scenario, ground: Ground, options: argparse.Namespace) -> Result:
    _say(f"{time.strftime('%H:%M:%S')} {scenario.title} ...")
    run = Run(
        ground=ground,
        mark=f"[{scenario.name}]",
        size=options.size,
        seconds=_STOPPED_SECONDS,
        times=times_of(scenario),
    )
    [result] = carried_out([(scenario, run)], patience=options.patience)
    if not result.is_clean:
        _say(f"    not clean: {result.problem.partition(chr(10))[0]} {result.verdict}")
    return result


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--size", type=int, default=20_000, help="messages in each run (%(default)s)")
    parser.add_argument(
        "--only", type=_chosen, default=ALL, metavar="NAME,NAME", help="these scenarios (all; see --list)"
    )
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000, help="of what is random")
    parser.add_argument(
        "--patience",
        type=float,
        default=900.0,
        help="seconds until what is open counts as lost (%(default)g)",
    )
    parser.add_argument("--json", type=Path, default=ROOT / "var" / "faults.json", help="%(default)s")
    parser.add_argument("--list", action="store_true", help="the scenarios' names")
    return parser.parse_args(arguments)


def _chosen(names: str) -> tuple[Scenario, ...]:
    """Those of the names, separated by commas; all without one."""
    asked = {name.strip() for name in names.split(",") if name.strip()}
    if unknown := asked - {scenario.name for scenario in ALL}:
        raise argparse.ArgumentTypeError(f"no such scenario: {', '.join(sorted(unknown))}; see --list")
    return tuple(scenario for scenario in ALL if not asked or scenario.name in asked)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
