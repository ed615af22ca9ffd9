"""Memory by /proc."""

import subprocess
import sys
from pathlib import Path

import pytest

from bench.memory import peak_of_tree

pytestmark = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="there is no /proc here")

_PARENT = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "held = b'x' * 80_000_000; print('held', flush=True); input()"],
                         stdin=subprocess.PIPE)
input()
child.communicate()
"""


def test_a_child_counts_with_its_parent() -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", _PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    assert parent.stdout.readline() == "held\n"
    peak = peak_of_tree(parent.pid)
    parent.communicate("end\n")
    assert peak > 80_000_000


def test_who_has_gone_uses_nothing() -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    assert peak_of_tree(gone.pid) == 0
