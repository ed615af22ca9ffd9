"""A workbook as its child process tells of it (xlsx_child.py)."""

import csv
import io
import json
import os
import select
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, cast

from customers.sheets.layout import AS_FOUND, Layout, Reading, SheetRefused, SheetRow, layout_from

_ROOT = Path(__file__).resolve().parents[2]
_CHILD = "customers.sheets.xlsx_child"
# Of the clock on the wall, for a layout; somebody waits for it.
_LAYOUT_SECONDS = 120.0
# Without a row. The first comes when the workbook has been opened, so both are shorter than an import's lease is then
# (customers/domain/imports/lease.py).
FIRST_ROW_SECONDS = 120.0
NEXT_ROW_SECONDS = 30.0
_REFUSED = 3


def xlsx_layout(path: Path, reading: Reading = AS_FOUND) -> Layout:
    """Raises SheetRefused, also for a file at which the child came to its limits or died."""
    with _child("layout", str(path), json.dumps(asdict(reading))) as (child, said):
        try:
            answer, _ = child.communicate(timeout=_LAYOUT_SECONDS)
        except subprocess.TimeoutExpired as error:
            raise SheetRefused("too_heavy") from error
        _raise_refusal(child, said)
    return layout_from(json.loads(answer)["layout"])


def xlsx_rows(path: Path, layout: Layout) -> Iterator[SheetRow]:
    """The rows below the header with something in them, read while the child goes on. Raises SheetRefused."""
    with _child("rows", str(path), layout.sheet) as (child, said):
        stdout = cast(IO[bytes], child.stdout)
        patient = _Patient(stdout.fileno())
        lines = io.TextIOWrapper(io.BufferedReader(patient, 1 << 18), encoding="utf-8", newline="")
        for cells in csv.reader(lines):
            row = int(cells[0])
            if row > layout.header_row:
                del cells[0]
                yield SheetRow(row, cells)
        child.wait()
        _raise_refusal(child, said)


class _Patient(io.RawIOBase):
    """A pipe that waits so long for the next bytes and no longer. Raises SheetRefused."""

    def __init__(self, descriptor: int) -> None:
        super().__init__()
        self._descriptor = descriptor
        self._seconds = FIRST_ROW_SECONDS

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not select.select([self._descriptor], [], [], self._seconds)[0]:
            raise SheetRefused("too_heavy")
        self._seconds = NEXT_ROW_SECONDS
        return os.readv(self._descriptor, [buffer])


@contextmanager
def _child(*arguments: str) -> Iterator[tuple[subprocess.Popen[bytes], IO[bytes]]]:
    """The process, and the file that takes its last words; it is ended at the latest where the block ends.

    It gets none of our environment: no address of a database, no key.
    """
    with tempfile.TemporaryFile() as said:
        child = subprocess.Popen(  # noqa: S603 - our own program; the path is one that we made
            [sys.executable, "-s", "-B", "-m", _CHILD, *arguments],
            cwd=_ROOT,
            env={"PATH": "", "LANG": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=said,
        )
        try:
            yield child, said
        finally:
            child.kill()
            child.wait()
            if child.stdout is not None:
                child.stdout.close()


def _raise_refusal(child: subprocess.Popen[bytes], said: IO[bytes]) -> None:
    if child.returncode == 0:
        return
    said.seek(0)
    words = said.read(100_000).decode("utf-8", "replace").strip().splitlines()
    if child.returncode == _REFUSED and words:
        answer = json.loads(words[-1])
        raise SheetRefused(answer["refused"], **answer["params"])
    # Out of memory or time, by a file that is made for it or is damaged.
    raise SheetRefused("too_heavy" if _out_of_means(child.returncode, words) else "unreadable")


def _out_of_means(code: int, words: list[str]) -> bool:
    return code < 0 or any("MemoryError" in line or "memory allocation" in line for line in words[-3:])
