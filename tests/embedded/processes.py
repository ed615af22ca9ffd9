"""Little real processes to supervise, and what became of them."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from smsnotify.embedded.program import Program


def python(folder: Path, code: str, *, name: str = "child", serves: bool = False) -> Program:
    """A program that runs `code`, in `folder`, with its log there."""
    return Program(
        name=name,
        argv=(sys.executable, "-c", code),
        environment={},
        folder=folder,
        log=folder / f"{name}.log",
        serves=serves,
    )


def alive(pid: int) -> bool:
    """False for a zombie too: it runs no more, its parent has not looked yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()[0] != b"Z"
    except FileNotFoundError:
        return False


def within(seconds: float, met: Callable[[], bool]) -> bool:
    """Whether it comes true in time."""
    until = time.monotonic() + seconds
    while not met():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def numbers(file: Path, *, count: int) -> list[int]:
    """The process numbers that a program wrote, as soon as there are `count`."""
    assert within(30, lambda: file.exists() and len(file.read_text().split()) >= count)
    return [int(word) for word in file.read_text().split()]


# Writes its own number and its child's. Both ignore SIGTERM when `stubborn`.
FAMILY = """
import os, signal, subprocess, sys, time
if {stubborn}: signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
with open("numbers.part", "w") as out: out.write(f"{{os.getpid()}} {{child.pid}}")
os.rename("numbers.part", "numbers")
time.sleep(60)
"""
