"""What ends a command with a clear word instead of a traceback."""

from pathlib import Path


class Refused(Exception):
    """It cannot go on; the text says why and what to do, to the person at the terminal."""


def last_lines(log: Path, *, count: int = 20) -> str:
    """The end of a log with a heading that names it; says so when there is nothing in it."""
    if not log.exists() or not (lines := log.read_text(encoding="utf-8", errors="replace").splitlines()):
        return f"{log} is empty."
    return "\n".join((f"The end of {log}:", *(f"    {line}" for line in lines[-count:])))
