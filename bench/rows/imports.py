"""Importing N customers from CSV (CP932), new and again, and from the same workbook, beside a COPY of the rows."""

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.figures import Figure
from bench.memory import children_of, peak_of
from bench.spreadsheets import write_csv, write_workbook
from bench.stand import Stand
from tests.stack import ROOT

_SLUG = "bench-import"
_REACH = 4.0
_REACH_XLSX = 2.0
_REACH_MB = 300
_MB = 1_000_000
_LOOKED_EVERY_SECONDS = 0.2
_BLOCK = 1 << 20
# What the database makes by itself is not copied.
_COLUMNS = """
SELECT string_agg(column_name, ', ' ORDER BY ordinal_position) FROM information_schema.columns
WHERE table_name = 'customers_customer' AND column_name <> 'id'
"""


@dataclass(frozen=True, slots=True)
class _Imported:
    """Seconds from a worker's taking it up to its end; peaks in bytes, that of the workbook's reader for itself."""

    seconds: float
    totals: dict[str, Any]
    peak: int
    peak_of_reader: int


def measure(stand: Stand, n: int) -> list[Figure]:
    file, workbook, rows = (
        stand.folder / "customers.csv",
        stand.folder / "customers.xlsx",
        stand.folder / "rows",
    )
    write_csv(file, n)
    write_workbook(workbook, n)
    _open_store(stand)
    new = _imported(stand, file)
    again = _imported(stand, file)
    _copy_out(stand, rows)
    _open_store(stand)
    of_workbook = _imported(stand, workbook)
    _open_store(stand)
    copied = _copied(stand, rows)
    for path in (file, workbook, rows):
        path.unlink()
    peak = max(new.peak, again.peak, of_workbook.peak) / _MB
    return [
        _figure("import of CSV (CP932), new", new, "COPY of the finished rows", copied, _REACH),
        _figure("the same file again: all unchanged", again, "COPY of the finished rows", copied, _REACH),
        _figure("the same workbook (.xlsx), new", of_workbook, "CSV", new.seconds, _REACH_XLSX),
        Figure(
            "memory of the importing process",
            peak,
            "MB",
            reach=f"under {_REACH_MB} MB",
            reached=peak < _REACH_MB,
        ),
        Figure("memory of the workbook's reader", of_workbook.peak_of_reader / _MB, "MB"),
    ]


def _figure(what: str, ours: _Imported, name: str, beside: float, reach: float) -> Figure:
    ratio = ours.seconds / beside
    return Figure(
        what=what,
        ours=ours.seconds,
        unit="s",
        beside={name: beside},
        ratio=ratio,
        reach=f"at most {reach:g} times",
        reached=ratio <= reach,
        details={"totals": ours.totals, "rows_a_second": ours.totals["rows"] / ours.seconds},
    )


def _open_store(stand: Stand) -> None:
    """On a fresh database: an empty store."""
    stand.renew()
    stand.manage("create_store", _SLUG, "--name", _SLUG, "--formal-name", _SLUG)


def _imported(stand: Stand, file: Path) -> _Imported:
    process = subprocess.Popen(
        [sys.executable, "manage.py", "import_customers", _SLUG, str(file), "--json"],
        cwd=ROOT,
        env=stand.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    peak = peak_of_reader = 0
    while process.poll() is None:
        peak = max(peak, peak_of(process.pid))
        peak_of_reader = max(peak_of_reader, *map(peak_of, children_of(process.pid)), 0)
        time.sleep(_LOOKED_EVERY_SECONDS)
    said, _ = process.communicate()
    if process.returncode:
        raise RuntimeError(f"the import of {file.name} ended with {process.returncode}: {said}")
    totals: dict[str, Any] = json.loads(said)
    ((seconds,),) = stand.rows(
        "SELECT extract(epoch FROM finished_at - started_at)::float8 FROM customers_import WHERE id = %s",
        totals["import"],
    )
    return _Imported(float(str(seconds)), totals, peak, peak_of_reader)


def _copy_out(stand: Stand, rows: Path) -> None:
    ((columns,),) = stand.rows(_COLUMNS)
    wanted = f"SELECT {columns} FROM customers_customer WHERE store_id = {_store(stand)} ORDER BY id"
    with (
        rows.open("wb") as file,
        stand.connect() as connection,
        connection.cursor().copy(f"COPY ({wanted}) TO STDOUT") as copy,
    ):
        for block in copy:
            file.write(block)


def _copied(stand: Stand, rows: Path) -> float:
    """Seconds for the rows as they are, into the same table with its indexes and constraints."""
    ((columns,),) = stand.rows(_COLUMNS)
    began = time.monotonic()
    with (
        rows.open("rb") as file,
        stand.connect() as connection,
        connection.cursor().copy(f"COPY customers_customer ({columns}) FROM STDIN") as copy,
    ):
        while block := file.read(_BLOCK):
            copy.write(block)
    return time.monotonic() - began


def _store(stand: Stand) -> int:
    ((pk,),) = stand.rows("SELECT id FROM accounts_store WHERE slug = %s", _SLUG)
    return int(str(pk))
