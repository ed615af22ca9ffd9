"""The other end of plant.py: a process that plans messages while the fault runs break what is around it."""

import json
import subprocess
import sys
import time
from collections.abc import Mapping

from tests.stack import ROOT

_PATIENCE_SECONDS = 120.0


class Planter:
    """Started once: Django needs two seconds to come up."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.plant"],
            cwd=ROOT,
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def plan(self, *, mark: str, series: int, first: int, count: int, portion: int) -> None:
        """Returns when they are planned; asked again for as long as PostgreSQL is away."""
        asked = {"mark": mark, "series": series, "first": first, "count": count, "portion": portion}
        until = time.monotonic() + _PATIENCE_SECONDS
        while (answer := self._ask(asked)) != "planned":
            if time.monotonic() > until:
                raise AssertionError(f"could not plan {asked}: {answer}")
            time.sleep(0.2)

    def _ask(self, asked: Mapping[str, object]) -> str:
        if self._process.stdin is None or self._process.stdout is None:
            raise AssertionError("the planter has no pipes")
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise AssertionError(f"the planter ended with {self._process.wait(10)}")
        return answer.strip()

    def close(self) -> None:
        self._process.kill()
        self._process.wait(10)
